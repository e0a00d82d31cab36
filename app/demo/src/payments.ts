import {
  clusterTime,
  counted,
  earningsOf,
  listDistributions,
  postDistribution,
  principalOf,
  readHolder,
  readWaterfall,
  TIER_KINDS,
  type TierKind,
  tiersOf,
  tokenBalance,
  transferShares,
} from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import type { Payment } from "@defi-ready/securities-migrations";
import { day, money } from "@defi-ready/securities-terminal";
import type { Address } from "@solana/kit";
import { getTransferCheckedInstruction } from "@solana-program/token";
import { at, type Investor, keyOf } from "./cast.js";
import type { Stage } from "./stage.js";

/** The part of a payment that went to one tier. */
export type TierPayment = Readonly<{ kind: TierKind; rank: number; amount: bigint }>;

/** A sale of shares between two investors. */
export type Sale = Readonly<{ seller: string; buyer: string; shares: bigint; price: bigint }>;

/** Posts a payment, which runs at once, and lets the bot pay every holder. */
export async function pay(stage: Stage, payment: Payment): Promise<void> {
  await stage.clock.moveTo(payment.periodEnd);
  const payer = payment.recovery ? keyOf(stage.keys, "servicer") : stage.sponsor;
  const { instructions } = await postDistribution({
    payer,
    security: await stage.security(),
    payment: { ...payment, tipBudget: payment.tips, documentSha256: new Uint8Array(32) },
  });
  const income = await stage.mintTo(payer.address, payment.amount + payment.tips);
  if (payer === stage.sponsor) {
    await stage.send([...income, ...instructions], payer);
  } else {
    await stage.send(income, stage.sponsor);
    await stage.send(instructions, payer);
  }
  const { paid, skipped, amounts } = await crank(stage.cluster, {
    payer: stage.bot,
    securities: [stage.addresses.security],
  });
  for (const { subject, reason } of skipped) {
    throw new Error(`the bot passed over ${subject}: ${reason}`);
  }
  const { address } = await stage.security();
  const [latest = []] = (await tierPayments(stage)).slice(-1);
  const shown = latest
    .filter(({ amount }) => amount > 0n)
    .map(({ kind, amount }) => `${kind} ${stage.money(amount)}`)
    .join(", ");
  const record = (await listDistributions(stage.cluster, address)).at(-1);
  const writtenUp = record?.data.writtenUp.reduce((sum, amount) => sum + amount, 0n) ?? 0n;
  stage.say(
    `${day(payment.periodStart).slice(0, 7)}  ${stage.money(payment.amount).padStart(12)} in: ${shown}; ` +
      (writtenUp > 0n ? `${stage.money(writtenUp)} written up; ` : "") +
      `${stage.money(amounts.get(address) ?? 0n)} to ${counted(paid, "holder")}`,
  );
}

/** The result of each distribution, tier by tier, in order. */
export async function tierPayments(stage: Stage): Promise<TierPayment[][]> {
  const { data: waterfall } = await readWaterfall(stage.cluster, stage.addresses.security);
  const distributions = await listDistributions(stage.cluster, stage.addresses.security);
  return distributions.map(({ data }) =>
    tiersOf(waterfall).map((tier, index) => ({
      kind: at(TIER_KINDS, tier.kind - 1),
      rank: tier.rank,
      amount: at(data.tiers, index),
    })),
  );
}

/**
 * An investor sells half of its shares to another for its part of the principal outstanding, or for nothing if there is
 * none: shares and money change hands in one transaction, signed by both.
 */
export async function sell(
  stage: Stage,
  { seller, buyer, rank }: Readonly<{ seller: Investor; buyer: Investor; rank: number }>,
): Promise<Sale> {
  const { tranche: address } = at(stage.addresses.tranches, rank);
  const tranche = at(await stage.tranches(), rank);
  const holder = await readHolder(stage.cluster, { tranche: address, owner: seller.signer.address });
  const shares = holder.data.shares / 2n;
  const worth = (principalOf(tranche.data) * shares) / tranche.data.shares;
  const purse = await tokenBalance(stage.cluster, await stage.wallet(buyer.signer.address));
  const price = worth < purse ? worth : purse;
  const { settlementMint: mint, tokenProgram } = stage.addresses;
  const payment = getTransferCheckedInstruction(
    {
      source: await stage.wallet(buyer.signer.address),
      mint,
      destination: await stage.wallet(seller.signer.address),
      authority: buyer.signer,
      amount: price,
      decimals: stage.decimals,
    },
    { programAddress: tokenProgram },
  );
  const transfer = await transferShares({
    cluster: stage.cluster,
    owner: seller.signer,
    tranche,
    security: await stage.security(),
    to: buyer.signer.address,
    amount: shares,
  });
  await stage.send([...transfer, ...(price > 0n ? [payment] : [])], seller.signer);
  stage.say(
    `${seller.name} sells ${money(shares, tranche.data.decimals)} shares, half of its own, to ${buyer.name} ` +
      `for ${stage.money(price)}: what was earned until now stays ${seller.name}'s`,
  );
  return { seller: seller.name, buyer: buyer.name, shares, price };
}

/** The base units that a holder has been paid and is owed in a tranche; 0 if it has no record there. */
export async function standing(
  stage: Stage,
  index: number,
  owner: Address,
): Promise<Readonly<{ shares: bigint; paid: bigint; owed: bigint }>> {
  const tranche = at(await stage.tranches(), index);
  const holder = await readHolder(stage.cluster, { tranche: tranche.address, owner });
  const { paid, owed } = earningsOf({
    holder: holder.data,
    tranche: tranche.data,
    now: await clusterTime(stage.cluster),
  });
  return { shares: holder.data.shares, paid, owed };
}
