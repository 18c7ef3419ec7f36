import { may, need } from '../message/fields.js';

/** More than any bill at a counter; what does not fit is sent as several batches. */
export const LINES_MAX = 2000;

/** What a fee line says wherever it is sent (2204, 2102). */
export const feeLineFields = {
  feedetl_sn: need.text('费用明细流水号', 30),
  rxno: may.text('处方号', 30),
  rx_circ_flag: may.code('外购处方标志', 3),
  fee_ocur_time: need.dateTime('费用发生时间'),
  med_list_codg: need.text('医疗目录编码', 50),
  medins_list_codg: may.text('医药机构目录编码', 150),
  det_item_fee_sumamt: need.amount('明细项目费用总额'),
  cnt: need.quantity('数量'),
  pric: need.price('单价'),
};
