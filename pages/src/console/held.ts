import { useRef, useState } from 'preact/hooks';

/**
 * What stands still while somebody is in it with the pointer or the keyboard, so that nobody presses what has just moved
 * away. The handlers belong to the element around it.
 */
export function useHeld<T>(latest: T) {
  const [held, setHeld] = useState<{ readonly value: T }>();
  const inside = useRef({ pointer: false, focus: false });
  const moved = (how: keyof typeof inside.current, isInside: boolean): void => {
    inside.current[how] = isInside;
    const hold = inside.current.pointer || inside.current.focus;
    setHeld((known) => (hold ? (known ?? { value: latest }) : undefined));
  };
  return {
    shown: held ? held.value : latest,
    isHeld: held !== undefined,
    handlers: {
      onPointerEnter: () => moved('pointer', true),
      onPointerLeave: () => moved('pointer', false),
      onFocusIn: () => moved('focus', true),
      onFocusOut: ({ currentTarget, relatedTarget }: FocusEvent) => {
        // From one of its buttons to the next nobody leaves.
        const stays =
          currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
        if (!stays) moved('focus', false);
      },
    },
  };
}
