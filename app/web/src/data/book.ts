import {
  assetsOf,
  type Cluster,
  clusterTime,
  curvesOf,
  escrowAsset,
  mintNames,
  type Phase,
  phaseOf,
  readBook,
  readLine,
  readMint,
  readSecurity,
  readTranche,
  rewardMintAddress,
  tokenBalances,
} from "@defi-ready/securities";
import type { Book, Knot, RewardKind, Security, Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { useCluster } from "../connection/connection.js";
import type { Live } from "./as-of.js";
import { keys } from "./keys.js";
import { useLive } from "./live.js";
import { className, type Names } from "./names.js";
import { useRead } from "./query.js";
import { rewardNames } from "./reward-names.js";

/** A reward that a book promises by place in line. Amounts are base units of what it pays. */
export type BookReward = Readonly<{
  kind: RewardKind;
  /** What it pays, in words. */
  name: string;
  decimals: number;
  budget: bigint;
  granted: bigint;
  knots: readonly Knot[];
}>;

/** A book as its page shows it, without its tickets. */
export type BookView = Readonly<{
  book: Account<Book>;
  phase: Phase;
  security: Account<Security>;
  tranche: Account<Tranche>;
  /** What the class is called whose shares it offers. */
  name: string;
  /** What its share mint and the mint of its money are called. */
  names: Names;
  /** The line account's bytes. */
  line: Uint8Array;
  /** What the escrows' token accounts hold, asset by asset. */
  escrows: readonly bigint[];
  rewards: readonly BookReward[];
  /** The cluster's time, at which the phase is derived. */
  time: bigint;
}>;

/** A book without its tickets, which `useTickets` reads. */
export function useBook({ security, book }: Readonly<{ security: Address; book: Address }>): Live<BookView> {
  const { url } = useCluster();
  const key = keys.book(url, security, book);
  const liveness = useLive({ accounts: [book], key });
  return { liveness, query: useRead({ key, liveness, read: (cluster) => readBookView(cluster, book) }) };
}

/** Reads a book. */
async function readBookView(cluster: Cluster, address: Address): Promise<BookView> {
  const book = await readBook(cluster, address);
  const [time, security, tranche, line, escrows, rewards] = await Promise.all([
    clusterTime(cluster),
    readSecurity(cluster, book.data.security),
    readTranche(cluster, book.data.tranche),
    readLine(cluster, book.data),
    tokenBalances(
      cluster,
      assetsOf(book.data).map(({ escrow }) => escrow),
    ),
    readRewards(cluster, book.data),
  ]);
  const names = await mintNames(cluster, [tranche.data.mint, escrowAsset(book.data).mint]);
  return {
    book,
    phase: phaseOf(book.data, time),
    security,
    tranche,
    name: className(tranche, names),
    names,
    line,
    escrows,
    rewards,
    time,
  };
}

function readRewards(cluster: Cluster, book: Book): Promise<BookReward[]> {
  const names = rewardNames(curvesOf(book));
  return Promise.all(
    curvesOf(book).map(async (curve, at) => {
      const { decimals } = await readMint(cluster, await rewardMintAddress(curve));
      const { budget, granted } = curve;
      const kind = curve.kind as RewardKind;
      const knots = curve.knots.slice(0, curve.knotCount);
      return { kind, name: names[at] ?? "", decimals, budget, granted, knots };
    }),
  );
}
