import { useEffect, useState } from 'preact/hooks';

const NAME = 'settlement';

const named = (): string | null => new URLSearchParams(location.search).get(NAME);

/** The settlement that the page's address names, so that it can be passed on and the browser's way back closes it. */
export function useShownSettlement() {
  const [settlement, setSettlement] = useState<string | null>(named);
  useEffect(() => {
    const followed = (): void => setSettlement(named());
    addEventListener('popstate', followed);
    return () => removeEventListener('popstate', followed);
  }, []);
  const go = (wanted: string | null): void => {
    history.pushState(null, '', wanted === null ? location.pathname : `?${NAME}=${encodeURIComponent(wanted)}`);
    setSettlement(wanted);
  };
  return { settlement, show: (id: string) => go(id), close: () => go(null) };
}
