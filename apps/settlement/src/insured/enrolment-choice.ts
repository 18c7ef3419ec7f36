import { Injectable } from '@nestjs/common';
import { nodeOf, refusal, textOf, type Refusal, type WireObject } from '@medisettle/national';
import { type Db } from '../database/transactions.js';
import { Insured } from './insured.js';

/** The field of a message's one node that says by which enrolment its person is treated. */
const FIELD = /^(\w+)\.insutype$/;

/** Somebody may be enrolled in several schemes at once; by which one he is treated is never guessed. */
@Injectable()
export class EnrolmentChoice {
  constructor(private readonly insured: Insured) {}

  /**
   * Says of a message that lacks `insutype` what there was to choose from.
   * @param why the refusal that the message got
   * @param input the message's input, which need not be whole
   * @param day on which the enrolments must be active, `yyyy-MM-dd`
   * @returns ENROLMENT-NOT-CHOSEN for a person with several active enrolments, else the refusal as it is
   */
  async explained(db: Db, why: Refusal, input: WireObject, day: string): Promise<Refusal> {
    const node = why.code === 'MSG-FIELD-MISSING' ? FIELD.exec(why.field ?? '')?.[1] : undefined;
    const personId = node === undefined ? '' : textOf(nodeOf(input[node] ?? null)?.psn_no);
    if (!personId) return why;
    const enrolments = await this.insured.enrolments(db, personId, day);
    const types = enrolments
      .filter(({ status, enrolledOn }) => status === 'active' && enrolledOn <= day)
      .map(({ insuranceType }) => insuranceType);
    if (types.length < 2) return why;
    return refusal('ENROLMENT-NOT-CHOSEN', { field: why.field ?? '', types: types.join(', ') });
  }
}
