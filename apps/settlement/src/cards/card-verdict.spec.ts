import { describe, expect, it } from '@jest/globals';
import { refusalOfCard as refusalOn, type RegisteredCard } from './card-verdict.js';

const refusalOfCard = (card: RegisteredCard | null, identifier: string, ended: string | null = null) =>
  refusalOn(card, identifier, ended);

const card = (change: Partial<RegisteredCard> = {}): RegisteredCard => ({
  personId: 'P1',
  cardNumber: 'T30000010',
  cardIdentifier: '310000D1560000050C0000015A5A5A5A',
  generation: 'national-3',
  state: 'active',
  stateSince: '2021-03-15',
  voidReason: null,
  otherCardActive: false,
  ...change,
});

describe('a card', () => {
  it('may be used while it is active', () => {
    expect(refusalOfCard(card(), card().cardIdentifier)).toBeNull();
    expect(refusalOfCard(card(), '')).toBeNull();
  });

  it('that is not registered is refused, not silently accepted', () => {
    expect(refusalOfCard(null, '')?.code).toBe('CARD-UNKNOWN');
  });

  it('with another identification code than the registered one is refused', () => {
    expect(refusalOfCard(card(), '310000D1560000050C0000025A5A5A5A')?.code).toBe('CARD-IDENTIFIER-MISMATCH');
  });

  it('of the old kind has no identification code to compare', () => {
    expect(refusalOfCard(card({ cardIdentifier: '', generation: 'shanghai-legacy' }), '')).toBeNull();
  });

  it.each(['issued', 'delivered'] as const)(
    'that is only %s is refused, and the patient told about the old one',
    (state) => {
      const refused = refusalOfCard(card({ state, otherCardActive: true }), '');
      expect(refused).toMatchObject({ code: 'CARD-NOT-ACTIVE', actor: 'patient' });
      expect(refused?.zh).toContain('旧社保卡仍可正常结算');
      expect(refused?.en).toContain('old card still settles');
      expect(refusalOfCard(card({ state }), '')?.zh).not.toContain('旧社保卡');
    },
  );

  it.each([
    ['replaced', 'CARD-VOID-REPLACED'],
    ['lost', 'CARD-VOID-LOST'],
    ['expired', 'CARD-VOID'],
  ] as const)('that is void because it was %s is refused with the day of the change', (voidReason, code) => {
    const refused = refusalOfCard(card({ state: 'void', voidReason }), '');
    expect(refused?.code).toBe(code);
    expect(refused?.zh).toContain('2021-03-15');
  });

  it('of a generation whose time has passed is refused; one that is void says so first', () => {
    const old = card({ generation: 'shanghai-legacy', cardIdentifier: '' });
    expect(refusalOfCard(old, '', '2020-12-31')).toMatchObject({ code: 'CARD-GENERATION-ENDED', actor: 'patient' });
    expect(refusalOfCard(old, '', '2020-12-31')?.zh).toContain('2020-12-31');
    expect(refusalOfCard({ ...old, state: 'void', voidReason: 'replaced' }, '', '2020-12-31')?.code).toBe(
      'CARD-VOID-REPLACED',
    );
  });

  it('that was lost before it was activated is suspended too', () => {
    expect(refusalOfCard(card({ state: 'withheld' }), '')?.code).toBe('CARD-SUSPENDED');
  });

  it('that was reported lost is suspended from that day', () => {
    const refused = refusalOfCard(card({ state: 'suspended', stateSince: '2026-11-02' }), '');
    expect(refused).toMatchObject({ code: 'CARD-SUSPENDED', actor: 'patient', hotline: '12333' });
    expect(refused?.en).toContain('2026-11-02');
  });
});
