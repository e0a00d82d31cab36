import { type ProposalClass, proposalWords } from "@defi-ready/securities";
import type { Proposal } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { short } from "../format.js";
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

const ADDRESSES = /\b[1-9A-HJ-NP-Za-km-z]{32,44}\b/g;

/** What a proposal would do, as a title: its addresses are abbreviated, and stand in full where it is signed. */
export const proposalTitle = (
  proposal: Proposal,
  classOf: (rank: number) => ProposalClass | undefined,
): string => proposalWords(proposal, classOf).replace(ADDRESSES, (address) => short(address as Address));
