// The points at which a settlement centre, or the database at its hands, can be struck.
import { around, methodsOf, reached } from './points.mjs';

/** When an answer that was handed over has left, in milliseconds. */
const LEFT_MS = 2;

/** @param {string} file @param {string} name */
const of = (file, name) => methodsOf('settlement', file, name);

around(await of('database/transactions.js', 'Transactions'), 'run', async (go, parameters) => {
  const unit = /** @type {(db: unknown) => Promise<unknown>} */ (parameters[0]);
  parameters[0] = async (/** @type {unknown} */ db) => {
    const result = await unit(db);
    reached('before-commit');
    // A turn later the commit is on its way to the database.
    setImmediate(() => reached('while-committing'));
    return result;
  };
  const result = await go();
  reached('after-commit');
  return result;
});

around(await of('messages/message-desk.js', 'MessageDesk'), 'receive', async (go) => {
  const answered = await go();
  reached('before-answer');
  setTimeout(() => reached('after-answer'), LEFT_MS);
  return answered;
});

const outcomes = await of('messages/outcomes.js', 'Outcomes');
for (const question of ['of', 'close']) {
  around(outcomes, question, async (go) => {
    const answer = await go();
    reached('during-recovery');
    return answer;
  });
}

around(await of('cross-province/hub.js', 'HttpHub'), 'ask', async (go, [, kind]) => {
  const changes = kind === 'settle' || kind === 'cancel';
  // The intent is on disk and nothing has left yet.
  if (changes) reached('before-asking-elsewhere');
  const reply = await go();
  // The insured place has done it, and it is not booked here yet.
  if (changes) reached('after-asking-elsewhere');
  return reply;
});

around(await of('cross-province/inbox.js', 'Inbox'), 'take', async (go) => {
  const answer = await go();
  reached('before-answering-elsewhere');
  return answer;
});
