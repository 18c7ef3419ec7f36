import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';
import { Insured, type Enrolment, type Person } from '../insured/insured.js';
import { type StayBill } from '../settlements/bill-to-settle.js';
import { visitKey, type Visit } from '../visits/visits.js';
import { careDayOf } from './care-day.js';
import { StayLines, type UnsettledLines } from './stay-lines.js';
import { StayStandings, type StayStanding } from './stay-standing.js';

/** What a bill of a stay needs beside what every bill needs. */
export interface GatheredStay {
  readonly standing: StayStanding;
  /** Null without any. */
  readonly unsettled: UnsettledLines | null;
  /** By the days by which bills of the stay are reckoned. */
  readonly enrolments: ReadonlyMap<string, readonly Enrolment[]>;
}

/** Loads what bills of stays need, many at a time and each table once. */
@Injectable()
export class GatheringStays {
  constructor(
    private readonly insured: Insured,
    private readonly standings: StayStandings,
    private readonly lines: StayLines,
  ) {}

  /** @param visits those of the bills' stays that are there, by `visitKey`; others are left out of the answer */
  async load(
    db: Db,
    asked: readonly StayBill[],
    visits: ReadonlyMap<string, Visit>,
    persons: ReadonlyMap<string, Person>,
  ): Promise<Map<string, GatheredStay>> {
    const found = new Map<string, GatheredStay>();
    const wanted = asked.flatMap(({ data, at }) => {
      const stay = visits.get(visitKey({ personId: data.psn_no, visitId: data.mdtrt_id }));
      return stay && persons.has(stay.personId) ? [{ stay, day: careDayOf(stay, data, at) }] : [];
    });
    if (wanted.length === 0) return found;
    const stays = [...new Map(wanted.map(({ stay }) => [visitKey(stay), stay])).values()];
    const standings = await this.standings.ofStays(db, stays);
    const unsettled = await this.lines.unsettled(
      db,
      stays.map(({ personId, visitId }) => {
        const settledTo = standings.get(visitKey({ personId, visitId }))?.settledTo ?? '';
        return { personId, visitId, settledTo };
      }),
    );
    const enrolments = await this.enrolmentsOn(db, wanted);
    for (const stay of stays) {
      const key = visitKey(stay);
      const standing = standings.get(key);
      if (!standing) throw new Error('the standing of a stay was not read');
      const onDays = [...enrolments].map(([day, ofPersons]) => [day, ofPersons.get(stay.personId) ?? []] as const);
      found.set(key, { standing, unsettled: unsettled.get(key) ?? null, enrolments: new Map(onDays) });
    }
    return found;
  }

  /** Day → person → enrolments. As a rule all bills are of the same few days. */
  private async enrolmentsOn(
    db: Db,
    wanted: readonly { readonly stay: Visit; readonly day: string }[],
  ): Promise<Map<string, Map<string, Enrolment[]>>> {
    const days = new Map<string, Set<string>>();
    for (const { stay, day } of wanted) days.set(day, (days.get(day) ?? new Set()).add(stay.personId));
    const found = new Map<string, Map<string, Enrolment[]>>();
    for (const [day, personIds] of days) found.set(day, await this.insured.enrolmentsOf(db, [...personIds], day));
    return found;
  }
}
