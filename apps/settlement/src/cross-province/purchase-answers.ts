import { plus } from '@medisettle/money';
import { wireTime, type OutputOf } from '@medisettle/national';
import { DateTime } from 'luxon';
import { type Person } from '../insured/insured.js';
import { type SettlementRecord } from '../settlements/settlement-record.js';
import { type OrderState, type StandingOrder } from './purchase-orders.js';

/** How an answer names a state: by the family's own codes where it has one (trial, settlement, refund), and in words. */
const STATES: Readonly<Record<OrderState, { readonly status: string; readonly status_name: string }>> = {
  open: { status: '1106', status_name: '待支付' },
  paying: { status: '', status_name: '结果未知，正在查询' },
  paid: { status: '1107', status_name: '已结算' },
  refunded: { status: '1203', status_name: '已退费' },
  cancelled: { status: '', status_name: '已取消' },
  closed: { status: '', status_name: '已失效' },
};

/** A settlement of an order, or its refund with amounts below 0, as 2171 and 2163 answer it. */
export function purchaseAnswer(record: SettlementRecord, person: Person, state: OrderState): OutputOf<'2171'> {
  return {
    n_output: {
      mdtrt_regno: record.batchNo,
      setl_id: record.settlementId,
      setl_time: wireTime(DateTime.fromJSDate(record.settledAt)),
      medfee_sumamt: record.amounts.total,
      psn_cashpay: record.amounts.cash,
      acct_payamt: record.amounts.accountTotal,
      psn_no: person.personId,
      psn_name: person.name,
      gend: person.gender,
      brdy: person.birthDate,
      ssn: person.certificateNumber,
      psn_type: record.personType,
      insutype: record.insuranceType,
      ...STATES[state],
      prmmsg: '',
    },
  };
}

/** An order as 2170 lists it, with the amounts that the patient was shown. */
export const orderAnswer = (order: StandingOrder): OutputOf<'2170'>['n_output']['parameters'][number] => ({
  mdtrt_regno: order.orderNo,
  mdtrtsn: order.serialNo,
  psn_no: order.personId,
  medfee_sumamt: plus(order.account, order.cash),
  psn_cashpay: order.cash,
  acct_payamt: order.account,
  ...STATES[order.state],
  crte_time: wireTime(DateTime.fromJSDate(order.madeAt)),
});
