import type pg from 'pg';
import { addBills, card, hospital, person, type PreparedBill } from '../../bench/synthetic-bills.mjs';

let serial = 0;

/** Bills that only wait to be settled, one for each of the persons' numbers, at the first hospital. */
export async function billsOf(database: pg.Client, persons: readonly number[]): Promise<PreparedBill[]> {
  const bills = persons.map((index) => {
    serial += 1;
    return {
      personId: person(index),
      cardNumber: card(index),
      institution: hospital(0),
      visitId: `V${String(serial).padStart(25, '0')}`,
    };
  });
  await addBills(database, bills);
  return bills;
}

/** `count` numbers from 0. */
export const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
