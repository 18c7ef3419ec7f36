// `npm run docs`: writes the documents that are made from the code. Needs a build.
import { writeFileSync } from 'node:fs';
import { cardLifeCycleDocument } from './card-life-cycle.mjs';
import { errorCodesDocument } from './error-codes.mjs';

const root = new URL('..', import.meta.url);
const { REFUSALS } = await import(new URL('dist/settlement/libs/national/src/index.js', root).href);
writeFileSync(new URL('docs/error-codes.md', root), errorCodesDocument(REFUSALS));
process.stdout.write('docs/error-codes.md written\n');
const { LIFE_CYCLE } = await import(new URL('dist/settlement/apps/settlement/src/cards/life-cycle.js', root).href);
writeFileSync(new URL('docs/cards.md', root), cardLifeCycleDocument(LIFE_CYCLE));
process.stdout.write('docs/cards.md written\n');
