import type { Distribution } from "@defi-ready/securities/program";
import { type Flow, flowOf, WaterfallPicture } from "@defi-ready/securities-charts";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { day } from "../../format.js";
import { classLabels } from "./class-labels.js";

/** One payment as a picture, from its sources through the tiers to the classes. */
export function PaymentFlow({
  deal,
  data,
  decimals,
}: Readonly<{ deal: Deal; data: Distribution; decimals: number }>): ReactNode {
  const flow = flowIn(deal, data);
  return flow === undefined ? null : (
    <WaterfallPicture
      flow={flow}
      decimals={decimals}
      title="The way of the money"
      summary={`Payment ${data.number} of ${day(data.postedAt)}`}
    />
  );
}

/** The flow of a payment; `undefined` if it ran through tiers that have been replaced since. */
function flowIn({ waterfall, ...deal }: Deal, record: Distribution): Flow | undefined {
  if (record.structureVersion !== waterfall.data.structureVersion) {
    return undefined;
  }
  try {
    return flowOf({ record, waterfall: waterfall.data, classes: classLabels(deal) });
  } catch {
    return undefined;
  }
}
