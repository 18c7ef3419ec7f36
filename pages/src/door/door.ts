import type { RefusalBody } from '@medisettle/national';
import type { DoorAnswer } from './answer.js';

/**
 * Asks the program that served this page, and nobody else.
 * @param path such as `/api/benefit-simulations`
 * @param question sent by POST, as JSON unless it is text already; without one the path is read
 * @param read how the answer's text is read, unless it is a refusal; for amounts that must stay exact, or no JSON
 * @throws only what an abort of `signal` throws; a program that does not answer is `unreachable`
 */
export async function askDoor<T>(
  path: string,
  key: string,
  question?: unknown,
  signal?: AbortSignal,
  read: (text: string) => unknown = JSON.parse,
): Promise<DoorAnswer<T>> {
  try {
    const response = await fetch(path, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(question === undefined
        ? {}
        : { method: 'POST', body: typeof question === 'string' ? question : JSON.stringify(question) }),
      ...(signal ? { signal } : {}),
      cache: 'no-store',
      credentials: 'omit',
    });
    const text = await response.text();
    return response.ok
      ? { outcome: 'answered', body: read(text) as T }
      : { outcome: 'refused', status: response.status, refusal: JSON.parse(text) as RefusalBody };
  } catch (error) {
    if (signal?.aborted) throw error;
    // No connection, or an answer that broke off: nothing is known, and the reader is told so.
    return { outcome: 'unreachable' };
  }
}

/**
 * Fetches a file of the program that served this page.
 * @param question sent by POST as JSON; without one the path is read
 */
export async function fetchFile(path: string, key: string, question?: unknown): Promise<DoorAnswer<Blob>> {
  try {
    const response = await fetch(path, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(question === undefined ? {} : { method: 'POST', body: JSON.stringify(question) }),
      cache: 'no-store',
      credentials: 'omit',
    });
    return response.ok
      ? { outcome: 'answered', body: await response.blob() }
      : { outcome: 'refused', status: response.status, refusal: (await response.json()) as RefusalBody };
  } catch {
    // No connection, or a file that broke off.
    return { outcome: 'unreachable' };
  }
}
