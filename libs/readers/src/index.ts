export { type CardServiceState } from './pcsc/card-service-state.js';
export { PcscReaders } from './pcsc/pcsc-readers.js';
export type { InsertionId, ReaderDriver, ReaderEvent, ReaderFaultReason } from './reader-driver.js';
export { VirtualReaders } from './virtual-readers.js';
