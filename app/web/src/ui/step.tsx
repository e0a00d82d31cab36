import { type ReactNode, useEffect, useRef } from "react";

/**
 * One step of several in the same place. When the next one comes and what had the focus is gone, the step gets it: who
 * works by keyboard, or hears the page, stays where things happen.
 */
export function Step({
  of,
  children,
}: Readonly<{
  /** Which step. */
  of: string;
  children: ReactNode;
}>): ReactNode {
  const step = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step once
  useEffect(() => {
    const at = document.activeElement;
    if (at === null || at === document.body || at.closest("[hidden]") !== null) {
      step.current?.focus();
    }
  }, [of]);
  return (
    <div className="step" tabIndex={-1} ref={step}>
      {children}
    </div>
  );
}
