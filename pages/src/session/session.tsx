import { type ComponentChildren, createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { DoorAnswer, Missed } from '../door/answer.js';
import { askDoor, fetchFile } from '../door/door.js';
import { hearEvents, type Listener } from '../door/events.js';

/** What the program says of itself to holders of a key: a centre its name and division, a counter its terminal. */
export type Place =
  | { readonly state: string; readonly centre: string; readonly division: string }
  | { readonly state: string; readonly terminal: string };

/** How signing in went. */
export type SignedIn = 'signed-in' | 'wrong-key' | 'unreachable';

interface Session {
  /** Undefined until somebody has signed in. */
  readonly place: Place | undefined;
  /** Whether a kept key is being tried right now. */
  readonly trying: boolean;
  /** Whether the last key stopped being good in the middle of work. */
  readonly ended: boolean;
  readonly signIn: (key: string) => Promise<SignedIn>;
  readonly signOut: () => void;
  /** Asks the program with the key of whoever is signed in. */
  readonly ask: <T>(
    path: string,
    question?: unknown,
    signal?: AbortSignal,
    read?: (text: string) => unknown,
  ) => Promise<DoorAnswer<T>>;
  /** Saves a file of the program under a name of its own; see {@link fetchFile}. @returns why not, null when it is there */
  readonly save: (path: string, name: string, question?: unknown) => Promise<Missed | null>;
  /** Hears the program's events until the signal; see {@link hearEvents}. */
  readonly hear: (path: string, listener: Listener, signal: AbortSignal) => Promise<void>;
}

/** The key lives as long as the tab, and in no other tab. */
const KEPT_UNDER = 'medisettle.key';

const Current = createContext<Session | undefined>(undefined);

/** A key that no header can carry is no key; sending it would fail before it reached anybody. */
const canBeKey = (key: string): boolean => /^[\x21-\x7e]{1,512}$/.test(key);

/** Keeps who is signed in for the pages inside. */
export function WithSession({ children }: { readonly children: ComponentChildren }) {
  const [key, setKey] = useState<string | null>(() => sessionStorage.getItem(KEPT_UNDER));
  const [place, setPlace] = useState<Place>();
  const [ended, setEnded] = useState(false);
  const [trying, setTrying] = useState(key !== null);

  const leave = (): void => {
    sessionStorage.removeItem(KEPT_UNDER);
    setKey(null);
    setPlace(undefined);
    setTrying(false);
  };
  const signOut = (): void => {
    // Whatever the pages of this tab have kept for a reload goes with whoever leaves.
    sessionStorage.clear();
    leave();
  };
  const signIn = async (presented: string): Promise<SignedIn> => {
    const asked = canBeKey(presented) ? await askDoor<Place>('/health', presented) : undefined;
    if (asked?.outcome === 'unreachable') {
      // A kept key stays; whoever waits for the page may try it, or another one.
      setTrying(false);
      return 'unreachable';
    }
    if (asked?.outcome !== 'answered') {
      leave();
      return 'wrong-key';
    }
    sessionStorage.setItem(KEPT_UNDER, presented);
    setKey(presented);
    setPlace(asked.body);
    setEnded(false);
    setTrying(false);
    return 'signed-in';
  };
  /** The key is not good any more. */
  const endSession = (): void => {
    setEnded(true);
    leave();
  };
  const ask: Session['ask'] = async <T,>(
    path: string,
    question?: unknown,
    signal?: AbortSignal,
    read?: (text: string) => unknown,
  ) => {
    const answer = await askDoor<T>(path, key ?? '', question, signal, read);
    if (answer.outcome === 'refused' && answer.status === 401) endSession();
    return answer;
  };

  const save: Session['save'] = async (path, name, question) => {
    const file = await fetchFile(path, key ?? '', question);
    if (file.outcome === 'refused' && file.status === 401) endSession();
    if (file.outcome !== 'answered') return file;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file.body);
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
    return null;
  };

  const hear: Session['hear'] = async (path, listener, signal) => {
    if ((await hearEvents(path, key ?? '', listener, signal)) === 'wrong-key') endSession();
  };

  return (
    <Current.Provider value={{ place, trying, ended, signIn, signOut, ask, save, hear }}>{children}</Current.Provider>
  );
}

/** The key that this tab has kept from before; null without one. */
export const keptKey = (): string | null => sessionStorage.getItem(KEPT_UNDER);

export function useSession(): Session {
  const session = useContext(Current);
  if (session === undefined) throw new Error('There is no session outside of WithSession.');
  return session;
}
