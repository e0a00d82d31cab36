import { isFee, purposeOf, tierKindOf, tiersOf } from "@defi-ready/securities";
import {
  type Distribution,
  type TierState,
  TrancheKind,
  type Waterfall,
} from "@defi-ready/securities/program";
import { type ClassLabel, shortNames, tierName } from "./names.js";
import { type Pot, Pots } from "./pots.js";

/** What a record of a payment says of its money. */
export type PaymentRecord = Pick<
  Distribution,
  | "gross"
  | "principal"
  | "tiers"
  | "ofPrincipal"
  | "repaid"
  | "madeGood"
  | "returned"
  | "clawedBack"
  | "reserve"
  | "reinvestment"
  | "reinvestmentAfter"
  | "undistributed"
>;

/** What money is to whoever receives it. */
export type MoneySort = "interest" | "principal" | "other" | "fee" | "kept";

/** Where money comes from or goes to. Columns: 0 sources, 1 tiers, 2 who receives it, 3 you. */
export type FlowNode = Readonly<{
  id: string;
  column: 0 | 1 | 2 | 3;
  name: string;
  /** The same in a word or two. */
  short: string;
  /** What comes in, or of a source goes out; base units of the payment's mint. */
  amount: bigint;
  /** Its colour in the style sheet. */
  ink: string;
}>;

/** Money on its way from one node to the next. */
export type FlowLink = Readonly<{ from: string; to: string; amount: bigint; sort: MoneySort | Pot }>;

/** One payment from its sources through the tiers to the classes. */
export type Flow = Readonly<{ nodes: readonly FlowNode[]; links: readonly FlowLink[] }>;

/** A use of the money, before its sources are known. */
type Use = Readonly<{
  id: string;
  name: string;
  short: string;
  amount: bigint;
  /** The part that the record says was principal. */
  ofPrincipal: bigint;
  /** Whether it is what a reserve holds afterwards. */
  isReserve: boolean;
  parts: readonly Part[];
}>;

type Part = Readonly<{ to: string; amount: bigint; sort: MoneySort }>;

const TREASURY = "treasury";
const REINVESTMENT = "reinvestment account";

/**
 * One payment as a flow, from the record of what each tier took. Every unit that came in goes out. The record says how
 * much of each tier was principal; which of several sources paid a tier is a convention: income before reserves, for what
 * is principal the payment's before that of the reinvestment account, and what stays in a reserve was there before.
 *
 * @throws {RangeError} if what came in is not what went out: the record is not of this waterfall.
 */
export function flowOf(
  options: Readonly<{
    record: PaymentRecord;
    /** The waterfall that it ran through. */
    waterfall: Waterfall;
    /** By rank. */
    classes: readonly ClassLabel[];
    /** What reached you of what each class received, base units, by rank. */
    yours?: readonly bigint[] | undefined;
  }>,
): Flow {
  const { record, waterfall, classes, yours = [] } = options;
  const tiers = tiersOf(waterfall);
  const uses = [
    ...outsideTiers(record, tiers, classes),
    ...tiers.map((tier, at) => useOfTier(tier, at, { record, tiers, classes })),
  ].filter(({ amount }) => amount > 0n);
  const kept = record.reinvestmentAfter;
  const pots = new Pots(record);
  const held = pots.take(kept, ["reinvestment", "principal", "income", "reserve"]);
  const ofPrincipal = uses.map((use) =>
    pots.take(use.ofPrincipal, ["principal", "reinvestment", "income", "reserve"]),
  );
  const links: FlowLink[] = [];
  for (const [pot, amount] of held) {
    links.push({ from: pot, to: "kept", amount, sort: pot });
  }
  for (const [at, use] of uses.entries()) {
    const rest = pots.take(
      use.amount - use.ofPrincipal,
      use.isReserve
        ? ["reserve", "income", "principal", "reinvestment"]
        : ["income", "reserve", "principal", "reinvestment"],
    );
    for (const [pot, amount] of merged(ofPrincipal[at] ?? [], rest)) {
      links.push({ from: pot, to: use.id, amount, sort: pot });
    }
    for (const { to, amount, sort } of use.parts) {
      links.push({ from: use.id, to, amount, sort });
    }
  }
  if (pots.left() !== 0n) {
    throw new RangeError("what came in is not what went out: this record is not of this waterfall");
  }
  if (kept > 0n) {
    links.push({ from: "kept", to: REINVESTMENT, amount: kept, sort: "kept" });
  }
  for (const [rank, amount] of yours.entries()) {
    if (amount > 0n) {
      links.push({ from: classId(rank), to: "you", amount, sort: "other" });
    }
  }
  return { nodes: nodesOf(links, uses, record, classes), links };
}

/** What a class received of a payment, base units. */
export type Receipts = Readonly<{ interest: bigint; principal: bigint; other: bigint }>;

/** What each class received of a payment, by rank. What goes into a cover's capital is not its holders'. */
export function receiptsOf(
  options: Readonly<{ record: PaymentRecord; waterfall: Waterfall; classes: readonly ClassLabel[] }>,
): readonly Receipts[] {
  const { links } = flowOf(options);
  return options.classes.map((_, rank) => {
    const of = (sort: MoneySort) =>
      links
        .filter((link) => link.to === classId(rank) && link.sort === sort)
        .reduce((sum, { amount }) => sum + amount, 0n);
    return { interest: of("interest"), principal: of("principal"), other: of("other") };
  });
}

function outsideTiers(
  record: PaymentRecord,
  tiers: readonly TierState[],
  classes: readonly ClassLabel[],
): Use[] {
  const named = (rank: number) => classes[rank]?.name ?? `class ${rank}`;
  const each = (
    amounts: readonly bigint[],
    id: string,
    words: readonly [name: string, short: string],
    partOf: (rank: number) => Readonly<{ to: string; sort: MoneySort }>,
    isPrincipal: boolean,
  ): Use[] =>
    amounts.map((amount, rank) => ({
      id: `${id} ${rank}`,
      name: `${words[0]} ${named(rank)}`,
      short: words[1],
      amount,
      ofPrincipal: isPrincipal ? amount : 0n,
      isReserve: false,
      parts: [{ ...partOf(rank), amount }],
    }));
  const carries = tiers.filter((tier) => tierKindOf(tier) === "carry");
  return [
    ...each(
      record.madeGood,
      "good",
      ["losses made good of", "losses"],
      (rank) => principalTo(rank, classes),
      true,
    ),
    ...each(
      record.returned,
      "returned",
      ["paid in above principal, back to", "paid back"],
      (rank) => ({ to: classId(rank), sort: "principal" }),
      true,
    ),
    ...each(
      record.clawedBack,
      "clawback",
      ["overpaid carry, given back by", "clawback"],
      (rank) => ({ to: classId(carries.find((tier) => tier.rank === rank)?.base ?? rank), sort: "other" }),
      false,
    ),
    {
      id: "undistributed",
      name: "held by nobody",
      short: "undistributed",
      amount: record.undistributed,
      ofPrincipal: 0n,
      isReserve: false,
      parts: [{ to: TREASURY, amount: record.undistributed, sort: "kept" }],
    },
  ];
}

/** Where written-off principal goes: to the holders of a debt, into the capital of a cover. */
function principalTo(
  rank: number,
  classes: readonly ClassLabel[],
): Readonly<{ to: string; sort: MoneySort }> {
  return classes[rank]?.kind === TrancheKind.Cover
    ? { to: `cover ${rank}`, sort: "kept" }
    : { to: classId(rank), sort: "principal" };
}

function useOfTier(
  tier: TierState,
  at: number,
  context: Readonly<{ record: PaymentRecord; tiers: readonly TierState[]; classes: readonly ClassLabel[] }>,
): Use {
  const { record, classes } = context;
  const amount = record.tiers[at] ?? 0n;
  return {
    id: `tier ${at}`,
    ...tierName(tier, shortNames(classes.map(({ name }) => name))),
    amount,
    ofPrincipal: record.ofPrincipal[at] ?? 0n,
    isReserve: tierKindOf(tier) === "reserve",
    parts: partsOf(tier, amount, context).filter((part) => part.amount > 0n),
  };
}

/** Where a tier's money goes. Of a service tier the principal is what no other tier repaid of the class. */
function partsOf(
  tier: TierState,
  amount: bigint,
  { record, tiers }: Readonly<{ record: PaymentRecord; tiers: readonly TierState[] }>,
): readonly Part[] {
  const { rank } = tier;
  const to = classId(rank);
  if (isFee(tier)) {
    return [{ to: `payee ${tier.payee}`, amount, sort: "fee" }];
  }
  switch (tierKindOf(tier)) {
    case "interest":
    case "arrears":
      return [{ to, amount, sort: "interest" }];
    case "principal":
    case "sweep":
    case "capital":
      return [{ to, amount, sort: "principal" }];
    case "service": {
      const others = tiers.reduce((sum, one, at) => {
        const kind = tierKindOf(one);
        const repays = kind === "principal" || kind === "sweep" || kind === "capital";
        return one.rank === rank && repays ? sum + (record.tiers[at] ?? 0n) : sum;
      }, 0n);
      const principal = (record.repaid[rank] ?? 0n) - others;
      return [
        { to, amount: amount - principal, sort: "interest" },
        { to, amount: principal, sort: "principal" },
      ];
    }
    case "reserve":
      return [{ to: `reserve ${purposeOf(tier)}`, amount, sort: "kept" }];
    case "cover":
      return [{ to: `cover ${rank}`, amount, sort: "kept" }];
    default:
      return [{ to, amount, sort: "other" }];
  }
}

const SOURCES: Readonly<Record<Pot, readonly [name: string, short: string]>> = {
  income: ["income", "income"],
  principal: ["principal", "principal"],
  reserve: ["reserves before", "reserves"],
  reinvestment: ["reinvestment account before", "reinvestment"],
};

function nodesOf(
  links: readonly FlowLink[],
  uses: readonly Use[],
  record: PaymentRecord,
  classes: readonly ClassLabel[],
): FlowNode[] {
  const into = (id: string) =>
    links.filter(({ to }) => to === id).reduce((sum, { amount }) => sum + amount, 0n);
  const sources = (Object.keys(SOURCES) as Pot[]).map((pot) => {
    const [name, short] = SOURCES[pot];
    const amount = links.filter(({ from }) => from === pot).reduce((sum, link) => sum + link.amount, 0n);
    return { id: pot, column: 0 as const, name, short, amount, ink: pot };
  });
  const tiers = uses.map(({ id, name, short, amount, parts: [first] }) => {
    return { id, column: 1 as const, name, short, amount, ink: inkOf(first?.to ?? "") };
  });
  const kept = {
    ...{ id: "kept", column: 1 as const, name: "stays in the deal", short: "stays" },
    ...{ amount: record.reinvestmentAfter, ink: "reinvestment" },
  };
  const ends = [...new Set(links.map(({ to }) => to))].filter(
    (id) => id !== "you" && id !== "kept" && !uses.some((use) => use.id === id),
  );
  const order = [...uses.map(({ id }) => id), "kept"];
  const receivers = inOrder(ends, links, order).map((id) => {
    const [name, short] = receiverWords(id, classes);
    return { id, column: 2 as const, name, short, amount: into(id), ink: inkOf(id) };
  });
  const you = { id: "you", column: 3 as const, name: "you", short: "you", amount: into("you"), ink: "you" };
  return [...sources, ...tiers, kept, ...receivers, you].filter(({ amount }) => amount > 0n);
}

/** Receivers stand about where the tiers that pay them do, so that few bands cross. */
function inOrder(ids: readonly string[], links: readonly FlowLink[], tiers: readonly string[]): string[] {
  const middle = (id: string) => {
    const paid = links.filter(({ to }) => to === id);
    const weights = paid.map(({ from, amount }) => tiers.indexOf(from) * Number(amount));
    const all = paid.reduce((sum, { amount }) => sum + Number(amount), 0);
    return weights.reduce((sum, one) => sum + one, 0) / Math.max(1, all);
  };
  return [...ids].sort((a, b) => middle(a) - middle(b));
}

function inkOf(receiver: string): string {
  const [kind, rank] = receiver.split(" ");
  switch (kind) {
    case "class":
    case "cover":
      return `class-${rank}`;
    case "reserve":
      return "reserve";
    case "payee":
    case TREASURY:
      return "outside";
    default:
      return "reinvestment";
  }
}

function receiverWords(id: string, classes: readonly ClassLabel[]): readonly [name: string, short: string] {
  const [kind = "", rank = ""] = id.split(" ");
  const named = classes[Number(rank)]?.name ?? `class ${rank}`;
  const short = shortNames(classes.map(({ name }) => name))[Number(rank)] ?? named;
  switch (kind) {
    case "class":
      return [named, short];
    case "cover":
      return [`capital of ${named}`, short];
    case "reserve":
      return [rank === "all" ? "reserve" : `reserve for ${rank}`, "reserve"];
    case "payee":
      return [`payee ${rank.slice(0, 4)}…${rank.slice(-4)}`, "payee"];
    case TREASURY:
      return ["treasury", "treasury"];
    default:
      return [REINVESTMENT, "reinvestment"];
  }
}

function classId(rank: number): string {
  return `class ${rank}`;
}

function merged(
  first: readonly (readonly [Pot, bigint])[],
  second: readonly (readonly [Pot, bigint])[],
): readonly (readonly [Pot, bigint])[] {
  const all = new Map<Pot, bigint>();
  for (const [pot, amount] of [...first, ...second]) {
    all.set(pot, (all.get(pot) ?? 0n) + amount);
  }
  return [...all];
}
