import {
  cashIn,
  clusterTime,
  readHolder,
  readWrapper,
  unitAccountAddress,
  unwrapShares,
  wrapperValue,
  wrapShares,
} from "@defi-ready/securities";
import type { Deal } from "@defi-ready/securities-migrations";
import { money } from "@defi-ready/securities-terminal";
import {
  getCreateAssociatedTokenIdempotentInstruction,
  getTransferCheckedInstruction,
} from "@solana-program/token";
import { at, type Investor, PAYMENTS_BEFORE_UNWRAP } from "./cast.js";
import type { Stage } from "./stage.js";

/** Shares that one investor wraps, and another unwraps after some payments. */
export type Wrapped = Readonly<{
  from: string;
  to: string;
  rank: number;
  shares: bigint;
  /** What they received in between, settlement base units. */
  cash: bigint;
}>;

/** Who wraps half of its shares, and whoever left that book, who is given the units. */
type Hands = Readonly<{ from: Investor; to: Investor; rank: number }>;

/** Those of the first class that has a wrapper; `undefined` if no class of a book with such investors has one. */
export function handsOf(deal: Deal, investors: readonly Investor[]): Hands | undefined {
  for (const [book, { rank }] of deal.books.entries()) {
    const own = investors.filter((one) => one.book === book);
    const to = own.find(({ leaves }) => leaves);
    const [from] = own.filter(({ leaves }) => !leaves);
    if (at(deal.tranches, rank).wrapped !== null && from !== undefined && to !== undefined) {
      return { from, to, rank };
    }
  }
  return undefined;
}

/** An investor wraps half of its shares; returns how many. */
export async function wrapHalf(stage: Stage, { from, rank }: Hands): Promise<bigint> {
  const tranche = at(await stage.tranches(), rank);
  const { signer: owner } = from;
  const holder = await readHolder(stage.cluster, { tranche: tranche.address, owner: owner.address });
  const amount = holder.data.shares / 2n;
  const security = await stage.security();
  await stage.send(await wrapShares({ cluster: stage.cluster, owner, security, tranche, amount }), owner);
  stage.say(
    `${from.name} wraps ${money(amount, tranche.data.decimals)} shares, half of its own, into as many plain tokens`,
  );
  return amount;
}

/** The units are sent as any token is, and unwrapped by whoever has them then. */
export async function unwrapAll(stage: Stage, { from, to, rank }: Hands, shares: bigint): Promise<Wrapped> {
  const { cluster } = stage;
  const tranche = at(await stage.tranches(), rank);
  const wrapper = (await readWrapper(cluster, tranche.address)).data;
  const { mint, tokenProgram } = wrapper;
  const [source, destination] = [
    await unitAccountAddress(wrapper, from.signer.address),
    await unitAccountAddress(wrapper, to.signer.address),
  ];
  const open = getCreateAssociatedTokenIdempotentInstruction({
    payer: from.signer,
    ata: destination,
    owner: to.signer.address,
    mint,
    tokenProgram,
  });
  const { decimals } = tranche.data;
  const transfer = getTransferCheckedInstruction(
    { source, mint, destination, authority: from.signer, amount: shares, decimals },
    { programAddress: tokenProgram },
  );
  await stage.send([open, transfer], from.signer);
  const value = wrapperValue({ wrapper, tranche: tranche.data, now: await clusterTime(cluster) });
  const [cash = 0n] = cashIn({ value, units: shares });
  const owner = to.signer;
  const security = await stage.security();
  await stage.send(await unwrapShares({ cluster, owner, security, tranche, amount: shares }), owner);
  stage.say(
    `${from.name} sends them to ${to.name}, who unwraps them: ${money(shares, decimals)} shares, and the ` +
      `${stage.money(cash)} that they received in the last ${PAYMENTS_BEFORE_UNWRAP} payments`,
  );
  return { from: from.name, to: to.name, rank, shares, cash };
}
