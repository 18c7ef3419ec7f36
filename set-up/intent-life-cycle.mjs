// The life of an intent as a document, made from the table that the agent's journal itself uses.
import { picture, table } from './life-cycle-drawing.mjs';

const PREAMBLE = `# Intents in the journal

Made from the table in \`apps/terminal-agent/src/journal/life-cycle.ts\` by \`npm run docs\`; a test fails when the two
differ.

A message that changes something is an intent in the journal of its counter before it is sent.

* \`intended\` — on its way, or about to be. \`repeated\` — on its way again while an earlier sending has no answer.
* \`waiting\` — nothing was done (never sent, or put off by the centre); the same message may be sent again.
* \`defective\` — the message itself was refused as wrong, and the centre keeps nothing of it. The only state in which
  other content may come under the same number.
* \`unknown\` — sent, and nobody here knows what became of it. \`absent\` — the centre had not seen it when it was asked; it
  may still be on its way, so HIS is still told *unknown*.
* \`settled\`, \`refused\` — the centre's answer is kept, and given again to the letter.
* \`closed\` — the number was closed at the centre: not done, and refused however late the message arrives. Only this is
  told to HIS as *absent*.

Nothing leads from a message that was sent back to one that was not: only the centre's own word ends it. After a start
whatever was on its way is \`unknown\`, never failed.
`;

/**
 * @param {import('./life-cycle-drawing.mjs').LifeCycle} lifeCycle
 * @returns {string} the document
 */
export function intentLifeCycleDocument(lifeCycle) {
  return [
    PREAMBLE,
    ...picture(lifeCycle, 'intended'),
    '',
    'Each pair of state and event; a point means that the state stays.',
    '',
    ...table(lifeCycle),
    '',
  ].join('\n');
}
