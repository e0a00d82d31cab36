import type { Address } from "@solana/kit";
import type { Stood } from "../../data/decided.js";

/** Whether the record of an owner does not count in a class that a resolution asks, since it is the sponsor's. */
export const isDisregarded = ({ resolution: { data } }: Stood, rank: number, owner: Address): boolean =>
  owner === data.sponsor && ((data.sponsorCounts >> rank) & 1) === 0;
