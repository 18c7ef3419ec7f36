import { now, type His, type HisAnswer, demoCredential, demoPerson } from './his.js';
import { good, settlementIdOf } from './visit.js';

/** What somebody buys at a pharmacy: one box of a class A drug for 12.50. */
export async function buy(pharmacy: His, person: string, card: string): Promise<{ answer: HisAnswer; id: string }> {
  const { psnNo } = demoPerson(person);
  const answer = good(
    await pharmacy.send('2102', {
      druginfo: {
        psn_no: psnNo,
        ...demoCredential(card),
        begntime: now(),
        medfee_sumamt: 12.5,
        insutype: '310',
        acct_used_flag: '1',
        med_type: '41',
      },
      drugdetail: [
        {
          feedetl_sn: '1',
          fee_ocur_time: now(),
          med_list_codg: 'DEMO-A-001',
          pric: 12.5,
          cnt: 1,
          det_item_fee_sumamt: 12.5,
        },
      ],
    }),
  );
  return { answer, id: settlementIdOf(answer) };
}
