import { Injectable } from '@nestjs/common';
import { refuse } from '@medisettle/national';
import { type Db } from '../database/transactions.js';
import { newIdentity } from '../database/identity.js';

/** Sign-in of an operator: one session per institution, operator and day; signing in again gives the same one. */
@Injectable()
export class OperatorSessions {
  /** @returns the sign-in number of the day. */
  async signIn(db: Db, institution: string, operator: string, day: string, at: Date): Promise<string> {
    const rows = await db.query<{ sign_no: string }>(
      `INSERT INTO medisettle.operator_session (institution_code, operator, day, sign_no, signed_in_at)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (institution_code, operator, day) DO UPDATE SET signed_out_at = NULL
       RETURNING sign_no`,
      [institution, operator, day, newIdentity('Q', at), at],
    );
    const [session] = rows;
    if (!session) throw new Error('a sign-in returned no session');
    return session.sign_no;
  }

  /** Ends the session of that number; ending it twice is the same as once. Refuses SIGN-IN-UNKNOWN. */
  async signOut(db: Db, institution: string, operator: string, signNo: string, at: Date): Promise<void> {
    const rows = await db.query(
      `UPDATE medisettle.operator_session SET signed_out_at = coalesce(signed_out_at, $4)
        WHERE institution_code = $1 AND operator = $2 AND sign_no = $3 RETURNING 1 AS found`,
      [institution, operator, signNo, at],
    );
    if (rows.length === 0) refuse('SIGN-IN-UNKNOWN');
  }
}
