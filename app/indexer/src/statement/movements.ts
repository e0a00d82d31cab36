import { RewardKind } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { addressIn, amountIn, amountsIn, freezesIn, type Happening, type Moment } from "./happenings.js";

/** How shares came to an owner, or left it. */
export type MovementKind =
  | "bought"
  | "bonus"
  | "points"
  | "exercised"
  | "manager"
  | "received"
  | "sent"
  | "exchanged"
  | "reassigned"
  | "wrapped"
  | "unwrapped"
  | "converted";

/** Shares that came to an owner, or left it. */
export type Movement = Moment &
  Readonly<{
    kind: MovementKind;
    tranche: Address;
    /** Share base units; below 0 if they left. */
    shares: bigint;
    /**
     * What was paid for them, in settlement base units. `undefined` for shares that another owner sent, that a measure moved, or that came in an exchange
     * window while an account was thawed: what they cost is not on chain.
     */
    cost: bigint | undefined;
    /** Since when they earn: shares of a book do since its lock, others since they came. */
    since: Moment;
    /** Earned before by what came with them, in base units by vault: the pot's earnings. */
    earned: readonly bigint[];
    /**
     * Whom they came from or went to, of transfers; the book, of purchases; the token account that received the units, of
     * shares that were wrapped.
     */
    other: Address | undefined;
    signature: string;
  }>;

/** A change of the number of a class's shares. */
type Issue = Moment & Readonly<{ tranche: Address; shares: bigint }>;

type Curve = Readonly<{ kind: number; target: Address }>;

/** For how many days from its lock a book locks what it sells, and over how many it vests then. */
export type LockUp = Readonly<{ cliffDays: number; vestingDays: number }>;

/** What the history of a security's books and series says. */
export type Offerings = Readonly<{
  /** Each book's class. */
  classes: ReadonlyMap<string, Address>;
  /** How long each book locks what it sells. */
  lockUps: ReadonlyMap<string, LockUp>;
  /** Each book's lock. */
  locks: ReadonlyMap<string, Happening>;
  /** Each book's rewards, by their index. */
  curves: ReadonlyMap<string, ReadonlyMap<number, Curve>>;
  /** Each series' class. */
  series: ReadonlyMap<string, Address>;
  /** Each class's wrapper. */
  wrappers: ReadonlyMap<string, Address>;
  /** Where a whole class was converted: when, by the conversion's address. */
  conversions: ReadonlyMap<string, Happening>;
  /** Every lock, exercise and conversion, as far as it issued shares or ended them. */
  issues: readonly Issue[];
}>;

/** Reads the books and series of a security from its history. */
export function offeringsOf(history: readonly Happening[]): Offerings {
  const classes = new Map<string, Address>();
  const lockUps = new Map<string, LockUp>();
  const locks = new Map<string, Happening>();
  const curves = new Map<string, Map<number, Curve>>();
  const series = new Map<string, Address>();
  const wrappers = new Map<string, Address>();
  const conversions = new Map<string, Happening>();
  const issues: Issue[] = [];
  for (const happening of history) {
    const { name, data } = happening;
    if (name === "BookOpened") {
      const book = addressIn(data, "book");
      classes.set(book, addressIn(data, "tranche"));
      lockUps.set(book, { cliffDays: Number(data.cliffDays), vestingDays: Number(data.vestingDays) });
    } else if (name === "CurveSet") {
      const book = addressIn(data, "book");
      const own = curves.get(book) ?? new Map<number, Curve>();
      own.set(Number(data.curve), { kind: Number(data.kind), target: addressIn(data, "target") });
      curves.set(book, own);
    } else if (name === "SeriesCreated") {
      series.set(addressIn(data, "series"), addressIn(data, "tranche"));
    } else if (name === "WrapperCreated") {
      wrappers.set(addressIn(data, "tranche"), addressIn(data, "wrapper"));
    } else if (name === "BookLocked") {
      const book = addressIn(data, "book");
      locks.set(book, happening);
      const tranche = classes.get(book);
      if (tranche !== undefined) {
        issues.push({ ...happening, tranche, shares: amountIn(data, "shares") });
      }
    } else if (name === "WarrantsExercised") {
      const tranche = series.get(addressIn(data, "series"));
      if (tranche !== undefined) {
        issues.push({ ...happening, tranche, shares: amountIn(data, "warrants") });
      }
    } else {
      if (name === "ClassConverted") {
        conversions.set(addressIn(data, "conversion"), happening);
      }
      issues.push(...convertedBy(happening, conversions));
    }
  }
  return { classes, lockUps, locks, curves, series, wrappers, conversions, issues };
}

/** What an event of conversions changes of the numbers of shares. */
function convertedBy({ name, data, ...at }: Happening, conversions: ReadonlyMap<string, Happening>): Issue[] {
  const change = (tranche: "tranche" | "into", shares: bigint): Issue => ({
    ...at,
    tranche: addressIn(data, tranche),
    shares,
  });
  switch (name) {
    case "ClassConverted":
      return [change("into", amountIn(data, "issued"))];
    case "SharesConverted": {
      const given = change("tranche", -amountIn(data, "given"));
      // What a whole class became was issued when it was converted.
      return conversions.has(addressIn(data, "conversion"))
        ? [given]
        : [given, change("into", amountIn(data, "received"))];
    }
    case "ConversionClosed":
      return [change("into", -amountIn(data, "cancelled"))];
    default:
      return [];
  }
}

/** The movements of an owner's shares, in order. */
export function movementsOf(
  history: readonly Happening[],
  { owner, offerings }: Readonly<{ owner: Address; offerings: Offerings }>,
): Movement[] {
  return history.flatMap((happening) => {
    const { data, signature, time, slot, place, ordinal } = happening;
    const at = { time, slot, place, ordinal, signature };
    const now = { ...at, since: at, earned: [], other: undefined };
    switch (happening.name) {
      case "TicketSettled":
        return [...settled(happening, offerings), ...exchanged(happening)];
      case "WarrantsExercised": {
        const tranche = offerings.series.get(addressIn(data, "series"));
        const shares = amountIn(data, "warrants");
        const isOwn = data.owner === owner && tranche !== undefined;
        return isOwn ? [{ ...now, kind: "exercised", tranche, shares, cost: amountIn(data, "cost") }] : [];
      }
      case "PointsTaken": {
        const [tranche, shares] = [addressIn(data, "tranche"), amountIn(data, "shares")];
        const earned = amountsIn(data, "earned");
        return [{ ...now, kind: "manager", tranche, shares, cost: 0n, earned }, ...exchanged(happening)];
      }
      case "SharesMoved": {
        const [tranche, amount] = [addressIn(data, "tranche"), amountIn(data, "amount")];
        return data.from === owner
          ? [
              {
                ...now,
                kind: "sent",
                tranche,
                shares: -amount,
                cost: undefined,
                other: addressIn(data, "to"),
              },
            ]
          : [
              {
                ...now,
                kind: "received",
                tranche,
                shares: amount,
                cost: undefined,
                other: addressIn(data, "from"),
              },
            ];
      }
      case "SharesReassigned":
        return reassigned(happening, owner);
      case "AccountFrozen": {
        // What moved while the account was thawed, and to or from whom, is with the token program. The last one frozen
        // has what was burnt, too.
        const [tranche, shares] = [addressIn(data, "tranche"), amountIn(data, "shares")];
        const moved = shares - amountIn(data, "before");
        return data.owner !== owner || moved === 0n
          ? []
          : [{ ...now, kind: "exchanged", tranche, shares: moved, cost: undefined }];
      }
      case "SharesConverted": {
        // What shares of a class that was converted became has earned from then on.
        const since = offerings.conversions.get(addressIn(data, "conversion")) ?? at;
        const [given, received] = [amountIn(data, "given"), amountIn(data, "received")];
        const common = { ...now, kind: "converted" as const, cost: undefined };
        return data.owner === owner
          ? [
              { ...common, tranche: addressIn(data, "tranche"), shares: -given },
              { ...common, since, tranche: addressIn(data, "into"), shares: received },
            ]
          : [];
      }
      case "SharesWrapped":
      case "SharesUnwrapped": {
        const [tranche, amount] = [addressIn(data, "tranche"), amountIn(data, "amount")];
        const common = { ...now, tranche, cost: undefined };
        return happening.name === "SharesWrapped"
          ? [{ ...common, kind: "wrapped", shares: -amount, other: addressIn(data, "unitAccount") }]
          : [{ ...common, kind: "unwrapped", shares: amount }];
      }
      default:
        return [];
    }
  });
}

/** The shares that an exceptional measure moved from or to an owner. */
function reassigned({ data, signature, time, slot, place, ordinal }: Happening, owner: Address): Movement[] {
  const [tranche, shares] = [addressIn(data, "tranche"), amountIn(data, "shares")];
  const [from, to] = [addressIn(data, "from"), addressIn(data, "to")];
  if (shares === 0n || ![from, to].includes(owner)) {
    return [];
  }
  const at = { time, slot, place, ordinal, signature };
  const common = { ...at, since: at, kind: "reassigned" as const, tranche, cost: undefined, earned: [] };
  return [from === owner ? { ...common, shares: -shares, other: to } : { ...common, shares, other: from }];
}

/** The shares of a settled ticket: bought, and as rewards. */
function settled({ data, signature, ...at }: Happening, offerings: Offerings): Movement[] {
  const book = addressIn(data, "book");
  const tranche = offerings.classes.get(book);
  const since = offerings.locks.get(book);
  if (tranche === undefined || since === undefined) {
    return [];
  }
  const { time, slot, place, ordinal } = at;
  const common = { time, slot, place, ordinal, signature, since, earned: [], other: book };
  const rewards = amountsIn(data, "rewards").flatMap((shares, index): Movement[] => {
    const curve = offerings.curves.get(book)?.get(index);
    if (curve === undefined || shares === 0n || curve.kind === RewardKind.Warrants) {
      return [];
    }
    const kind = curve.kind === RewardKind.BonusShares ? "bonus" : "points";
    const target = kind === "bonus" ? tranche : curve.target;
    return [{ ...common, kind, tranche: target, shares, cost: 0n }];
  });
  const [shares, cost] = [amountIn(data, "shares"), amountIn(data, "accepted")];
  return [
    ...(shares === 0n ? [] : [{ ...common, kind: "bought" as const, tranche, shares, cost }]),
    ...rewards,
  ];
}

/** What a window brought or took from accounts that a delivery froze, beside what was delivered. */
function exchanged({ data, signature, time, slot, place, ordinal }: Happening): Movement[] {
  const since = { time, slot, place, ordinal };
  return freezesIn(data).flatMap(({ tranche, before, shares }): Movement[] =>
    shares === before
      ? []
      : [
          {
            ...since,
            ...{ signature, since, tranche, shares: shares - before },
            ...{ kind: "exchanged", cost: undefined, earned: [], other: undefined },
          },
        ],
  );
}

/** Shares that came at once, as far as they are still there. */
export type Lot = Readonly<{
  time: bigint;
  kind: MovementKind;
  shares: bigint;
  /** What was paid for those that are left; `undefined` if it is not on chain. */
  cost: bigint | undefined;
}>;

/** Shares that left, out of one lot. */
export type Disposal = Readonly<{
  time: bigint;
  /** When the lot came. */
  acquired: bigint;
  shares: bigint;
  cost: bigint | undefined;
}>;

/**
 * The lots that an owner still has, and what left them, first in, first out. The cost of shares that leave is their part
 * of the lot's, rounded down: the rest stays with those that are left.
 */
export function lotsOf(
  movements: readonly Movement[],
): Readonly<{ lots: readonly Lot[]; disposals: readonly Disposal[] }> {
  const lots: Lot[] = [];
  const disposals: Disposal[] = [];
  for (const { time, kind, shares, cost } of movements) {
    if (shares > 0n) {
      lots.push({ time, kind, shares, cost });
      continue;
    }
    for (let left = -shares; left > 0n; ) {
      const [lot] = lots;
      if (lot === undefined) {
        break;
      }
      const taken = left < lot.shares ? left : lot.shares;
      const part = lot.cost === undefined ? undefined : (lot.cost * taken) / lot.shares;
      disposals.push({ time, acquired: lot.time, shares: taken, cost: part });
      left -= taken;
      if (taken === lot.shares) {
        lots.shift();
      } else {
        const rest = lot.cost === undefined || part === undefined ? undefined : lot.cost - part;
        lots[0] = { ...lot, shares: lot.shares - taken, cost: rest };
      }
    }
  }
  return { lots, disposals };
}
