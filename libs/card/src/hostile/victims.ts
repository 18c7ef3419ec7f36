import { type VirtualCardProfile, virtualCardProfileSchema } from '../virtual/profile.js';
import { SPECIMENS } from '../virtual/specimens.js';

const VERSION_1 = SPECIMENS['national-1'];
const VERSION_2 = SPECIMENS['national-2'];
/** With a name that goes on in the extension. */
const VERSION_3 = {
  ...SPECIMENS['national-3'],
  keys: 'test-issuer',
  holder: { ...SPECIMENS['national-3'].holder, name: '样本样本样本样本样本样本样本样本样本' },
};
const LOCKED = { ...VERSION_3, holderAccess: 'external-authentication' };
const bank = { aid: 'A000000333010101', label: 'DEBIT', pan: '9999990000000001004', expiry: '2032-02', sequence: '01' };
const credit = { ...bank, aid: 'A000000333010102' };

/** Good cards of nobody, whose answers are spoilt: each generation, each place, each interface. */
export const VICTIMS: readonly VirtualCardProfile[] = [
  SPECIMENS['shanghai-legacy'],
  { generation: null, atr: VERSION_1.atr, bank },
  VERSION_1,
  VERSION_2,
  { ...VERSION_2, applicationPlace: 'mf', specVersion: '' },
  { ...VERSION_3, bank },
  { ...VERSION_3, bank, interface: 'contactless' },
  { ...VERSION_3, bank: credit },
  { ...LOCKED, bank },
  { ...LOCKED, bank, interface: 'contactless' },
  { ...LOCKED, applicationPlace: 'mf' },
].map((profile) => virtualCardProfileSchema.parse(profile));
