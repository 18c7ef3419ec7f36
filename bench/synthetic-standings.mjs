// What a large province would have to show on its console, without a database behind it.

const COUNTERS = 200;
const DAYS = 31;
const PROVINCES = ['11', '32', '33', '34', '35', '36', '37', '41', '42', '43', '44', '51', '61'];
/** After so many seconds what changes soon, and what changes rarely, is read anew; as the centre does it. */
const [SOON, RARELY] = [4, 30];

const daysAgo = (/** @type {number} */ days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Stands for the centre's own standings: the same parts, read anew as often. */
export class SyntheticStandings {
  seconds = 0;
  found = { ...this.soon(), ...this.rarely() };

  /** @returns {Promise<boolean>} whether something was read anew */
  refresh() {
    this.seconds += 1;
    const [isSoon, isRare] = [this.seconds % SOON === 0, this.seconds % RARELY === 0];
    if (isSoon) this.found = { ...this.found, ...this.soon() };
    if (isRare) this.found = { ...this.found, ...this.rarely() };
    return Promise.resolve(isSoon || isRare);
  }

  soon() {
    const at = new Date().toISOString();
    const list = Array.from({ length: COUNTERS }, (_, index) => ({
      terminal: `SH-COUNTER-${index + 1}`,
      institutions: [`H310106${String(index).padStart(5, '0')}`],
      heardAt: at,
      unknown: { count: index % 40 === 0 ? 1 : 0, overdue: 0, since: null },
    }));
    const oldest = Array.from({ length: 20 }, (_, index) => ({
      institution: 'H31010600001',
      msgid: `H31010600001${at.replace(/\D/g, '')}${index}`,
      kind: 'settle',
      division: '340100',
      since: at,
    }));
    return {
      unknown: { at, found: { ages: { underMinute: 20, underTenMinutes: 0, underHour: 0, longer: 0 }, oldest } },
      terminals: { at, found: { list, institutions: COUNTERS } },
    };
  }

  rarely() {
    const at = new Date().toISOString();
    const sides = /** @type {const} */ (['care', 'insured']);
    const across = PROVINCES.flatMap((province) => sides.map((side) => ({ province, side })));
    const month = (/** @type {number} */ days) => ({
      month: daysAgo(days).slice(0, 7),
      confirmation: daysAgo(0),
      tables: across.map(({ province, side }) => ({
        ...{ province: `${province}0000`, side, state: 'agreed', rows: 1_000, owed: '123456.78', differences: 0 },
      })),
    });
    return {
      cards: { at, found: [{ generation: 'national-3', state: 'active', cards: 17_000_000 }] },
      calendar: {
        at,
        found: Array.from({ length: DAYS }, (_, index) => ({
          day: daysAgo(DAYS - index),
          closed: 900,
          differing: 3,
          open: 12,
        })),
      },
      flows: {
        at,
        found: across.map(({ province, side }) => ({ side, division: `${province}0100`, rows: 900, owed: '98765.43' })),
      },
      clearing: { at, found: [month(31), month(0)] },
    };
  }
}
