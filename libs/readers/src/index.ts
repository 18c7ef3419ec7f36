export type { InsertionId, ReaderDriver, ReaderEvent, ReaderFaultReason } from './reader-driver.js';
export { VirtualReaders } from './virtual-readers.js';
