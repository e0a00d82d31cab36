import { type RefObject, useEffect, useState } from "react";

/** The width of pictures that nobody has measured, such as those of a statement, in pixels. */
const STATIC_WIDTH = 720;
/** Pictures are drawn for narrow screens below this width, in pixels. */
export const NARROW_BELOW = 560;
const LEAST_WIDTH = 240;

/** The width of an element in whole pixels, as it changes; `given` where it is given, and until it is measured. */
export function useWidth(element: RefObject<HTMLElement | null>, given: number | undefined): number {
  const [measured, setMeasured] = useState<number>();
  useEffect(() => {
    const { current } = element;
    if (given !== undefined || current === null) {
      return;
    }
    const measure = () => setMeasured(Math.max(LEAST_WIDTH, Math.floor(current.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element, given]);
  return given ?? measured ?? STATIC_WIDTH;
}

/** Whether the reader asks for no movement. */
export function prefersStillness(): boolean {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

/** Counts up whenever colours may have changed: another colour scheme, or another class or style of the page. */
export function useColourChanges(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const changed = () => setChanges((count) => count + 1);
    const scheme = globalThis.matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", changed);
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true });
    return () => {
      scheme.removeEventListener("change", changed);
      observer.disconnect();
    };
  }, []);
  return changes;
}
