import type { Address } from "@solana/kit";
import {
  type Book,
  curvesOf,
  LOCK_GRACE,
  NOBODY,
  RewardKind,
  seriesAddress,
  type WarrantSeries,
} from "../client.js";
import type { Deal, Reward, SeriesTerms } from "../deal/model.js";

/** The series of a reward in warrants, existing or to be created. */
export type SeriesState = Readonly<{
  number: number;
  address: Address;
  /** `undefined` if it does not exist yet, or has been closed. */
  series: WarrantSeries | undefined;
  /** Whether it was created and has been closed. */
  closed: boolean;
}>;

/** All series ever created for a tranche, by number; `undefined` for one that has been closed. */
export type MadeSeries = readonly Readonly<{ address: Address; series: WarrantSeries | undefined }>[];

/**
 * Finds the series of each reward in warrants, book by book. A book has the series that its curve pays in; a series
 * that an interrupted run has left without a book goes to the next reward that it fits; all other rewards get the next
 * numbers.
 *
 * @param made The existing series of each tranche.
 * @param tranches The addresses of the tranches.
 * @param books The books; `undefined` for one that does not exist yet, `"closed"` for one that no longer exists.
 */
export async function findSeries(
  deal: Deal,
  made: ReadonlyMap<number, MadeSeries>,
  tranches: readonly Address[],
  books: readonly (Book | "closed" | undefined)[],
): Promise<readonly (readonly (SeriesState | undefined)[])[]> {
  const taken = new Set<Address>();
  const next = new Map<number, number>();
  const newSeries = async (rank: number): Promise<SeriesState | undefined> => {
    const number = next.get(rank) ?? made.get(rank)?.length ?? 0;
    const tranche = tranches[rank];
    next.set(rank, number + 1);
    return tranche === undefined
      ? undefined
      : { number, address: await seriesAddress(tranche, number), series: undefined, closed: false };
  };
  const found: (readonly (SeriesState | undefined)[])[] = [];
  for (const [at, { rewards }] of deal.books.entries()) {
    const states: (SeriesState | undefined)[] = [];
    const book = books[at];
    if (book === "closed") {
      found.push(states);
      continue;
    }
    for (const [which, reward] of rewards.entries()) {
      const state = ofReward(reward, which, book, { made: made.get(reward.rank) ?? [], taken });
      const series = state === "new" ? await newSeries(reward.rank) : state;
      if (series !== undefined) {
        taken.add(series.address);
      }
      states.push(series);
    }
    found.push(states);
  }
  return found;
}

function ofReward(
  { series: terms }: Reward,
  which: number,
  book: Book | undefined,
  { made, taken }: Readonly<{ made: MadeSeries; taken: ReadonlySet<Address> }>,
): SeriesState | "new" | undefined {
  if (terms === null) {
    return undefined;
  }
  const curve = book === undefined ? undefined : curvesOf(book)[which];
  const number =
    curve === undefined
      ? made.findIndex(({ address, series }) => !taken.has(address) && fits(series, terms, book))
      : made.findIndex(({ address }) => curve.kind === RewardKind.Warrants && address === curve.target);
  const one = made[number];
  if (one === undefined) {
    return curve === undefined ? "new" : undefined;
  }
  return { number, ...one, closed: one.series === undefined };
}

/** Whether a series that no book grants fits a reward. */
function fits(
  series: WarrantSeries | undefined,
  { strike, expires }: SeriesTerms,
  book: Book | undefined,
): boolean {
  return (
    series !== undefined &&
    series.book === NOBODY &&
    series.strike === strike &&
    (expires.kind === "after" || series.expiresAt === expires.time) &&
    series.expiresAt > (book?.latestDeadline ?? 0n) + LOCK_GRACE
  );
}
