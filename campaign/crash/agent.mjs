// The points at which a terminal agent can be struck.
import { around, methodsOf, reached } from './points.mjs';

const MESSAGE = 'national.message';

/** @param {string} file @param {string} name */
const of = (file, name) => methodsOf('terminal-agent', file, name);

const journal = await of('journal/journal.js', 'Journal');
around(journal, 'intend', async (go) => {
  reached('before-intent');
  await go();
  reached('after-intent');
});
around(journal, 'note', (go, [, , answer]) => {
  // The centre's word is here and not on disk yet.
  if (answer !== undefined) reached('before-note');
  return go();
});

around(await of('centre-link/link-socket.js', 'LinkSocket'), 'publish', (go, [packet]) => {
  const forget = go();
  // A turn later the bytes are with the system, and the answer cannot be here yet.
  if (/** @type {{ pattern: unknown }} */ (packet).pattern === MESSAGE) setImmediate(() => reached('after-send'));
  return forget;
});

around(await of('his-gateway/his-gateway.js', 'HisGateway'), 'take', async (go) => {
  const text = await go();
  reached('before-answer');
  return text;
});

const link = await of('centre-link/centre-link.js', 'CentreLink');
for (const question of ['outcome', 'closeNumber']) {
  around(link, question, async (go) => {
    const reply = await go();
    reached('during-recovery');
    return reply;
  });
}
