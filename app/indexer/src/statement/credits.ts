import { payoutOf, type TierKind, tierKindOf, tiersOf } from "@defi-ready/securities";
import { type Distribution, TrancheKind } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { addressIn, amountsIn, compareMoments, type Happening, type Moment } from "./happenings.js";
import type { CreditFacts, LossStep } from "./losses.js";

/** What the holders of a class were credited at once, and out of what. Amounts are base units of the vault's mint. */
export type Credit = Moment &
  Readonly<{
    rank: number;
    vault: number;
    amount: bigint;
    /** The part of it that is interest or arrears of a debt. */
    interest: bigint;
    /** The part that repays capital. The rest is income: profit of equity, carry, splits and shares. */
    principal: bigint;
    /** Over how many seconds it reaches holders, unless the class smooths over longer; 0: at once. */
    seconds: bigint;
    /** The distribution; `undefined` where covers paid for a loss. */
    distribution: Account<Distribution> | undefined;
    signature: string;
  }>;

const CLAIMS: readonly (TierKind | undefined)[] = [
  "interest",
  "arrears",
  "principal",
  "sweep",
  "capital",
  "service",
];
const OF_PRINCIPAL: readonly (TierKind | undefined)[] = ["principal", "sweep", "capital"];
const OF_INCOME: readonly (TierKind | undefined)[] = ["residual", "carry", "split", "share"];
const TESTS: readonly (TierKind | undefined)[] = ["collateral test", "interest test"];
const DAY = 86_400n;
/** The kinds of distributions that their callers do not pay: unused proceeds, and what somebody sent. */
const NOT_PAID: readonly number[] = [2, 3];
const MAX_RELEASE_DAYS = 366n;

/** What each class was credited by every distribution and every loss, in order. */
export function creditsOf(
  history: readonly Happening[],
  facts: CreditFacts & Readonly<{ losses: ReadonlyMap<Happening, LossStep> }>,
): Credit[] {
  const releases = releasesOf(history, facts);
  const credits = [
    ...creditsOfTiers(history, { releases, facts }),
    ...creditsOfCovers(facts.losses, { releases, facts }),
  ];
  return [...credits, ...coversGoneHome(history, { credits, releases, facts })].sort(compareMoments);
}

/** What covers repaid of debts with a distribution, of what they could not pay when it was lost. */
function creditsOfCovers(
  losses: ReadonlyMap<Happening, LossStep>,
  { releases, facts }: Readonly<{ releases: Releases; facts: CreditFacts }>,
): Credit[] {
  return [...losses].flatMap(([happening, { reinstated }]) =>
    reinstated.flatMap((amount, rank) =>
      amount === 0n
        ? []
        : [
            {
              ...credit(happening, { rank, vault: 0, amount, principal: amount }),
              // Nobody pays it in: it takes a day at least.
              seconds: atLeastDay(releases.get(happening)),
              distribution: distributionOf(happening, facts),
            },
          ],
    ),
  );
}

const atLeastDay = (seconds = 0n): bigint => (seconds > DAY ? seconds : DAY);

type Releases = ReadonlyMap<Happening, bigint>;

/** Over how many seconds each distribution reaches holders. */
function releasesOf(history: readonly Happening[], facts: CreditFacts): Releases {
  const collected = new Map<string, bigint>();
  const releases = new Map<Happening, bigint>();
  for (const happening of history) {
    if (happening.name === "SourceRegistered") {
      collected.set(addressIn(happening.data, "source"), happening.time);
    }
    const distribution = distributionOf(happening, facts);
    if (distribution !== undefined) {
      const own = releaseSeconds(distribution.data, happening.time, { collected, facts });
      const kept = keptSeconds(distribution.data, facts);
      releases.set(happening, own > kept ? own : kept);
    }
  }
  return releases;
}

function distributionOf(
  happening: Happening,
  { distributions }: CreditFacts,
): Account<Distribution> | undefined {
  return happening.name === "Distributed"
    ? distributions.get(addressIn(happening.data, "distribution"))
    : undefined;
}

function creditsOfTiers(
  history: readonly Happening[],
  { releases, facts }: Readonly<{ releases: Releases; facts: CreditFacts }>,
): Credit[] {
  return history.flatMap((happening) => {
    if (happening.name === "LossRecorded") {
      return amountsIn(happening.data, "repaid").flatMap((amount, rank) =>
        amount === 0n
          ? []
          : [{ ...credit(happening, { rank, vault: 0, amount, principal: amount }), seconds: DAY }],
      );
    }
    const distribution = distributionOf(happening, facts);
    if (distribution === undefined) {
      return [];
    }
    const seconds = releases.get(happening) ?? 0n;
    return facts.classes.flatMap((_, rank) => {
      const parts = partsOf(distribution.data, rank, facts);
      return parts.amount === 0n ? [] : [{ ...credit(happening, parts), seconds, distribution }];
    });
  });
}

type Parts = Pick<Credit, "rank" | "vault" | "amount" | "principal"> & Readonly<{ interest?: bigint }>;

function credit({ time, slot, place, ordinal, signature }: Happening, parts: Parts): Credit {
  const where = { time, slot, place, ordinal, signature };
  return { ...where, interest: 0n, seconds: 0n, distribution: undefined, ...parts };
}

/**
 * How long what reserves and the reinvestment account let go takes to reach holders, with what was paid in: a day, and the mean
 * of that and no time, by the amounts.
 */
function keptSeconds(
  { gross, reserve, reinvestment, reinvestmentAfter, tiers }: Distribution,
  { waterfall }: CreditFacts,
): bigint {
  const kept = tiersOf(waterfall).reduce(
    (sum, tier, at) => (tierKindOf(tier) === "reserve" ? sum + (tiers[at] ?? 0n) : sum),
    reinvestmentAfter,
  );
  const letGo = reserve + reinvestment - kept;
  return letGo > 0n ? (DAY * letGo + gross + letGo - 1n) / (gross + letGo) : 0n;
}

/**
 * How long a distribution takes to reach holders at least: what its caller did not pay a day, and of a collection, what was
 * collected at once may have waited since the last time.
 */
function releaseSeconds(
  { kind, source }: Distribution,
  now: bigint,
  { collected, facts }: Readonly<{ collected: Map<string, bigint>; facts: CreditFacts }>,
): bigint {
  const terms = facts.sources.get(source);
  if (terms === undefined) {
    return NOT_PAID.includes(kind) ? DAY : 0n;
  }
  const lying = now - (collected.get(source) ?? now);
  collected.set(source, now);
  const least = BigInt(terms.releaseDays) * DAY;
  const most = MAX_RELEASE_DAYS * DAY;
  const bounded = lying < most ? lying : most;
  return bounded > least ? bounded : least;
}

/**
 * Capital of covers that went home with a distribution, which no tier pays: what a cover had less afterwards than before,
 * as far as its account counts that its holders were credited it.
 */
function coversGoneHome(
  history: readonly Happening[],
  {
    credits,
    releases,
    facts,
  }: Readonly<{
    credits: readonly Credit[];
    releases: Releases;
    facts: CreditFacts & Readonly<{ losses: ReadonlyMap<Happening, LossStep> }>;
  }>,
): Credit[] {
  return facts.classes.flatMap(({ data: terms }, rank): Credit[] => {
    const own = credits.filter((one) => one.rank === rank && one.vault === 0);
    let missing = payoutOf(terms).funded - own.reduce((sum, { amount }) => sum + amount, 0n);
    let capital = terms.principalIssued;
    return terms.kind !== TrancheKind.Cover
      ? []
      : history.flatMap((happening) => {
          if (happening.name === "LossRecorded") {
            capital -= amountsIn(happening.data, "covered")[rank] ?? 0n;
          }
          const distribution = distributionOf(happening, facts);
          if (distribution === undefined) {
            return [];
          }
          const { outstanding, madeGood, tiers } = distribution.data;
          const restored = tiersOf(facts.waterfall).reduce(
            (sum, tier, at) =>
              tierKindOf(tier) === "cover" && tier.rank === rank ? sum + (tiers[at] ?? 0n) : sum,
            madeGood[rank] ?? 0n,
          );
          const after = outstanding[rank] ?? 0n;
          const less = capital + restored - after - (facts.losses.get(happening)?.late[rank] ?? 0n);
          capital = after;
          const amount = less < missing ? less : missing;
          if (amount <= 0n) {
            return [];
          }
          missing -= amount;
          const seconds = atLeastDay(releases.get(happening));
          return [
            { ...credit(happening, { rank, vault: 0, amount, principal: amount }), seconds, distribution },
          ];
        });
  });
}

/** What a distribution paid the holders of a class. */
function partsOf(
  data: Distribution,
  rank: number,
  { waterfall, classes }: CreditFacts,
): Parts & { interest: bigint } {
  const tiers = tiersOf(waterfall);
  const sum = (
    kinds: readonly (TierKind | undefined)[],
    of = (tier: (typeof tiers)[number]) => tier.rank === rank,
  ) =>
    tiers.reduce(
      (total, tier, at) =>
        kinds.includes(tierKindOf(tier)) && of(tier) ? total + (data.tiers[at] ?? 0n) : total,
      0n,
    );
  const claims = sum(CLAIMS);
  const repaid = data.repaid[rank] ?? 0n;
  // What a test diverts repays debts beside their own tiers, and is known by what these did not repay.
  const isDiverted = sum(TESTS, () => true) > 0n;
  const own = sum(OF_PRINCIPAL);
  const diverted = isDiverted && repaid > own ? repaid - own : 0n;
  const isCover = classes[rank]?.data.kind === TrancheKind.Cover;
  const back = (data.returned[rank] ?? 0n) + (isCover ? 0n : (data.madeGood[rank] ?? 0n));
  // Carry that was too much goes to the class whose profit it was taken from.
  const clawed = tiers.reduce((total, tier, at) => {
    const isFirst = tiers.findIndex((one) => tierKindOf(one) === "carry" && one.rank === tier.rank) === at;
    return isFirst && tier.base === rank ? total + (data.clawedBack[tier.rank] ?? 0n) : total;
  }, 0n);
  const amount = claims + diverted + sum(OF_INCOME) + back + clawed;
  return {
    rank,
    vault: data.vault,
    amount,
    principal: repaid + back,
    interest: claims + diverted - repaid,
  };
}
