import { Injectable } from '@nestjs/common';
import { refuse, wireDate } from '@medisettle/national';
import { type Handler } from '../messages/occasion.js';
import { Institutions, type Institution } from './institutions.js';
import { OperatorSessions } from './operator-sessions.js';

/** `fixmedins_type` of the national dictionary for the two kinds that settle. */
const FIXMEDINS_TYPE: Record<Institution['kind'], string> = { hospital: '1', pharmacy: '2' };

/** 9001, 9002 and 1201. */
@Injectable()
export class InstitutionTransactions {
  constructor(
    private readonly institutions: Institutions,
    private readonly sessions: OperatorSessions,
  ) {}

  readonly signIn: Handler<'9001'> = async ({ db, institution, at }, { signIn }) => {
    const day = wireDate(at);
    const signNo = await this.sessions.signIn(db, institution.institutionCode, signIn.opter_no, day, at.toJSDate());
    return { output: { signinoutb: { sign_time: day, sign_no: signNo } } };
  };

  readonly signOut: Handler<'9002'> = async ({ db, institution, at }, { signOut }) => {
    await this.sessions.signOut(db, institution.institutionCode, signOut.opter_no, signOut.sign_no, at.toJSDate());
    // The standard names the node sign_time, running platforms signoutoutb: both are given.
    const time = { sign_time: wireDate(at) };
    return { output: { sign_time: time, signoutoutb: time } };
  };

  readonly query: Handler<'1201'> = async ({ db }, { medinsinfo }) => {
    const { fixmedins_type: type, fixmedins_name: name, fixmedins_code: code } = medinsinfo;
    if (name === null && code === null) refuse('QUERY-INSTITUTION');
    const kind = (['hospital', 'pharmacy'] as const).find((candidate) => FIXMEDINS_TYPE[candidate] === type);
    const found = kind ? await this.institutions.search(db, kind, { name, code }) : [];
    return {
      output: {
        medinsinfo: found.map((institution) => ({
          fixmedins_code: institution.institutionCode,
          fixmedins_name: institution.name,
          uscc: institution.uscc,
          fixmedins_type: FIXMEDINS_TYPE[institution.kind],
          hosp_lv: institution.hospitalGrade,
          exp_content: '',
        })),
      },
    };
  };
}
