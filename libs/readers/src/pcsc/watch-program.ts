import { type EventEmitter } from 'node:events';
import { type WatchNews } from './child-messages.js';
import { endNow, liveWithParent, tellParent } from './child-life.js';
import { loadNativeModule, type NativeReader } from './native-module.js';
import { PAUSE_MS_MIN, nextPause } from './pauses.js';
import { codeOf } from './service-codes.js';

// Child process of the driver: watches the card service and all its readers, and never touches a card. So whatever a card
// does, its removal is seen.

/** A reader that was unplugged and plugged in again between two looks keeps its name in the list; so it is looked for. */
const REATTACH_MS = 500;
const REATTACH_TIMES = 4;

const tell = (news: WatchNews, then?: () => void): void => tellParent(news, then);

/** Every native object ever made: its threads may still use it after the last event. */
const kept: unknown[] = [];
const watched = new Map<string, NativeReader>();

liveWithParent();
const native = load();
if (native) connect(PAUSE_MS_MIN);

function load(): ReturnType<typeof loadNativeModule> | null {
  try {
    return loadNativeModule();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    tell({ news: 'module-unusable' }, endNow);
    return null;
  }
}

function connect(pauseMs: number): void {
  let service: EventEmitter;
  try {
    service = (native ?? loadNativeModule()).watch();
  } catch (error) {
    tell({ news: 'service-absent', code: error instanceof Error ? codeOf(error) : null });
    setTimeout(() => connect(nextPause(pauseMs)), pauseMs);
    return;
  }
  kept.push(service);
  service.on('error', lost);
  service.on('reader', (reader: NativeReader) => {
    attach(reader);
    // The module itself asks for the state, and emits it.
    reader.on('status', ({ state, atr }: { state: number; atr?: Uint8Array }) => tellState(reader, state, atr));
  });
  tell({ news: 'service-there' });
}

function attach(reader: NativeReader): void {
  kept.push(reader);
  watched.set(reader.name, reader);
  reader.on('error', lost);
  reader.once('end', () => ended(reader));
  tell({ news: 'reader-there', reader: reader.name });
}

function ended(reader: NativeReader): void {
  if (watched.get(reader.name) !== reader) return;
  watched.delete(reader.name);
  tell({ news: 'reader-gone', reader: reader.name });
  setTimeout(() => reattach(reader.name, REATTACH_TIMES), REATTACH_MS);
}

function reattach(name: string, times: number): void {
  if (times === 0 || watched.has(name) || !native) return;
  const reader = new native.CardReader(name);
  kept.push(reader);
  let there = false;
  reader.on('_end', () => {
    if (there) reader.emit('end');
    else setTimeout(() => reattach(name, times - 1), REATTACH_MS);
  });
  reader.get_status((error, state, atr) => {
    if (error) return lost(error);
    if (!there && !watched.has(name) && atr !== undefined && !isUnknown(state)) {
      there = true;
      attach(reader);
    }
    if (there) tellState(reader, state, atr);
  });
}

/** SCARD_STATE_UNKNOWN and SCARD_STATE_UNAVAILABLE: no reader of this name. */
function isUnknown(state: number): boolean {
  return (state & 0x0c) !== 0;
}

function tellState(reader: NativeReader, state: number, atr?: Uint8Array): void {
  if (watched.get(reader.name) !== reader || isUnknown(state)) return;
  tell({ news: 'state', reader: reader.name, state, atr: Buffer.from(atr ?? []).toString('hex') });
}

/** Nothing of the old service can be used again; whoever started this program starts it anew. */
function lost(error: Error): void {
  tell({ news: 'lost', code: codeOf(error) }, endNow);
}
