import { parseYuan, type Fen } from '@medisettle/money';
import { refuse, textOf, type WireObject } from '@medisettle/national';

/**
 * The cash that the cashier has taken already, which HIS may name as `psn_cash_pay` in `exp_content`; null when it does
 * not. Refuses MSG-FIELD-INVALID for what is no amount: a guard that cannot be read must not be passed.
 */
export function cashCollected(extension: WireObject): Fen | null {
  const text = textOf(extension.psn_cash_pay);
  if (text === '') return null;
  return (
    (text === null ? null : parseYuan(text)) ??
    refuse('MSG-FIELD-INVALID', { field: 'exp_content.psn_cash_pay', expectedZh: '金额', expectedEn: 'an amount' })
  );
}
