import { type ExplanationRow, type FundDetail } from '@medisettle/benefits';
import { type Fen } from '@medisettle/money';
import { type Accumulated } from '../accounts/year-accumulators.js';

/** The amounts of a settlement, in fen; a cancellation has the same ones negative. */
export interface SettlementAmounts {
  readonly total: Fen;
  readonly selfFunded: Fen;
  readonly overLimit: Fen;
  readonly classified: Fen;
  readonly inScope: Fen;
  readonly deductible: Fen;
  readonly poolFund: Fen;
  readonly additionalFund: Fen;
  readonly criticalIllnessFund: Fen;
  readonly civilServantFund: Fen;
  readonly enterpriseFund: Fen;
  readonly assistanceFund: Fen;
  readonly servicemenFund: Fen;
  readonly otherFund: Fen;
  readonly fundTotal: Fen;
  readonly personTotal: Fen;
  readonly currentYearAccount: Fen;
  readonly accumulatedAccount: Fen;
  readonly familyAccount: Fen;
  readonly accountTotal: Fen;
  readonly cash: Fen;
  readonly hospitalShare: Fen;
}

/** What a settlement of a stay in hospital is. */
export interface OfStay {
  /** Made while the stay lasted. */
  readonly midStay: boolean;
  /** Last day of the care that it settles, `yyyy-MM-dd`; by that day it is reckoned. */
  readonly careUntil: string;
}

/** A settlement or its cancellation, as it stands in the books. Never changed after it was written. */
export interface SettlementRecord {
  readonly personId: string;
  readonly settlementId: string;
  readonly kind: 'settlement' | 'cancellation';
  /** For a cancellation, the settlement that it undoes. */
  readonly cancels: string | null;
  /** For a settlement that stands again, the cancellation that was reversed. Its number is that of what made it first. */
  readonly restores: string | null;
  readonly visitId: string;
  readonly batchNo: string;
  readonly attempt: number;
  readonly institutionCode: string;
  readonly msgid: string;
  readonly infno: string;
  readonly operator: string | null;
  readonly invoiceNo: string | null;
  readonly insuranceType: string;
  readonly personType: string;
  readonly medicalCategory: string;
  readonly credentialKind: string;
  /** Null for what was settled outside of a stay in hospital. */
  readonly ofStay: OfStay | null;
  readonly accountFlag: string;
  readonly settledAt: Date;
  readonly insuranceYearFrom: string;
  readonly insuranceYearTo: string;
  readonly poolRateUnits: number;
  readonly balanceAfter: Fen;
  readonly amounts: SettlementAmounts;
  readonly moved: Accumulated;
  readonly funds: readonly FundDetail[];
  readonly explanation: readonly ExplanationRow[];
}
