// How a month is cleared, as a document made from the tables that the centre itself uses.
import { picture, table } from './life-cycle-drawing.mjs';

const PREAMBLE = `# Clearing of a month

Made from the tables in \`apps/settlement/src/clearing/clearing-states.ts\` by \`npm run docs\`; a test fails when the two
differ.

## With another province

Each side makes its table from its own books, asks the other for its own over the hub, and compares the two settlement by
settlement. What was taken back in the same month is in neither.

* \`differing\` — the difference names its settlements: only here, only there, amounts differ. \`agreed\` — equal to the fen.
* \`confirmed\` — this side has said so; its figures are kept, and the hospitals' word on the month ends. Who owes pays
  when both have confirmed.
* \`paid\` — at the insured place out of the advance fund for that province, at the place of care into the treasury; the
  debt and the claim go down by the same amount.

What is committed here is told to the other side afterwards, and again when the operator asks again.
`;

const OF_HOSPITALS = `
## With a hospital

3260 lists what other provinces pay of a month, 3261 confirms its rows (flag 1) or objects to them (flag 0), 3262 takes a
word back. The last word on a row counts. An objection does not keep a row out of the provinces' table, which goes by the
books; it shows among the months of \`GET /api/clearing\` until it is settled.
`;

const PAIRS = ['', 'Each pair of state and happening; a point means that the state stays.', ''];

/**
 * @param {import('./life-cycle-drawing.mjs').LifeCycle} provinces
 * @param {import('./life-cycle-drawing.mjs').LifeCycle} hospitals
 * @returns {string} the document
 */
export function clearingDocument(provinces, hospitals) {
  const drawn = (/** @type {import('./life-cycle-drawing.mjs').LifeCycle} */ cycle) => [
    ...picture(cycle, 'open'),
    ...PAIRS,
    ...table(cycle),
  ];
  return [PREAMBLE, ...drawn(provinces), OF_HOSPITALS, ...drawn(hospitals), ''].join('\n');
}
