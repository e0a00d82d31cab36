import type { ReactNode } from "react";

/** A day or a moment in a column, which stays in one line. */
export function Day({ children }: Readonly<{ children: string }>): ReactNode {
  return <span className="day">{children}</span>;
}
