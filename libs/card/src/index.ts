export { CardFault, type CardChannel, type CardFaultKind } from './channel.js';
export {
  cardNumberCheckCharacter,
  cardNumberChecks,
  citizenNumberCheckCharacter,
  citizenNumberChecks,
} from './check-digits.js';
export { type CardGeneration } from './layouts/layout.js';
export {
  type CardHolder,
  type CardReading,
  type CardWarning,
  type DamageReason,
  type KeyAlgorithm,
  type ReadCard,
} from './reading/card-reading.js';
export { readCard } from './reading/read-card.js';
export { virtualCardProfileSchema, type VirtualCardProfile } from './virtual/profile.js';
export { VirtualCard, type ChallengeSource, type VirtualAnswer } from './virtual/virtual-card.js';
export { connectVirtualCard } from './virtual/virtual-channel.js';
