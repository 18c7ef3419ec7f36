export {
  answerLine,
  type KeyQuestion,
  type KeyReply,
  type KeyService,
  parseAnswerLine,
  parseQuestionLine,
  questionLine,
} from './authentication/key-service.js';
export { type BankCardReading, readBankCard } from './bank/read-bank-card.js';
export { CardFault, type CardChannel, type CardFaultKind } from './channel.js';
export { cardNumberChecks, citizenNumberChecks } from './check-digits.js';
export { readHostileCard } from './hostile/hostile-card.js';
export { type CardGeneration } from './layouts/layout.js';
export { type CardReading, type HolderAccess } from './reading/card-reading.js';
export { readCard } from './reading/read-card.js';
export { replyAsTestIssuer } from './virtual/test-issuer.js';
export { virtualCardProfileSchema, type VirtualCardProfile } from './virtual/profile.js';
export { VirtualCard } from './virtual/virtual-card.js';
export { connectVirtualCard } from './virtual/virtual-channel.js';
