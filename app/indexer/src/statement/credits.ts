import { creditedOf, payoutOf, type TierKind, tierKindOf, tiersOf } from "@defi-ready/securities";
import { type Distribution, TrancheKind } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { addressIn, amountIn, amountsIn, compareMoments, type Happening, type Moment } from "./happenings.js";
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
    /** The part of it that may be money which the deal let go: this takes a day. */
    letGo: bigint;
    /** The distribution; `undefined` where covers paid for a loss. */
    distribution: Account<Distribution> | undefined;
    /** Of a call: the shares of the class that ended with it. It comes at once, and so does all that still streams. */
    redeems: bigint | undefined;
    signature: string;
  }>;

const ENTITLEMENTS: readonly (TierKind | undefined)[] = [
  "interest",
  "arrears",
  "principal",
  "sweep",
  "capital",
  "service",
];
const OF_PRINCIPAL: readonly (TierKind | undefined)[] = ["principal", "sweep", "capital"];
const OF_INCOME: readonly (TierKind | undefined)[] = ["residual", "carry", "split", "participation"];
const TESTS: readonly (TierKind | undefined)[] = ["collateral test", "interest test"];
/** Over how many seconds money reaches holders that nobody pays in. */
export const DAY = 86_400n;
/** The kinds of distributions that their callers do not pay: unused proceeds, and what somebody sent. */
const NOT_PAID: readonly number[] = [2, 3];
const MAX_RELEASE_DAYS = 366n;

/** What each class was credited by every distribution and every loss, in order. */
export function creditsOf(
  history: readonly Happening[],
  facts: CreditFacts & Readonly<{ losses: ReadonlyMap<Happening, LossStep> }>,
): Credit[] {
  const releases = releasesOf(history, facts);
  const credits = [...creditsOfTiers(history, { releases, facts }), ...creditsOfCovers(facts)];
  return [...credits, ...coversGoneHome(history, { credits, facts })].sort(compareMoments);
}

/** What covers repaid of debts with a distribution, of what they could not pay when it was lost. */
function creditsOfCovers(
  facts: CreditFacts & Readonly<{ losses: ReadonlyMap<Happening, LossStep> }>,
): Credit[] {
  return [...facts.losses].flatMap(([happening, { reinstated }]) =>
    reinstated.flatMap((amount, rank) =>
      amount === 0n
        ? []
        : [
            {
              ...credit(happening, { rank, vault: 0, amount, principal: amount }),
              // Nobody pays it in.
              seconds: DAY,
              distribution: distributionOf(happening, facts),
            },
          ],
    ),
  );
}

/** Over how many seconds what was paid in with a distribution reaches holders, and how much the deal let go in it. */
type Release = Readonly<{ seconds: bigint; letGo: bigint }>;
type Releases = ReadonlyMap<Happening, Release>;

/** How each distribution reaches holders. */
function releasesOf(history: readonly Happening[], facts: CreditFacts): Releases {
  const collected = new Map<string, bigint>();
  const held = new Map<number, bigint>();
  const releases = new Map<Happening, Release>();
  for (const happening of history) {
    if (happening.name === "SourceRegistered") {
      collected.set(addressIn(happening.data, "source"), happening.time);
    }
    const distribution = distributionOf(happening, facts);
    if (distribution !== undefined) {
      releases.set(happening, {
        seconds: releaseSeconds(distribution.data, happening.time, { collected, facts }),
        letGo: letGoIn(distribution.data, facts, held),
      });
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
    if (happening.name === "ClassRedeemed") {
      return creditsOfCall(happening, facts);
    }
    const distribution = distributionOf(happening, facts);
    if (distribution === undefined) {
      return [];
    }
    const { seconds, letGo } = releases.get(happening) ?? { seconds: 0n, letGo: 0n };
    return facts.classes.flatMap((_, rank) => {
      const parts = partsOf(distribution.data, rank, facts);
      const kept = letGo < parts.amount ? letGo : parts.amount;
      return parts.amount === 0n ? [] : [{ ...credit(happening, parts), seconds, letGo: kept, distribution }];
    });
  });
}

/** What a class was paid by its call: principal first, then interest, and the rest is income. */
function creditsOfCall(happening: Happening, { classes }: CreditFacts): Credit[] {
  const { data } = happening;
  const rank = classes.findIndex(({ address }) => address === addressIn(data, "tranche"));
  const least = (one: bigint, other: bigint) => (one < other ? one : other);
  const amount = amountIn(data, "amount");
  const principal = least(amountIn(data, "principal"), amount);
  const interest = least(amountIn(data, "interest"), amount - principal);
  const redeems = amountIn(data, "shares");
  return [{ ...credit(happening, { rank, vault: 0, amount, principal, interest }), redeems }];
}

type Parts = Pick<Credit, "rank" | "vault" | "amount" | "principal"> & Readonly<{ interest?: bigint }>;

function credit({ time, slot, place, ordinal, signature }: Happening, parts: Parts): Credit {
  const where = { time, slot, place, ordinal, signature };
  return {
    ...where,
    interest: 0n,
    seconds: 0n,
    letGo: 0n,
    distribution: undefined,
    redeems: undefined,
    ...parts,
  };
}

/**
 * What reserves and the reinvestment account let go in a distribution, each by itself: what one takes in hides nothing that
 * another lets go.
 *
 * @param held What the tiers that are reserves held before, by their place; brought up to date.
 */
function letGoIn(
  { vault, reinvestment, reinvestmentAfter, tiers }: Distribution,
  { waterfall }: CreditFacts,
  held: Map<number, bigint>,
): bigint {
  if (vault !== 0) {
    return 0n;
  }
  let sum = decrease(reinvestment, reinvestmentAfter);
  for (const [at, tier] of tiersOf(waterfall).entries()) {
    if (tierKindOf(tier) === "reserve") {
      const after = tiers[at] ?? 0n;
      sum += decrease(held.get(at) ?? 0n, after);
      held.set(at, after);
    }
  }
  return sum;
}

const decrease = (before: bigint, after: bigint): bigint => (before > after ? before - after : 0n);

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
    facts,
  }: Readonly<{
    credits: readonly Credit[];
    facts: CreditFacts & Readonly<{ losses: ReadonlyMap<Happening, LossStep> }>;
  }>,
): Credit[] {
  return facts.classes.flatMap(({ data: terms }, rank): Credit[] => {
    const own = credits.filter((one) => one.rank === rank && one.vault === 0);
    let missing = creditedOf(payoutOf(terms)) - own.reduce((sum, { amount }) => sum + amount, 0n);
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
          return [
            {
              ...credit(happening, { rank, vault: 0, amount, principal: amount }),
              seconds: DAY,
              distribution,
            },
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
  const entitlements = sum(ENTITLEMENTS);
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
  const amount = entitlements + diverted + sum(OF_INCOME) + back + clawed;
  return {
    rank,
    vault: data.vault,
    amount,
    principal: repaid + back,
    interest: entitlements + diverted - repaid,
  };
}
