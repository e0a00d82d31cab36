import type { ReactNode } from "react";
import { money } from "../format.js";

/** An amount in base units, in tabular figures; its fraction recedes. */
export function Amount({
  value,
  decimals,
  unit,
}: Readonly<{
  value: bigint;
  decimals: number;
  /** Behind the figures, such as `SOL`. */
  unit?: string | undefined;
}>): ReactNode {
  const [whole = "", fraction] = money(value, decimals).split(".");
  return (
    <span className="amount" data-amount={String(value)}>
      {whole}
      {fraction === undefined ? null : <span className="fraction">.{fraction}</span>}
      {unit === undefined ? null : <span className="unit">{` ${unit}`}</span>}
    </span>
  );
}
