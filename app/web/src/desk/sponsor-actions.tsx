import {
  ClientError,
  canLock,
  clusterTime,
  deadlineAt,
  drawableOf,
  drawProceeds,
  fitsTransaction,
  isCoSigned,
  isReady,
  listGroup,
  lockBook,
  lockGroup,
  phaseOf,
  readBook,
  readMint,
  readSecurity,
  readTokenAccounts,
  releasableAssets,
  releaseProceeds,
  settlementVault,
} from "@defi-ready/securities";
import { type Book, type Security, TrancheKind } from "@defi-ready/securities/program";
import { type Account, type Address, createNoopSigner, type Instruction } from "@solana/kit";
import type { Action } from "../actions/action.js";
import { moment, money } from "../format.js";

/** Locks a book, or all books of its group at once. */
export function lockAction(shown: Account<Book>, decimals: number): Action {
  return {
    title: shown.data.group > 0 ? "Lock all books of the group" : "Lock the book",
    key: `lock ${shown.address}`,
    plan: async ({ cluster, signer }) => {
      const [book, security, now] = await Promise.all([
        readBook(cluster, shown.address),
        readSecurity(cluster, shown.data.security),
        clusterTime(cluster),
      ]);
      const bySponsor = security.data.sponsor === signer.address;
      if (!canLock({ book: book.data, now, bySponsor })) {
        throw new ClientError(whyNotLocked(book.data, { now, decimals, bySponsor }));
      }
      const { group } = book.data;
      const books = group > 0 ? await listGroup(cluster, { security, number: group }) : [book];
      const instructions =
        group > 0
          ? await lockGroup({ caller: signer, security, books })
          : await lockBook({ caller: signer, book });
      if (!fitsTransaction({ instructions, payer: signer })) {
        throw new ClientError(
          "this group's lock needs lookup tables: run `securities book lock`, or leave it to the bot",
        );
      }
      return {
        instructions,
        money: settlementVault(security.data).mint,
        says: [
          ...books.map(({ address, data }) =>
            books.length === 1
              ? `The line is frozen with ${money(data.committed, decimals)} committed, and nobody can leave any more. This cannot be taken back.`
              : `The line of the book ${address} is frozen with ${money(data.committed, decimals)} committed.`,
          ),
          ...(books.length === 1
            ? []
            : ["Nobody can leave any of them any more. This cannot be taken back."]),
          "Its tickets become shares one by one: a bot settles them, or their owners do.",
          `The proceeds stay in escrow until every ticket is settled, and until ${moment(now + books.reduce((most, { data }) => (data.drawDelay > most ? data.drawDelay : most), 0n))} at least.`,
        ],
        done: "The book is locked.",
      };
    },
  };
}

/** Why a book cannot be locked, with what is missing. */
export function whyNotLocked(
  book: Book,
  { now, decimals, bySponsor }: Readonly<{ now: bigint; decimals: number; bySponsor: boolean }>,
): string {
  const phase = phaseOf(book, now);
  if (phase === "settling") {
    return "the book is locked already";
  }
  if (phase === "refunding") {
    return "the book has failed: its money goes back";
  }
  if (book.offerVersion === 0) {
    return "there is no offer to lock yet";
  }
  if (now < book.offerEnds || !bySponsor) {
    const from = bySponsor ? book.offerEnds : deadlineAt(book, now);
    return `it can be locked from ${moment(from)}${bySponsor ? "" : " by anyone, and earlier by the sponsor"}`;
  }
  if (!isReady(book)) {
    return `${money(book.committed, decimals)} are committed of the least of ${money(book.minimum, decimals)}${book.leadMinimum > 0n ? `, of which the lead has to give ${money(book.leadMinimum, decimals)}` : ""}`;
  }
  return `it can be locked from ${moment(book.offerEnds)}`;
}

/** The assets of a locked book that can be moved to the security's vault now. */
export const releasable = (
  book: Book,
  { kind, now }: Readonly<{ kind: number; now: bigint }>,
): readonly number[] => releasableAssets({ book, cover: kind === TrancheKind.Cover, now });

/** Moves a locked book's proceeds to the security's vault. */
export function releaseAction(shown: Account<Book>, kind: number): Action {
  return {
    title: "Release the proceeds",
    key: `release ${shown.address}`,
    plan: async ({ cluster }) => {
      const [book, now] = await Promise.all([readBook(cluster, shown.address), clusterTime(cluster)]);
      const assets = releasable(book.data, { kind, now });
      if (assets.length === 0) {
        throw new ClientError(
          `the proceeds stay in escrow until every ticket is settled (${book.data.unsettled} are not), and until ${moment(book.data.lockedAt + book.data.drawDelay)}`,
        );
      }
      const all: Instruction[] = [];
      for (const asset of assets) {
        all.push(...(await releaseProceeds({ book, asset })));
      }
      return {
        instructions: all,
        says: [
          "The proceeds go from the book's escrow to the deal's vault, from which the sponsor draws them by the deal's rules.",
        ],
        done: "The proceeds are in the vault.",
      };
    },
  };
}

/** A draw that was typed. */
export type Draw = Readonly<{ mint: Address; amount: bigint; destination: Address; isReinvestment: boolean }>;

/** Draws proceeds, or what waits for new assets, to a destination that the deal names. */
export function drawAction(shown: Account<Security>, draw: Draw): Action {
  const { mint, amount, destination, isReinvestment } = draw;
  return {
    title: isReinvestment ? "Draw for new assets" : "Draw proceeds",
    key: `draw ${shown.address} ${mint} ${amount} ${destination} ${isReinvestment}`,
    plan: async ({ cluster, signer }) => {
      const [security, { decimals }, now] = await Promise.all([
        readSecurity(cluster, shown.address),
        readMint(cluster, mint),
        clusterTime(cluster),
      ]);
      const isShared = isCoSigned(security.data);
      const vault = security.data.vaults.find((one) => one.mint === mint);
      const left = vault === undefined ? undefined : drawableOf(vault, now);
      if (left !== undefined && amount > left) {
        throw new ClientError(`the deal's limit lets you draw ${money(left, decimals)} now`);
      }
      const [account] = await readTokenAccounts(cluster, [destination]);
      return {
        instructions: await drawProceeds({
          sponsor: signer,
          security,
          destination,
          amount,
          mint,
          reinvestment: isReinvestment,
          arbitrator: isShared ? createNoopSigner(security.data.arbitrator) : undefined,
        }),
        money: mint,
        says: [
          `${money(amount, decimals)} leave the deal's vault for the token account ${destination}, which the deal names as a destination.`,
          "Everybody can see the draw, and its sum counts against the deal's limit if it has one.",
        ],
        facts: account === undefined ? [] : [["Owner of that account", account.owner]],
        isCoSigned: isShared,
        warns: isShared
          ? [
              `The arbitrator, ${security.data.arbitrator}, has to sign too: a single wallet cannot send this. Export it, and have both sign.`,
            ]
          : [],
        done: `${money(amount, decimals)} are drawn.`,
      };
    },
  };
}
