import { ROOT } from '../set-up/files.mjs';

/** The card library as built: measurements compare what came over PC/SC with what it reads in process. */
const library = /** @type {typeof import('@medisettle/card')} */ (
  await import(`${ROOT}/dist/terminal-agent/libs/card/src/index.js`)
);

/**
 * Reads a chip in process.
 * @param {unknown} chip as in the demo world
 * @returns {Promise<{ reading: import('@medisettle/card').CardReading, commands: string[] }>} and the commands of the walk, in hex
 */
export async function readInProcess(chip) {
  const { connectVirtualCard, readCard, VirtualCard, virtualCardProfileSchema } = library;
  const channel = connectVirtualCard(new VirtualCard(virtualCardProfileSchema.parse(chip)));
  /** @type {string[]} */
  const commands = [];
  const reading = await readCard({
    atr: channel.atr,
    transmit: (command) => {
      commands.push(Buffer.from(command).toString('hex'));
      return channel.transmit(command);
    },
  });
  return { reading, commands };
}
