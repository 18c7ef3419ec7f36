import { refusal, type Refusal, type RefusalBody, type RefusalCode, type RefusalDetails } from '@medisettle/national';

const STATUSES: Partial<Record<RefusalCode, number>> = {
  'DOOR-HOST': 421,
  'DOOR-ORIGIN': 403,
  'DOOR-KEY': 401,
  'DOOR-RATE': 429,
  'DOOR-NOT-FOUND': 404,
  'DOOR-FAULT': 500,
  'DOOR-CONTENT-TYPE': 415,
  'MSG-TOO-LARGE': 413,
};

/** The HTTP status of a refusal where no message of the national interface is answered: 503 if it may pass, else 400. */
export const statusOf = (refused: Refusal): number =>
  STATUSES[refused.code] ?? (refused.class === 'transient' ? 503 : 400);

export const bodyOf = (refused: Refusal): RefusalBody => ({
  code: refused.code,
  message: refused.zh,
  en: refused.en,
  ...(refused.field === undefined ? {} : { field: refused.field }),
});

/** A refusal with the HTTP status that it shall have; thrown by a controller, answered by the door. */
export class HttpRefusal extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly statusCode: number = statusOf(refusal),
  ) {
    super(refusal.code);
    this.name = 'HttpRefusal';
  }
}

/** Makes an {@link HttpRefusal} from its code. */
export const httpRefusal = (code: RefusalCode, details: RefusalDetails = {}, status?: number): HttpRefusal =>
  new HttpRefusal(refusal(code, details), status);
