// Loaded ahead of a program by the bench alone (`node --import`): takes a profile when it is told to.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const session = new Session();
session.connect();

process.on('message', (/** @type {{ profile?: string }} */ { profile }) => {
  if (profile === undefined) return;
  const done = profile === 'start' ? begin() : end(profile);
  done.catch((/** @type {unknown} */ error) => console.error(error));
});

async function begin() {
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
}

/** @param {string} file */
async function end(file) {
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(file, JSON.stringify(profile));
}
