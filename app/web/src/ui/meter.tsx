import type { ReactNode } from "react";
import { partOf } from "../format.js";

/** How much of something there is, as a bar with a mark; the numbers stand beside it in words. */
export function Meter({
  value,
  of,
  rest = 0n,
  mark,
  label,
  tone = "accent",
}: Readonly<{
  value: bigint;
  of: bigint;
  /** A second part behind the value, in another colour. */
  rest?: bigint | undefined;
  /** Where a line across the bar stands, such as a minimum. */
  mark?: bigint | undefined;
  /** For screen readers. */
  label: string;
  tone?: "accent" | "wrong" | undefined;
}>): ReactNode {
  // What is more than the whole is drawn to scale too: then the whole is where the mark stands.
  const [whole, line] = value > of ? [value, of] : [of, mark];
  const [width, at] = [partOf(value, whole), line === undefined ? undefined : partOf(line, whole)];
  return (
    <svg
      className={`meter meter-${tone}`}
      viewBox="0 0 1000 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect className="meter-ground" width="1000" height="10" />
      <rect className="meter-value" width={width} height="10" />
      {rest > 0n ? <rect className="meter-rest" x={width} width={partOf(rest, whole)} height="10" /> : null}
      {at === undefined || at <= 0 || at >= 1000 ? null : (
        <rect className="meter-mark" x={Math.max(0, at - 2)} width="4" height="10" />
      )}
    </svg>
  );
}
