// The points at which the stand-in of the national hub can be struck.
import { around, methodsOf, reached } from './points.mjs';

const records = await methodsOf('national-hub', 'exchange/records.js', 'Records');
around(records, 'received', async (go) => {
  const position = await go();
  reached('before-passing');
  return position;
});
around(records, 'answered', async (go) => {
  // The insured place has answered, and nothing of it is kept here.
  reached('after-passing');
  await go();
  reached('before-answer');
});
