import {
  assetsOf,
  curvesOf,
  eventAuthorityAddress,
  lookupTablesFor,
  rewardMintAddress,
  shareMintAddress,
  TOKEN_2022_PROGRAM,
  vaultAddress,
} from "@defi-ready/securities";
import { type Book, RewardKind } from "@defi-ready/securities/program";
import type { Account, AddressesByLookupTableAddress } from "@solana/kit";
import type { Job } from "./job.js";

/**
 * A lookup table of what the settlements of a book's tickets have in common: with many rewards a settlement names more
 * accounts than a transaction holds without.
 */
export async function settlementTables(
  { cluster, payer }: Job,
  book: Account<Book>,
): Promise<AddressesByLookupTableAddress> {
  const { security, tranche, line } = book.data;
  const assets = await Promise.all(
    assetsOf(book.data).map(async ({ mint, vault, tokenProgram }) => [
      mint,
      vault,
      tokenProgram,
      await vaultAddress(security, mint),
    ]),
  );
  const rewards = await Promise.all(
    curvesOf(book.data)
      .filter(({ kind }) => kind !== RewardKind.BonusShares)
      .map(async (curve) => [curve.target, await rewardMintAddress(curve)]),
  );
  const common = [tranche, line, await shareMintAddress(tranche), TOKEN_2022_PROGRAM];
  const label = [security, book.address];
  return lookupTablesFor(cluster, payer, label, [
    ...common,
    await eventAuthorityAddress(),
    ...assets.flat(),
    ...rewards.flat(),
  ]);
}
