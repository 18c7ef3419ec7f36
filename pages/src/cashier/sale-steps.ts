import { formatYuan, ZERO_FEN } from '@medisettle/money';
import { chinaNow, type Message, messageOf, type Node, type Said, type Sender } from './his.js';
import { CREDENTIAL, type Patient } from './patient.js';
import {
  amountOf,
  describedOf,
  entriesOf,
  isBegun,
  isPharmacy,
  type KeptMessage,
  linesOf,
  type Sale,
  type SaleLine,
  type Step,
  totalOf,
} from './sale.js';

/** What the steps need of the page. */
export interface Tools {
  readonly sender: Sender;
  readonly send: <Output>(message: Message) => Promise<Said<Output>>;
  /** Whether a refusal ends its message; one that does not may be sent again under its number. */
  readonly ends: (code: string) => Promise<boolean>;
  /** Keeps and shows the bill as it is by now. */
  readonly keep: (sale: Sale) => void;
}

/** A step that did not go through. */
export type Halt = Exclude<Said<never>, { outcome: 'good' }>;

export interface Went {
  readonly sale: Sale;
  readonly halt: Halt | null;
}

interface Stepped<Output> {
  readonly sale: Sale;
  readonly msgid: string;
  readonly said: Said<Output>;
  readonly of: string;
}

interface Taken {
  readonly infno: string;
  readonly input: object;
  /** What the message says, see {@link KeptMessage}. */
  readonly of?: string;
}

/**
 * Sends the message of a step, kept before it leaves. One that has no end yet is sent again as it was, whatever was
 * typed since: the same words under the same number, never a second message.
 */
export async function take<Output>(
  tools: Tools,
  before: Sale,
  step: Step,
  wanted: () => Taken,
): Promise<Stepped<Output>> {
  const make = (): KeptMessage => {
    const { infno, input, of = '' } = wanted();
    return { ...messageOf(tools.sender, infno, input, before.patient?.reader), of };
  };
  const message = before.kept[step] ?? make();
  const sent = { ...before, kept: { ...before.kept, [step]: message } };
  tools.keep(sent);
  const said = await tools.send<Output>(message);
  const ended = said.outcome === 'good' || (said.outcome === 'refused' && (await tools.ends(said.code)));
  const { msgid } = message;
  if (!ended) return { sale: sent, msgid, said, of: message.of };
  const { [step]: _, ...others } = sent.kept;
  return { sale: { ...sent, kept: others }, msgid, said, of: message.of };
}

export const haltOf = <Output>(said: Said<Output>): Halt | null => (said.outcome === 'good' ? null : said);

const names = ({ visitId, patient }: Sale) => ({ mdtrt_id: visitId ?? '', psn_no: patient?.personNumber ?? '' });

/** When the bill arose: now, or when it was paid in full. */
const timeOf = ({ late }: Sale): string => late?.at ?? chinaNow();

/** Why a settlement was cancelled, in the words that the list and the centre keep. */
const PART_GOES_BACK = '部分退费';

const batchOf = (number: number): string => `B${number}`;

const lineFields = (line: SaleLine, number: string, at: string) => ({
  feedetl_sn: number,
  fee_ocur_time: at,
  med_list_codg: line.item,
  medins_list_codg: line.item,
  exp_content: JSON.stringify({ item_name: line.name }),
  pric: line.price.trim(),
  cnt: line.count.trim(),
  det_item_fee_sumamt: formatYuan(amountOf(line) ?? ZERO_FEN),
});

/** Registers the visit (2201), unless it is. */
async function register(tools: Tools, sale: Sale): Promise<Went> {
  if (sale.visitId !== null) return { sale, halt: null };
  const stepped = await take<{ data: Node }>(tools, sale, 'register', () => ({
    infno: '2201',
    input: {
      data: {
        psn_no: sale.patient?.personNumber,
        insutype: sale.patient?.insuranceType,
        begntime: timeOf(sale),
        ...CREDENTIAL,
        ipt_otp_no: `O${Date.now()}`,
      },
    },
  }));
  const { said } = stepped;
  const visitId = said.outcome === 'good' ? (said.output.data['mdtrt_id'] ?? null) : null;
  return { sale: { ...stepped.sale, visitId }, halt: haltOf(said) };
}

/** Tells diagnosis and category (2203) until the centre knows them as they are now. */
async function describe(tools: Tools, begun: Sale): Promise<Went> {
  let sale = begun;
  while (sale.kept.describe || sale.described !== describedOf(sale)) {
    const told: Sale = sale;
    const stepped = await take(tools, sale, 'describe', () => ({
      infno: '2203',
      of: describedOf(told),
      input: {
        mdtrtinfo: { ...names(told), med_type: told.category, begntime: timeOf(told) },
        diseinfo: [{ diag_srt_no: 1, diag_code: told.diagnosis.code.trim(), diag_name: told.diagnosis.name.trim() }],
      },
    }));
    sale = stepped.sale;
    const halt = haltOf(stepped.said);
    if (halt) return { sale, halt };
    sale = { ...sale, described: stepped.of };
  }
  return { sale, halt: null };
}

/** Brings the lines to the centre (2204), and takes those back that are no longer so (2205). */
async function upload(tools: Tools, begun: Sale): Promise<Went> {
  let sale = begun;
  while (sale.kept.upload || sale.kept.withdraw || sale.uploaded !== linesOf(sale)) {
    const now: Sale = sale;
    const withdraws = sale.kept.withdraw !== undefined || (!sale.kept.upload && sale.uploaded !== null);
    const batch = withdraws || sale.kept.upload ? sale.batch : sale.batch + 1;
    const stepped = withdraws
      ? await take(tools, sale, 'withdraw', () => ({
          infno: '2205',
          input: { data: { ...names(now), chrg_bchno: batchOf(batch) } },
        }))
      : await take(tools, { ...sale, batch }, 'upload', () => ({
          infno: '2204',
          of: linesOf(now),
          input: {
            feedetail: now.lines.map((line, index) => ({
              ...names(now),
              chrg_bchno: batchOf(batch),
              ...lineFields(line, `${batch}-${index + 1}`, timeOf(now)),
            })),
          },
        }));
    sale = stepped.sale;
    const halt = haltOf(stepped.said);
    if (halt) return { sale, halt };
    sale = { ...sale, uploaded: withdraws ? null : stepped.of };
  }
  return { sale, halt: null };
}

/** Cancels the settlement of which a part goes back (2208, 2103), unless it is. A crash after it goes on with the rest. */
async function cancelWhole(tools: Tools, sale: Sale): Promise<Went> {
  const { refund } = sale;
  if (refund === null || refund.cancelled) return { sale, halt: null };
  const stepped = await take(tools, sale, 'cancel', () => ({
    infno: isPharmacy(sale.institution) ? '2103' : '2208',
    input: {
      data: {
        psn_no: refund.personNumber,
        mdtrt_id: refund.visitId,
        setl_id: refund.settlementId,
        exp_content: JSON.stringify({ cancel_reason: PART_GOES_BACK }),
      },
    },
  }));
  const halt = haltOf(stepped.said);
  return { sale: halt ? stepped.sale : { ...stepped.sale, refund: { ...refund, cancelled: true } }, halt };
}

/** The bill as 2206 and 2207 want it. */
const hospitalBill = (sale: Sale) => ({
  ...names(sale),
  ...CREDENTIAL,
  med_type: sale.category,
  medfee_sumamt: formatYuan(totalOf(sale.lines)),
  psn_setlway: '01',
  chrg_bchno: batchOf(sale.batch),
  acct_used_flag: sale.accountFlag,
  insutype: sale.patient?.insuranceType,
});

/** The purchase as 2101 and 2102 want it. */
const purchase = (sale: Sale, more: object = {}) => {
  const at = timeOf(sale);
  return {
    druginfo: {
      psn_no: sale.patient?.personNumber,
      ...CREDENTIAL,
      begntime: at,
      medfee_sumamt: formatYuan(totalOf(sale.lines)),
      insutype: sale.patient?.insuranceType,
      acct_used_flag: sale.accountFlag,
      med_type: '41',
      ...more,
    },
    drugdetail: sale.lines.map((line, index) => lineFields(line, String(index + 1), at)),
  };
};

/**
 * Reckons the bill: at a hospital registration, diagnosis and lines first, as far as the centre does not know them. The
 * rest of a bill of which a part goes back is reckoned on what the patient had before it, so that one is cancelled first.
 * @param patient whose card lies on the reader; a bill that was begun keeps its own
 */
export async function tryBill(tools: Tools, entered: Sale, patient: Patient): Promise<Went> {
  let sale: Sale = entered.patient !== null && isBegun(entered) ? entered : { ...entered, patient };
  const steps = isPharmacy(sale.institution) ? [cancelWhole] : [cancelWhole, register, describe, upload];
  for (const step of steps) {
    const went = await step(tools, sale);
    sale = went.sale;
    tools.keep(sale);
    // All of it has gone back: there is nothing to settle anew.
    if (went.halt || sale.lines.length === 0) return { sale, halt: went.halt };
  }
  const [infno, input] = isPharmacy(sale.institution)
    ? ['2101', purchase(sale)]
    : ['2206', { data: hospitalBill(sale) }];
  const said = await tools.send<{ setlinfo: Node }>(messageOf(tools.sender, infno, input, sale.patient?.reader));
  if (said.outcome === 'good') sale = { ...sale, trial: { setlinfo: said.output.setlinfo, of: entriesOf(sale) } };
  tools.keep(sale);
  return { sale, halt: haltOf(said) };
}

/**
 * Settles what was tried (2207, 2102), for the cash that the trial named: if that does not hold any more, the centre
 * refuses. A settlement whose outcome is unknown is sent again as it was.
 */
export async function settleBill(tools: Tools, tried: Sale): Promise<Went> {
  // A bill that was paid in full names itself, so that the counter lets one settlement of it pass, and no second.
  const named = tried.late === null ? {} : { outage_bill: tried.late.number };
  const collected = {
    exp_content: JSON.stringify({ psn_cash_pay: tried.trial?.setlinfo['psn_cash_pay'] ?? '', ...named }),
  };
  const stepped = await take<{ setlinfo: Node }>(tools, tried, 'settle', () =>
    isPharmacy(tried.institution)
      ? { infno: '2102', input: purchase(tried, collected) }
      : { infno: '2207', input: { data: { ...hospitalBill(tried), ...collected } } },
  );
  const { said } = stepped;
  const msgid = stepped.sale.kept.settle?.msgid ?? '';
  let { sale } = stepped;
  if (said.outcome === 'good') {
    sale = {
      ...sale,
      settled: { msgid: said.output.setlinfo['medins_setl_id'] ?? msgid, setlinfo: said.output.setlinfo },
    };
  } else if (sale.kept.settle === undefined) {
    // Refused for good: what was shown may not hold any more, so it is reckoned anew first.
    sale = { ...sale, trial: null };
  }
  tools.keep(sale);
  return { sale, halt: haltOf(said) };
}

/** Takes a bill back that was begun and not settled: its lines, then its registration. What fails here harms nobody. */
export async function giveUpBill(tools: Tools, begun: Sale): Promise<void> {
  let sale = begun;
  // A settlement that stands keeps its lines and its registration.
  if (sale.visitId === null || sale.refund?.cancelled === false) return;
  if (sale.uploaded !== null) {
    const taken = sale;
    const data = { ...names(taken), chrg_bchno: '0000' };
    sale = (await take(tools, sale, 'withdraw', () => ({ infno: '2205', input: { data } }))).sale;
  }
  const data = names(sale);
  await take(tools, sale, 'unregister', () => ({ infno: '2202', input: { data } }));
}
