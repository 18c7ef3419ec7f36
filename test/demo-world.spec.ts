import { describe, expect, it } from '@jest/globals';
import { cardNumberChecks, citizenNumberChecks } from '@medisettle/card';
import { readFileSync } from 'node:fs';

interface World {
  readonly persons: readonly { certno: string; birthDate: string; gender: string }[];
  readonly cards: readonly {
    key: string;
    chip: { cardNumber?: string; holder?: { citizenNumber: string }; bank?: { pan: string } };
  }[];
}

const world = JSON.parse(readFileSync(new URL('../demo/world.json', import.meta.url), 'utf8')) as World;

describe('the demo world', () => {
  it('has citizen numbers with good check digits that say birth and sex, of divisions that are not in use', () => {
    for (const { certno, birthDate, gender } of world.persons) {
      expect(citizenNumberChecks(certno)).toBe(true);
      expect(certno.slice(6, 14)).toBe(birthDate.replaceAll('-', ''));
      expect(Number(certno[16]) % 2 === 1 ? '1' : '2').toBe(gender);
      expect(['310199', '340199']).toContain(certno.slice(0, 6));
    }
  });

  it('has card numbers with good check digits, no two alike', () => {
    const numbers = world.cards.flatMap(({ chip }) => (chip.cardNumber ? [chip.cardNumber] : []));
    for (const number of numbers) expect(cardNumberChecks(number)).toBe(true);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('has bank numbers of an issuer that nobody is', () => {
    for (const { chip } of world.cards) if (chip.bank) expect(chip.bank.pan).toMatch(/^999999\d{13}$/);
  });
});
