import { eventsIn } from './event-text.js';

/** What is done with a stream of events. */
export interface Listener {
  /** The stream is open: whatever was missed before has to be asked for now. */
  readonly opened: () => void;
  readonly event: (type: string, data: unknown) => void;
  /** The stream broke off; it is opened again after a pause. */
  readonly lost: () => void;
}

/** Pauses before the stream is opened again, in milliseconds; the last one repeats. */
const PAUSES_MS = [200, 500, 1_000, 2_000] as const;

/** @returns whether the key is good */
async function hearOnce(path: string, key: string, listener: Listener, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(path, {
    headers: { authorization: `Bearer ${key}` },
    signal,
    cache: 'no-store',
    credentials: 'omit',
  });
  if (!response.ok || response.body === null) return response.status !== 401;
  listener.opened();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const found = eventsIn(rest + part.value);
    rest = found.rest;
    for (const { type, data } of found.events) listener.event(type, JSON.parse(data));
  }
  return true;
}

/**
 * Hears server-sent events by `fetch`, so that the key travels in the header, and opens the stream again whenever it
 * breaks off. Resolves when the signal ends it, or when the key is not good any more, so that no pause helps.
 */
export async function hearEvents(
  path: string,
  key: string,
  listener: Listener,
  signal: AbortSignal,
): Promise<'ended' | 'wrong-key'> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const opened = { ...listener, opened: () => ((attempt = 0), listener.opened()) };
    try {
      if (!(await hearOnce(path, key, opened, signal))) return 'wrong-key';
    } catch (error) {
      // A broken connection rejects with TypeError; anything else is a defect and must be seen.
      if (signal.aborted) return 'ended';
      if (!(error instanceof TypeError)) throw error;
    }
    if (signal.aborted) return 'ended';
    listener.lost();
    const pause = PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)];
    await new Promise<void>((resolve) => {
      setTimeout(resolve, pause);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  return 'ended';
}
