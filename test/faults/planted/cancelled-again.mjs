// A bug for the campaign to find: nobody looks whether a settlement was cancelled before.
import { methodsOf } from '../../../campaign/crash/points.mjs';

const book = await methodsOf('settlement', 'settlements/settlement-book.js', 'SettlementBook');
book['cancellationOf'] = () => Promise.resolve(null);
