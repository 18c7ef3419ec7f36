import { refusalEntries } from './entry.js';

/** What can be wrong with a purchase of somebody from another province (2161 to 2181). */
export const PURCHASE_REFUSALS = refusalEntries({
  'PURCHASE-LOCAL': {
    class: 'permanent',
    actor: 'his',
    zh: '该人员的参保地就在本地，请使用药店结算交易（2101、2102、2103）。',
    en: 'This person is insured here. Use the transactions of local pharmacies (2101, 2102, 2103).',
  },
  'PURCHASE-SERIAL-USED': {
    class: 'business',
    actor: 'his',
    zh: '购药流水号（mdtrtsn）已经用于订单 {order}。退费、冲正或取消之后须换新的流水号；该订单可用 2170 查询。',
    en: 'The serial mdtrtsn belongs to the order {order}. After a refund or reversal a new one is needed; 2170 shows the order.',
  },
  'PURCHASE-ORDER-UNKNOWN': {
    class: 'business',
    actor: 'his',
    zh: '本机构没有这一异地购药订单（mdtrt_regno）。',
    en: 'This institution has no such order (mdtrt_regno).',
  },
  'PURCHASE-ORDER-PAID': {
    class: 'business',
    actor: 'cashier',
    zh: '该订单已经结算，不能取消；如需退药请办理退费（2163）。',
    en: 'The order is settled and cannot be cancelled. Refund it (2163).',
  },
  'PURCHASE-ORDER-UNPAID': {
    class: 'business',
    actor: 'cashier',
    zh: '该订单没有结算，不能退费；如不再需要请取消订单（2167）。',
    en: 'The order is not settled, so there is nothing to refund. Cancel it (2167) if it is not wanted.',
  },
  'PURCHASE-ORDER-CLOSED': {
    class: 'business',
    actor: 'cashier',
    zh: '该订单已经取消、退费、失效或不是当日订单，不能再支付或退费。请用新的流水号（mdtrtsn）重新试算（2166）。',
    en: 'The order was cancelled, refunded, closed, or is of another day. Make a new one (2166) under a new mdtrtsn.',
  },
});
