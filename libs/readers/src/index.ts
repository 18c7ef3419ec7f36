export {
  UnknownReader,
  type InsertionId,
  type ReaderDriver,
  type ReaderEvent,
  type ReaderFaultReason,
} from './reader-driver.js';
export { VirtualReaders } from './virtual-readers.js';
