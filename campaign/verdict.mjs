// Compares, one by one, what the three sides hold of each message: HIS, the counter's journal, the centre. Pure.

/** What HIS was told in the end; `absent`: not done, and never will be. @typedef {'settled' | 'refused' | 'absent'} End */

/** What a bill comes to, in fen. @typedef {{ total: number, fund: number, account: number, cash: number }} Amounts */

/** Under which number a message goes. @typedef {{ institution: string, msgid: string }} Name */

/**
 * One answer that HIS took for the end of a message.
 * @typedef {object} Told
 * @property {End} end
 * @property {string | null} digest of the answer's text
 * @property {string | null} settlementId
 * @property {Amounts | null} amounts
 * @property {string} [surprise] the code of a refusal that cannot be, after all that HIS was told before
 */

/**
 * A message as HIS keeps it. `act` is what it is for: of all messages for one act, one may be settled. `undoes` is the
 * msgid of the settlement that it reverses (2601).
 * @typedef {Name & { infno: string, act: string, personId: string, told: readonly Told[], undoes?: string }} HisMessage
 */

/** @typedef {Name & { state: string, digest: string | null }} Intent */

/** @typedef {Name & { outcome: string, digest: string, settlementId: string | null }} Reservation */

/**
 * @typedef {Name & Amounts & { settlementId: string, kind: string, cancels: string | null, bill: string }} Settlement
 * `bill` names visit and batch
 */

/**
 * What the sides hold at one moment at which nothing is under way.
 * @typedef {object} Records
 * @property {readonly HisMessage[]} his
 * @property {readonly Intent[]} intents
 * @property {readonly Reservation[]} reservations
 * @property {readonly Settlement[]} settlements
 * @property {readonly string[]} visits the institution's own number of each visit that stands at the centre
 * @property {ReadonlyMap<string, number>} balances of each person at the centre, in fen
 * @property {number} opening what each person had at first, in fen
 * @property {readonly { name: string, count: number, keys: readonly string[] }[]} sweep findings of the books
 */

/**
 * What does not hold, in words. `lost`: one side has it done and another has not, or otherwise. `double`: done twice.
 * `unresolved`: without an end. `unbalanced`: the books, or HIS's sums against them, do not add up.
 * @typedef {{ lost: string[], double: string[], unresolved: string[], unbalanced: string[] }} Verdict
 */

/** Messages whose end at the centre is a settlement or its mirror. */
const MONEY = new Set(['2102', '2103', '2207', '2208', '2304', '2305']);
const OPEN = new Set(['intended', 'repeated', 'unknown', 'absent']);
const NOT_DONE = new Set(['waiting', 'defective', 'closed']);

/** @param {Name} name */
const keyOf = ({ institution, msgid }) => `${institution} ${msgid}`;

/** @template {Name} Row @param {readonly Row[]} rows @returns {Map<string, Row>} */
const byName = (rows) => new Map(rows.map((row) => [keyOf(row), row]));

/**
 * @param {readonly string[]} keys
 * @returns {string[]} those that are there more than once
 */
function repeated(keys) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].flatMap(([key, count]) => (count > 1 ? [key] : []));
}

/**
 * @param {Records} records
 * @returns {Verdict}
 */
export function verdictOf(records) {
  /** @type {string[]} */
  const lost = [];
  /** @type {string[]} */
  const unresolved = [];
  const intents = byName(records.intents);
  const reservations = byName(records.reservations);
  const settlements = new Map(records.settlements.map((row) => [row.settlementId, row]));
  const his = byName(records.his);
  for (const message of records.his) {
    const key = keyOf(message);
    const [told, ...again] = message.told;
    const intent = intents.get(key);
    if (told === undefined) {
      unresolved.push(`${key}: HIS knows no end`);
      continue;
    }
    if (intent && OPEN.has(intent.state)) unresolved.push(`${key}: ${intent.state} in the journal`);
    if (again.some(({ end, digest }) => end !== told.end || digest !== told.digest))
      lost.push(`${key}: HIS was told two ends`);
    if (told.surprise !== undefined) lost.push(`${key}: refused with ${told.surprise}, after what HIS was told before`);
    const reservation = reservations.get(key);
    lost.push(
      ...faultsAtCentre(message, told, reservation, settlements).map((fault) => `${key}: ${fault}`),
      ...faultsInJournal(told, intent).map((fault) => `${key}: ${fault}`),
    );
  }
  for (const row of records.reservations)
    if (!his.has(keyOf(row))) lost.push(`${keyOf(row)}: at the centre, and nobody sent it`);
  for (const row of records.intents)
    if (!his.has(keyOf(row))) lost.push(`${keyOf(row)}: in the journal, and nobody sent it`);
  const undone = undoneBy(records.his);
  const cancelled = new Set(records.settlements.map(({ cancels }) => cancels));
  for (const message of records.his) {
    const settlementId = undone.has(keyOf(message)) ? message.told[0]?.settlementId : null;
    if (settlementId && !cancelled.has(settlementId)) lost.push(`${keyOf(message)}: reversed, and it stands`);
  }
  for (const row of records.settlements) {
    const reservation = reservations.get(keyOf(row));
    if (reservation?.settlementId !== row.settlementId)
      lost.push(`${row.settlementId}: in the books without its answer`);
  }
  return { lost, double: doubles(records, reservations), unresolved, unbalanced: imbalances(records) };
}

/**
 * @param {HisMessage} message
 * @param {Told} told
 * @param {Reservation | undefined} reservation
 * @param {ReadonlyMap<string, Settlement>} settlements
 * @returns {string[]}
 */
function faultsAtCentre({ infno }, told, reservation, settlements) {
  const outcome = reservation?.outcome ?? 'nothing';
  if (told.end === 'absent') {
    return outcome === 'nothing' || outcome === 'void' ? [] : [`HIS was told that it is not done; ${outcome} there`];
  }
  if (outcome !== told.end) return [`HIS was told ${told.end}; ${outcome} at the centre`];
  if (reservation?.digest !== told.digest) return ['HIS and the centre have different answers'];
  if (told.end === 'refused' || !MONEY.has(infno)) return [];
  const settlement = settlements.get(told.settlementId ?? '');
  if (!settlement) return ['HIS has a settlement that is not in the books'];
  const { total, fund, account, cash } = settlement;
  const amounts = told.amounts;
  const same =
    amounts?.total === total && amounts.fund === fund && amounts.account === account && amounts.cash === cash;
  return same ? [] : ['HIS and the books have different amounts'];
}

/**
 * @param {Told} told
 * @param {Intent | undefined} intent
 * @returns {string[]}
 */
function faultsInJournal(told, intent) {
  const state = intent?.state ?? 'nothing';
  if (OPEN.has(state)) return [];
  if (told.end === 'absent') {
    return intent === undefined || NOT_DONE.has(state)
      ? []
      : [`HIS was told that it is not done; ${state} in the journal`];
  }
  if (state !== told.end) return [`HIS was told ${told.end}; ${state} in the journal`];
  return intent?.digest === told.digest ? [] : ['HIS and the journal have different answers'];
}

/**
 * @param {Records} records
 * @param {ReadonlyMap<string, Reservation>} reservations
 * @returns {string[]}
 */
function doubles({ his, settlements, visits }, reservations) {
  const settled = his.filter((message) => reservations.get(keyOf(message))?.outcome === 'settled');
  const cancelled = new Set(settlements.map(({ cancels }) => cancels));
  const standing = settlements.filter(
    ({ kind, settlementId }) => kind === 'settlement' && !cancelled.has(settlementId),
  );
  return [
    ...repeated(settlements.map(keyOf)).map((key) => `${key}: two settlements of one message`),
    ...repeated(settled.map(({ act }) => act)).map((act) => `${act}: done by two messages`),
    ...repeated(standing.map(({ bill }) => bill)).map((bill) => `${bill}: two settlements of one bill`),
    ...repeated(settlements.flatMap(({ cancels }) => cancels ?? [])).map((id) => `${id}: cancelled twice`),
    ...repeated(visits).map((number) => `${number}: registered twice`),
  ];
}

/**
 * @param {readonly HisMessage[]} his
 * @returns {Set<string>} what HIS knows to be reversed
 */
const undoneBy = (his) =>
  new Set(
    his.flatMap(({ institution, undoes, told }) =>
      undoes !== undefined && told[0]?.end === 'settled' ? keyOf({ institution, msgid: undoes }) : [],
    ),
  );

/**
 * @param {Records} records
 * @returns {string[]}
 */
function imbalances(records) {
  const broken = records.sweep.flatMap(({ name, count, keys }) =>
    count === 0 ? [] : [`${name}: ${count} (${keys.join(', ')})`],
  );
  return [...broken, ...differingBalances(records)];
}

/**
 * @param {Pick<Records, 'his' | 'balances' | 'opening'>} records
 * @returns {string[]} whose balance is not what HIS's answers leave
 */
export function differingBalances({ his, balances, opening }) {
  /** What HIS knows to have been paid from accounts. @type {Map<string, number>} */
  const paid = new Map();
  const undone = undoneBy(his);
  for (const message of his) {
    const { personId, told } = message;
    if (undone.has(keyOf(message))) continue;
    const account = told[0]?.amounts?.account ?? 0;
    paid.set(personId, (paid.get(personId) ?? 0) + account);
  }
  return [...balances].flatMap(([personId, balance]) => {
    const expected = opening - (paid.get(personId) ?? 0);
    return balance === expected ? [] : [`${personId}: ${balance} fen at the centre, ${expected} by HIS's answers`];
  });
}

/**
 * @param {readonly Verdict[]} verdicts
 * @returns {Verdict}
 */
export const together = (verdicts) => ({
  lost: verdicts.flatMap(({ lost }) => lost),
  double: verdicts.flatMap(({ double }) => double),
  unresolved: verdicts.flatMap(({ unresolved }) => unresolved),
  unbalanced: verdicts.flatMap(({ unbalanced }) => unbalanced),
});

/**
 * @param {Verdict} verdict
 * @returns {string} the counts in one line
 */
export const lineOf = ({ lost, double, unresolved, unbalanced }) =>
  `lost=${lost.length} double=${double.length} unresolved=${unresolved.length} unbalanced=${unbalanced.length}`;

/** @param {Verdict} verdict */
export const isClean = ({ lost, double, unresolved, unbalanced }) =>
  lost.length + double.length + unresolved.length + unbalanced.length === 0;
