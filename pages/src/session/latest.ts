import { useRef } from 'preact/hooks';

/**
 * Tells work that counts from work that something newer has overtaken, such as an answer that comes after the next one.
 * @returns begins some work; what that returns says whether nothing was begun since
 */
export function useLatest(): () => () => boolean {
  const begun = useRef(0);
  return () => {
    const mine = (begun.current += 1);
    return () => begun.current === mine;
  };
}
