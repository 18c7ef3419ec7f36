// `npm run docs [-- --day yyyy-MM-dd]`: writes the documents that are made from the code. Needs a build. The policy is
// listed for the day given, else for the day for which it was listed last.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cardLifeCycleDocument } from './card-life-cycle.mjs';
import { clearingDocument } from './clearing-document.mjs';
import { intentLifeCycleDocument } from './intent-life-cycle.mjs';
import { errorCodesDocument } from './error-codes.mjs';
import { dayOfPolicyDocument, policyDocument } from './policy-document.mjs';

const root = new URL('..', import.meta.url);

/** @param {string} file below the root @param {string} text */
function write(file, text) {
  writeFileSync(new URL(file, root), text);
  process.stdout.write(`${file} written\n`);
}

const { values } = parseArgs({ options: { day: { type: 'string' } } });
const day = values.day ?? dayOfPolicyDocument(readFileSync(new URL('docs/policy.md', root), 'utf8'));
if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
  process.stderr.write(`--day yyyy-MM-dd is needed, not ${day ?? 'nothing'}\n`);
  process.exit(2);
}

const built = new URL('dist/settlement/', root);
const { REFUSALS } = await import(new URL('libs/national/src/index.js', built).href);
write('docs/error-codes.md', errorCodesDocument(REFUSALS));
const { LIFE_CYCLE } = await import(new URL('apps/settlement/src/cards/life-cycle.js', built).href);
write('docs/cards.md', cardLifeCycleDocument(LIFE_CYCLE));
const { CLEARING_CYCLE, SPLIT_CYCLE } = await import(
  new URL('apps/settlement/src/clearing/clearing-states.js', built).href
);
write('docs/clearing.md', clearingDocument(CLEARING_CYCLE, SPLIT_CYCLE));
write('docs/policy.md', policyDocument(await import(new URL('libs/benefits/src/index.js', built).href), day));
const { INTENT_LIFE_CYCLE } = await import(
  new URL('dist/terminal-agent/apps/terminal-agent/src/journal/life-cycle.js', root).href
);
write('docs/journal.md', intentLifeCycleDocument(INTENT_LIFE_CYCLE));
