import { formatGroupedAmount, percentage } from "../client.js";
import type { Deal } from "./model.js";

const WHOLE = 10_000n;

/** The classes for which the sponsor can consent alone, by the shares that it keeps: with the field that says so. */
export function governanceWarnings({
  governance,
  tranches,
}: Pick<Deal, "governance" | "tranches">): readonly Readonly<{ field: string; message: string }>[] {
  return tranches.flatMap(({ name, kind, transfers: { retention }, authorised, decimals }, rank) => {
    const consentBps = governance?.classes[rank]?.consentBps;
    // The sponsor's shares of debts and covers do not vote.
    if (consentBps === undefined || kind !== "equity" || retention?.owner !== "sponsor") {
      return [];
    }
    return retention.shares * WHOLE < authorised * BigInt(consentBps)
      ? []
      : {
          field: `tranches[${rank}].transfers.retention.shares`,
          message: `the sponsor keeps ${formatGroupedAmount(retention.shares, decimals)} of at most ${formatGroupedAmount(authorised, decimals)} shares, and ${percentage(consentBps)} consent for ${name}: it decides alone for this class, unless a role is given away. Let it keep less, or a higher part consent`,
        };
  });
}
