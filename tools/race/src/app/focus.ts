import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Moves the focus when one view takes the place of another, since what had it is gone then. A view that comes where
 * there was none leaves it where it is.
 *
 * @param headingId what the new view has as its heading; null while there is no view
 */
export function useFocusOnNewView(headingId: string | null): void {
  const before = useRef(headingId);
  useLayoutEffect(() => {
    if (before.current !== null && headingId !== null && before.current !== headingId) focus(headingId);
    before.current = headingId;
  }, [headingId]);
}

/** The element that gets the returned ref hands its focus on when it goes. */
export function useFocusHandedOn<T extends HTMLElement>(nextId: string): RefObject<T | null> {
  const own = useRef<T>(null);
  useLayoutEffect(() => {
    const element = own.current;
    return () => {
      if (document.activeElement === element) focus(nextId);
    };
  }, [nextId]);
  return own;
}

function focus(id: string): void {
  document.getElementById(id)?.focus();
}
