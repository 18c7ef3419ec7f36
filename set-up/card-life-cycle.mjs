// The life cycle of cards as a document, made from the table that the registry itself uses.
import { picture, table } from './life-cycle-drawing.mjs';

/** @typedef {import('./life-cycle-drawing.mjs').LifeCycle} LifeCycle */

const PREAMBLE = `# Cards in the registry

Made from the table in \`apps/settlement/src/cards/life-cycle.ts\` by \`npm run docs\`; a test fails when the two differ.

* A card may be used while it is \`active\`, and in no other state.
* Once a card is activated, the card before it and all before that are void for ever, in the same commit; nothing leads
  out of \`void\`. A card whose successor is active already when it is issued is void from the start.
* A settlement and an activation hold the same row of the person: whichever commits first is first.
* An event takes effect when it is committed here, however late it comes; its own time is kept in the history. Of a loss
  and a finding the one with the later own time counts, whichever comes first, and at the same instant the loss.
* \`withheld\` is a card that was lost before it was activated. It is shown as \`suspended\`; found again, it still has to
  be activated.
* The financial function is a flag of its own (\`finance-activated\`) and says nothing about medical use.
* An event ahead of its card or person waits until that arrives; an event that comes again is \`duplicate\`.
`;

/**
 * @param {LifeCycle} lifeCycle
 * @returns {string} the document
 */
export function cardLifeCycleDocument(lifeCycle) {
  return [
    PREAMBLE,
    ...picture(lifeCycle, 'issued'),
    '',
    'Each pair of state and event; a point means that the state stays.',
    '',
    ...table(lifeCycle),
    '',
  ].join('\n');
}
