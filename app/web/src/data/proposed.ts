import type { ProposalClass } from "@defi-ready/securities";
import type { Deal } from "./deal.js";
import { nameWithin } from "./names.js";

/** What words for a proposal need to know of a class of a deal. */
export const classAt =
  ({ classes, name: deal, security }: Pick<Deal, "classes" | "name" | "security">) =>
  (rank: number): ProposalClass | undefined => {
    const one = classes[rank];
    if (one === undefined) {
      return undefined;
    }
    const { decimals, ratePpm, maturity } = one.tranche.data;
    const moneyDecimals = security.data.vaults[0]?.decimals ?? 0;
    return { name: nameWithin(deal, one.name), decimals, moneyDecimals, ratePpm, maturity };
  };

/** What a class of a deal is called within it. */
export const classNameAt = (deal: Pick<Deal, "classes" | "name" | "security">, rank: number): string =>
  classAt(deal)(rank)?.name ?? `class ${rank}`;
