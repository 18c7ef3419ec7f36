import { useState } from 'preact/hooks';

/** Forgotten with the key: whoever signs out of the tab takes it along. */
const KEPT_UNDER = 'medisettle.clerk';

/** Who orders something, as the centre keeps it: a number or a short name without spaces. */
export const isClerk = (clerk: string): boolean => /^[\w.-]{1,30}$/.test(clerk);

/** Who works in this tab, so that it is typed once. The operator's key says that somebody may, not who it is. */
export function useClerk(): readonly [clerk: string, change: (clerk: string) => void] {
  const [clerk, setClerk] = useState(() => sessionStorage.getItem(KEPT_UNDER) ?? '');
  const change = (changed: string): void => {
    sessionStorage.setItem(KEPT_UNDER, changed);
    setClerk(changed);
  };
  return [clerk, change];
}
