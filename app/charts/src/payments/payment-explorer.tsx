import type { Distribution, Waterfall } from "@defi-ready/securities/program";
import { useState } from "react";
import { flowOf } from "../flow/flow.js";
import type { ClassLabel } from "../flow/names.js";
import { WaterfallPicture } from "../flow/waterfall-picture.js";
import { dayOf } from "../parts/amounts.js";
import { type Paid, paidOf } from "./paid.js";
import { PaymentsPicture } from "./payments-picture.js";

/** All payments of a security in one mint over time, and the one that is selected, the last at first, as a waterfall. */
export function PaymentExplorer({
  distributions,
  waterfall,
  classes,
  decimals,
  symbol = "",
  projected = [],
  vault = 0,
  yoursOf,
}: Readonly<{
  distributions: readonly Distribution[];
  waterfall: Waterfall;
  /** By rank. */
  classes: readonly ClassLabel[];
  /** Of the mint. */
  decimals: number;
  symbol?: string;
  projected?: readonly Paid[];
  /** The vault of the mint; the settlement mint's if left out. */
  vault?: number;
  /** What reached you of a payment, base units by rank. */
  yoursOf?: ((payment: Distribution) => readonly bigint[]) | undefined;
}>) {
  const own = distributions.filter((one) => one.vault === vault);
  const [chosen, setChosen] = useState<number>();
  const record = own.find(({ number }) => number === chosen) ?? own.at(-1);
  return (
    <div className="chart-explorer">
      <PaymentsPicture
        happened={paidOf({ distributions: own, waterfall, classes, vault })}
        projected={projected}
        classes={classes}
        decimals={decimals}
        symbol={symbol}
        selected={record?.number}
        onSelect={setChosen}
      />
      {record === undefined ? null : (
        <WaterfallPicture
          title={`Payment ${record.number}, ${dayOf(record.postedAt)}`}
          flow={flowOf({ record, waterfall, classes, yours: yoursOf?.(record) })}
          decimals={decimals}
          symbol={symbol}
        />
      )}
    </div>
  );
}
