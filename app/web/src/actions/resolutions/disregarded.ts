import type { Address } from "@solana/kit";
import type { Stood } from "../../data/decided.js";

/** Whether the record of an owner does not count in a class that a resolution asks: the sponsor's, or that of an agent whose power or place it is about. */
export const isDisregarded = ({ resolution: { data } }: Stood, rank: number, owner: Address): boolean =>
  (owner === data.agent && ((data.agentCounts >> rank) & 1) === 0) ||
  (owner === data.sponsor && ((data.sponsorCounts >> rank) & 1) === 0);
