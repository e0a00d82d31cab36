import { type Cluster, curvesOf, readMint, rewardMintAddress } from "@defi-ready/securities";
import type { Book, Knot } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";

const KINDS = ["warrants", "bonus shares", "promote points"];

/** A reward of a book, as it is shown. */
export type Reward = Readonly<{
  kind: string;
  /** The series or the tranche that it pays in. */
  target: Address;
  mint: Address;
  decimals: number;
  budget: bigint;
  granted: bigint;
  knots: readonly Knot[];
}>;

/** The rewards of a book, curve by curve. */
export function rewardsOf(cluster: Cluster, book: Book): Promise<Reward[]> {
  return Promise.all(
    curvesOf(book).map(async (curve) => {
      const mint = await rewardMintAddress(curve);
      const { decimals } = await readMint(cluster, mint);
      const { target, budget, granted } = curve;
      const knots = curve.knots.slice(0, curve.knotCount);
      return { kind: KINDS[curve.kind] ?? "?", target, mint, decimals, budget, granted, knots };
    }),
  );
}
