import { parseYuan } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { type CarriedMessage, type CheckedMessage, type MessageCarrier } from '../his-gateway/message-carrier.js';
import { extensionIn, inputNodes, inputOf, textIn } from '../journal/kept-words.js';
import { type OutageBills } from './outage-bills.js';

/** Transactions that settle what the page can bill. */
const SETTLING: ReadonlySet<string> = new Set(['2102', '2207']);

/** Where a settlement names the bill that was paid in full, in its `exp_content`. */
const BILL_FIELD = 'outage_bill';

/**
 * Lets a settlement of a bill that was paid in full pass only once. Whoever asks, and from however many tabs: the bill
 * names its message before the message is noted, and no other message while that one may be done.
 */
export class LateSettlements implements MessageCarrier {
  /** Bills whose message has named itself and is perhaps not yet in the journal. */
  private readonly passing = new Set<string>();

  constructor(
    private readonly inner: MessageCarrier,
    private readonly bills: OutageBills,
  ) {}

  /** @throws Refused OUTAGE-BILL-*: then nothing was noted in the journal or sent */
  async carry(message: CheckedMessage): Promise<CarriedMessage> {
    const { infno, institution, msgid } = message.envelope;
    if (!SETTLING.has(infno) || msgid === null) return this.inner.carry(message);
    const bill = inputNodes(message.text)['druginfo']?.[0] ?? inputOf(message.text);
    const number = textIn(extensionIn(bill, 'exp_content'), BILL_FIELD);
    if (number === '') return this.inner.carry(message);
    const key = JSON.stringify([institution, number]);
    if (this.passing.has(key)) refuse('OUTAGE-BILL-SETTLING');
    this.passing.add(key);
    try {
      await this.bills.claim({ institution, number }, msgid, {
        total: parseYuan(textIn(bill, 'medfee_sumamt')),
        insuranceType: textIn(bill, 'insutype'),
        onReader: message.onReader,
      });
      return await this.inner.carry(message);
    } finally {
      this.passing.delete(key);
    }
  }
}
