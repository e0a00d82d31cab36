import type { Tranche } from "./generated/index.js";

/** Whether a class was redeemed by a call: its shares were paid, and are worth nothing beyond what their records are owed. */
export const isRedeemed = ({ status }: Pick<Tranche, "status">): boolean => status === 3;

/** What all shares of a class cost at a price of a whole one, in settlement base units, rounded up as a call does. */
export const costOfAll = ({ shares, unit }: Pick<Tranche, "shares" | "unit">, price: bigint): bigint =>
  (shares * price + unit - 1n) / unit;
