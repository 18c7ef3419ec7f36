import { Controller, Get, Param } from '@nestjs/common';
import { REFUSALS, type RefusalCode } from '@medisettle/national';
import { httpRefusal } from '@medisettle/program';

/** A row of the catalogue of refusals, for a page that has met its code. Words in braces are filled in where it is made. */
export interface RefusalView {
  readonly code: RefusalCode;
  readonly class: 'business' | 'transient' | 'permanent';
  readonly actor: string;
  readonly en: string;
  readonly hotline: string | null;
}

const isCode = (code: string): code is RefusalCode => Object.hasOwn(REFUSALS, code);

/** Tells what a refusal's code means: how it lasts, who must act, and whom the patient may call. */
@Controller('api/refusals')
export class RefusalsController {
  @Get(':code')
  refusal(@Param('code') code: string): RefusalView {
    if (!isCode(code)) throw httpRefusal('DOOR-NOT-FOUND');
    const { class: kind, actor, en, ...more } = REFUSALS[code];
    return { code, class: kind, actor, en, hotline: 'hotline' in more ? (more.hotline ?? null) : null };
  }
}
