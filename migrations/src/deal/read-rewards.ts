import { formatAmount, LOCK_GRACE } from "../client.js";
import { curveFault, mostReward } from "./curve.js";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { Knot, Moment, Reward, RewardKind, SeriesTerms } from "./model.js";
import { readRank } from "./read-tranches.js";
import { secondsBetween } from "./values.js";

/** The context for reading the rewards of a book. */
export type RewardContext = Readonly<{
  tranches: Field;
  /** Decimals of the settlement mint. */
  decimals: number | undefined;
  /** The rank of the book's own tranche. */
  rank: number | undefined;
  /** The latest time at which the book may end by itself. */
  latest: Moment | undefined;
}>;

/** Reads the rewards of a book: what the program checks when their curves are set. */
export function readRewards(list: Field, context: RewardContext): readonly Reward[] | undefined {
  const fields = list.items();
  const rewards = fields.map((field) => readReward(field, context));
  for (const [at, reward] of rewards.entries()) {
    const before = rewards.findIndex((other) => paysSame(other, reward));
    if (reward !== undefined && before < at) {
      fields[at]?.refuse(`pays the same shares as ${list.name}[${before}]: make one curve of the two`);
    }
  }
  return wholeList(rewards);
}

/** Each series of warrants is separate; shares of a tranche are all the same. */
function paysSame(a: Reward | undefined, b: Reward | undefined): boolean {
  return a === b || (a?.series === null && b?.series === null && a.rank === b.rank);
}

function readReward(field: Field, context: RewardContext): Reward | undefined {
  const kind = field.get("pay").choice<RewardKind>();
  const rank = kind === undefined ? undefined : readTarget(field, kind, context);
  const shareDecimals = rank === undefined ? undefined : decimalsOf(context.tranches, rank);
  return whole<Reward>({
    kind,
    rank,
    series: kind === "warrants" ? readSeries(field, context) : null,
    curve: readCurve(field.get("curve"), context.decimals, shareDecimals),
  });
}

/** The rank of the tranche whose shares are paid: equity, except for more of the book's own. */
function readTarget(
  field: Field,
  kind: RewardKind,
  { tranches, rank: own }: RewardContext,
): number | undefined {
  const named = field.get("tranche");
  if (kind === "promote-points" && !named.given) {
    return undefined;
  }
  const rank = named.given ? readRank(named, tranches) : own;
  if (kind === "bonus-shares" || rank === undefined) {
    return rank;
  }
  const sold = tranches.items()[rank]?.get("kind").text();
  if (sold === "debt" || sold === "cover") {
    const what =
      kind === "warrants" ? "warrants buy shares of an equity tranche" : "promote points are equity";
    return (named.given ? named : field.get("pay")).refuse(
      `${what}, and ${quoted(tranches, rank)} is ${sold === "debt" ? sold : "a cover"}: name an equity tranche in tranche`,
    );
  }
  if (kind === "warrants" && tranches.items()[rank]?.get("form").text() === "frozen") {
    return (named.given ? named : field.get("pay")).refuse(
      `${quoted(tranches, rank)} is in the frozen form, and warrants buy hooked shares: name another equity tranche in tranche`,
    );
  }
  if (kind === "warrants" && tranches.items()[rank]?.get("manager").given) {
    return (named.given ? named : field.get("pay")).refuse(
      `${quoted(tranches, rank)} names a manager, so its number of shares is fixed and warrants cannot buy more: name another equity tranche in tranche`,
    );
  }
  if (kind === "promote-points" && rank === own) {
    return named.refuse(
      `${quoted(tranches, rank)} is the book's own tranche: promote points are of another one, and bonus-shares of the book's own`,
    );
  }
  return rank;
}

function quoted(tranches: Field, rank: number): string {
  return `"${tranches.items()[rank]?.get("name").text()}"`;
}

/** The decimals of a tranche's shares. */
export function decimalsOf(tranches: Field, rank: number): number | undefined {
  return tranches.items()[rank]?.get("decimals").count();
}

function readSeries(field: Field, context: RewardContext): SeriesTerms | undefined {
  const expires = field.get("expires").moment();
  const lives = secondsBetween(context.latest, expires);
  if (lives !== undefined && lives <= LOCK_GRACE) {
    field
      .get("expires")
      .refuse(
        "is not more than a week after the book's latest deadline, and it may be locked during that week: use a later time",
      );
  }
  return whole<SeriesTerms>({
    strike: field.get("strike").amount(context.decimals),
    expires,
  });
}

/** A point of a curve in the file, and the part of its mean by which the rate is higher and lower at the ends. */
type Point = Readonly<{ money: bigint; reward: bigint; fallsBps: number }>;

/** Basis points: a rate that begins with twice its mean and ends with nothing. */
const FALLS_TO_NOTHING = 10_000n;

function readCurve(
  list: Field,
  decimals: number | undefined,
  shareDecimals: number | undefined,
): readonly Knot[] | undefined {
  const fields = list.items();
  const points = wholeList(
    fields.map((field) =>
      whole<Point>({
        money: field.get("money").amount(decimals),
        reward: field.get("reward").amount(shareDecimals),
        fallsBps: field.get("falls").or(0, (part) => part.percent()),
      }),
    ),
  );
  const knots = points?.map(({ money, reward, fallsBps }, at) => {
    const rise = reward - (points[at - 1]?.reward ?? 0n);
    return { money, reward, bend: rise > 0n ? (rise * BigInt(fallsBps)) / FALLS_TO_NOTHING : 0n };
  });
  const fault = knots === undefined ? undefined : curveFault(knots);
  if (knots === undefined || fault === undefined) {
    return knots;
  }
  const at = fields[fault.at];
  const [before, knot] = [knots[fault.at - 1], knots[fault.at]];
  if (fault.what === "money") {
    return at
      ?.get("money")
      .refuse(
        `${show(knot?.money, decimals)} is not above ${show(before?.money, decimals)}, the point before: money rises from point to point`,
      );
  }
  if (fault.what === "reward") {
    return at
      ?.get("reward")
      .refuse(
        `${show(knot?.reward, shareDecimals)} is below ${show(before?.reward, shareDecimals)}, the point before: rewards do not fall`,
      );
  }
  return at
    ?.get("reward")
    .refuse(
      `${show(knot?.reward, shareDecimals)} makes the curve steeper than before, so that being further back would pay: use at most ${show(mostReward(knots, fault.at), shareDecimals)}`,
    );
}

function show(amount: bigint | undefined, decimals: number | undefined): string {
  return formatAmount(amount ?? 0n, decimals ?? 0);
}
