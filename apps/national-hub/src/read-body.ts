import { httpRefusal } from '@medisettle/program';
import { type z } from 'zod';

/** Reads a body, which comes as text. Refuses MSG-NOT-JSON, MSG-FIELD-INVALID. */
export function read<Shape>(shape: z.ZodType<Shape>, body: unknown): Shape {
  const parsed = shape.safeParse(jsonOf(body));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? 'body';
  throw httpRefusal('MSG-FIELD-INVALID', { field, expectedZh: '见接口说明', expectedEn: 'see its documentation' });
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    throw httpRefusal('MSG-NOT-JSON');
  }
}
