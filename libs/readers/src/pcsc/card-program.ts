import { CardOrder, type CardReply } from './child-messages.js';
import { liveWithParent, tellParent } from './child-life.js';
import { loadNativeModule } from './native-module.js';
import { codeOf } from './service-codes.js';

// Child process of the driver: works with the cards of one reader, one order after the other. A card that stays silent
// blocks this process and no other; the parent ends it then.

/** 256 bytes of data and two of status, and some for readers that send more than they should. */
const ANSWER_BYTES_MAX = 300;

liveWithParent();
const { CardReader } = loadNativeModule();
const reader = new CardReader(process.argv[2] ?? '');
let protocol = 0;

process.on('message', (message) => {
  const order = CardOrder.parse(message);
  const reply = (error: Error | null | undefined, answer: Uint8Array = new Uint8Array()): void => {
    const outcome: CardReply = error
      ? { id: order.id, outcome: 'failed', code: codeOf(error) }
      : { id: order.id, outcome: 'done', answer: Buffer.from(answer).toString('hex') };
    tellParent(outcome);
  };
  switch (order.order) {
    case 'power-up':
      // Exclusive share: no other program may change what is selected between two commands.
      reader.connect({ share_mode: reader.SCARD_SHARE_EXCLUSIVE }, (error, agreed) => {
        protocol = agreed;
        reply(error);
      });
      break;
    case 'transmit':
      reader.transmit(Buffer.from(order.command, 'hex'), ANSWER_BYTES_MAX, protocol, reply);
      break;
    case 'power-down':
      reader.disconnect(reader.SCARD_UNPOWER_CARD, reply);
      break;
  }
});
