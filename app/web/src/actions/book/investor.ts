import {
  assetsOf,
  associatedTokenAddress,
  clusterTime,
  curvesOf,
  isRestricted,
  isSettled,
  listTickets,
  type MintName,
  mintNames,
  type Phase,
  type PreviewState,
  phaseOf,
  previewOf,
  readBook,
  readMint,
  readPreviewState,
  readSecurity,
  rewardMintAddress,
  settlementVault,
  tokenBalances,
  validCredentialFor,
} from "@defi-ready/securities";
import type { Book, Security, Ticket, TicketPreview } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { UseQueryResult } from "@tanstack/react-query";
import { useCluster } from "../../connection/connection.js";
import type { AsOf } from "../../data/as-of.js";
import { keys } from "../../data/keys.js";
import { useRead } from "../../data/query.js";
import { rewardNames } from "../../data/reward-names.js";

/** A reward of a book, as it is shown: what it is called among those of the book, and its token. */
type Reward = Readonly<{ kind: string; decimals: number; name: MintName | undefined }>;

/** A ticket of the wallet, with what it gets if the book is locked as it is, or was locked. */
export type OwnTicket = Readonly<{ ticket: Account<Ticket>; preview: TicketPreview; isSettled: boolean }>;

/** What somebody was shown of a book who signs for it. */
export type Shown = Pick<Investor, "book" | "decimals" | "money">;

/** A book as its investor sees it. */
export type Investor = Readonly<{
  security: Account<Security>;
  book: Account<Book>;
  state: PreviewState;
  phase: Phase;
  /** The cluster's time. */
  time: bigint;
  /** Decimals of the settlement mint. */
  decimals: number;
  money: Address;
  /** What the class's shares are called. */
  share: MintName | undefined;
  rewards: readonly Reward[];
  /** What the wallet holds of each asset that the book accepts, base units; nothing without a wallet. */
  balances: readonly bigint[];
  tickets: readonly OwnTicket[];
  /** Whether the shares require a credential, and whether the wallet has a valid one. */
  credential: "not required" | "not connected" | "missing" | Address;
}>;

/** A book as a wallet sees it, or as somebody without one does. It is read again with all else of the book. */
export function useInvestor(
  options: Readonly<{ security: Address; book: Address; owner: Address | undefined }>,
): UseQueryResult<AsOf<Investor>> {
  const { owner } = options;
  const { url } = useCluster();
  return useRead<Investor>({
    key: [...keys.book(url, options.security, options.book), "investor", owner],
    read: async (cluster) => {
      const [book, security, time] = await Promise.all([
        readBook(cluster, options.book),
        readSecurity(cluster, options.security),
        clusterTime(cluster),
      ]);
      const [state, tickets, credential, balances] = await Promise.all([
        readPreviewState(cluster, book.data),
        owner === undefined ? [] : listTickets(cluster, { book: book.address, owner }),
        owner === undefined ? undefined : validCredentialFor(cluster, { book: book.data, owner, now: time }),
        owner === undefined ? [] : balancesOf(book.data, owner).then((of) => tokenBalances(cluster, of)),
      ]);
      const mints = await Promise.all(curvesOf(book.data).map(rewardMintAddress));
      const [names, found] = await Promise.all([
        mintNames(cluster, [state.tranche.mint, ...mints]),
        Promise.all(mints.map((mint) => readMint(cluster, mint))),
      ]);
      const { mint: money, decimals } = settlementVault(security.data);
      return {
        security,
        book,
        state,
        phase: phaseOf(book.data, time),
        time,
        decimals,
        money,
        share: names.get(state.tranche.mint),
        rewards: rewardNames(curvesOf(book.data)).map((kind, at) => ({
          kind,
          decimals: found[at]?.decimals ?? 0,
          name: mints[at] === undefined ? undefined : names.get(mints[at]),
        })),
        balances,
        tickets: tickets.map((ticket) => ({
          ticket,
          preview: previewOf({ ...state, ticket: ticket.data }),
          isSettled: isSettled(ticket.data),
        })),
        credential: isRestricted(book.data)
          ? (credential ?? (owner === undefined ? "not connected" : "missing"))
          : "not required",
      };
    },
  });
}

const balancesOf = (book: Book, owner: Address): Promise<Address[]> =>
  Promise.all(
    assetsOf(book).map(({ mint, tokenProgram }) => associatedTokenAddress({ owner, mint, tokenProgram })),
  );
