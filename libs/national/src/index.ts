export * from './centre-link.js';
export * from './message/envelope.js';
export { chinaTime, CHINA_ZONE, wireDate, wireTime } from './message/china-time.js';
export { may, need, node, rows, textOf, wireAmount } from './message/fields.js';
export * from './message/glance.js';
export { isWireObject, parseWire, stringifyWire, type WireObject, type WireValue } from './message/json.js';
export { REFUSALS, type RefusalCode } from './refusals/catalogue.js';
export { type Actor, type RefusalClass } from './refusals/entry.js';
export * from './refusals/refusal.js';
export { ACCOUNT_MOVEMENTS, type AccountMovement } from './transactions/account-statement.js';
export { type CredentialFields } from './transactions/credential.js';
export { type FundAnswer, type LineSplitAnswer, type SettlementAnswer } from './transactions/settlement-answer.js';
export {
  infnoOfPath,
  isInfno,
  transactionOf,
  TRANSACTIONS,
  type Infno,
  type InputOf,
  type OutputOf,
} from './transactions/table.js';
export { type Transaction } from './transactions/transaction.js';
export { ProvinceAnswer, ProvinceMessage, sameProvince, type ProvinceKind } from './provinces/province-message.js';
export { isSigned, sign, SIGNATURE_HEADERS, type Signature } from './provinces/signature.js';
