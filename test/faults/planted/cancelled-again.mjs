// A bug for the campaign to find: nobody looks whether a settlement was cancelled before.
import { methodsOf } from '../../../campaign/crash/points.mjs';

const book = await methodsOf('settlement', 'settlements/settlement-book.js', 'SettlementBook');
const { find, latestOf } = book;
// A bug that is not planted would not be found, for a reason of no interest.
if (find === undefined || latestOf === undefined) throw new Error('SettlementBook is another by now');
book['latestOf'] = find;
