import { type ConversionRuleArgs, type ConvertedByArgs, formatAmount, MAX_AMOUNT } from "../client.js";
import type { ConversionTerms, OtherClass } from "./conversions.js";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { BookTerms, TrancheTerms, Trigger } from "./model.js";
import type { Moment } from "./moment.js";
import { readRank } from "./read-tranches.js";
import { unitOf } from "./shares.js";
import { formatRate, secondsBetween } from "./values.js";

const MAX_DISCOUNT_BPS = 5_000;
/** From the security's creation on. */
const AT_ONCE: Moment = { kind: "after", seconds: 0n };

/** What conversions are checked against. */
export type ConversionContext = Readonly<{
  tranches: Field;
  terms: readonly TrancheTerms[];
  triggers: readonly Trigger[];
  books: readonly BookTerms[];
  /** Of settlement money. */
  decimals: number;
  /** The shares of each rank that books and rewards can issue. */
  needed: ReadonlyMap<number, bigint>;
  /** Whether holders can decide anything. */
  hasGovernance: boolean;
}>;

/** The conversions of a file, and the shares of each rank that they, books and rewards can issue. */
export function readConversions(
  list: Field,
  context: ConversionContext,
): Readonly<{ conversions: readonly ConversionTerms[] | undefined; needed: ReadonlyMap<number, bigint> }> {
  const reader = new ConversionReader(context);
  const conversions = wholeList(list.items().map((field) => reader.read(field)));
  return { conversions, needed: reader.needed };
}

/** A class with its rank. */
type Class = Readonly<{ rank: number; terms: TrancheTerms }>;
/** The class that is received: what the file says of it. */
type Into = Readonly<
  { kind: "own"; own: Class; decimals: number } | { kind: "other"; other: OtherClass; decimals: number }
>;

/** Reads one conversion after the other: their numbers, and the shares set aside before. */
class ConversionReader {
  readonly #numbers = new Map<number, number>();
  readonly #needed: Map<number, bigint>;

  constructor(private readonly context: ConversionContext) {
    this.#needed = new Map(context.needed);
  }

  get needed(): ReadonlyMap<number, bigint> {
    return this.#needed;
  }

  read(field: Field): ConversionTerms | undefined {
    const from = this.#classOf(field.get("from"));
    const into = this.#readInto(field.get("into"));
    const by = this.#readBy(field.get("by"));
    const isApprovedLater = this.#readApproval(field.get("approved_by"), by);
    if (from !== undefined) {
      checkMoves(field.get("from"), from.terms);
      if (from.terms.kind === "cover") {
        field.get("from").refuse("is a cover, whose capital pays losses: nothing of it converts");
      }
      // Those of an earlier book are there by then, and what they buy converts as well.
      if (!isApprovedLater) {
        this.#checkWarrants(field.get("from"), from);
      }
    }
    if (into?.kind === "own") {
      this.#checkInto(field.get("into"), { from, into: into.own });
    } else if (into !== undefined && by?.__kind === "Trigger") {
      field.get("by").refuse("is a trigger, which converts within the deal: say holders or resolution");
    }
    const isWhole = by !== undefined && by.__kind !== "Holders";
    const rule =
      from === undefined || into === undefined
        ? undefined
        : this.#readRule(field, { from, decimals: into.decimals }, isWhole);
    const number = this.#numbers.get(from?.rank ?? 0) ?? 0;
    const shares =
      from === undefined || into === undefined || rule === undefined
        ? undefined
        : this.#setAside(field, { from, into }, rule);
    if (from !== undefined) {
      this.#numbers.set(from.rank, number + 1);
    }
    const [opensAt, closesAt] = readWindow(field);
    return whole<ConversionTerms>({
      from: from?.rank,
      number,
      into: into?.kind === "own" ? into.own.rank : into?.other,
      by,
      isApprovedLater,
      rule,
      opensAt,
      closesAt,
      shares,
    });
  }

  /** A class of this deal by its name, or one of another security. */
  #readInto(field: Field): Into | undefined {
    if (field.get("security").given || field.get("rank").given) {
      const other = whole<OtherClass>({
        security: field.get("security").address(),
        rank: field.get("rank").count(),
        decimals: field.get("decimals").count(),
      });
      return other && { kind: "other", other, decimals: other.decimals };
    }
    const own = this.#classOf(field);
    return own && { kind: "own", own, decimals: own.terms.decimals };
  }

  /** Whether holders elect only once a resolution has approved it. */
  #readApproval(field: Field, by: ConvertedByArgs | undefined): boolean {
    if (field.given && by !== undefined && by.__kind !== "Holders") {
      field.refuse(
        "is for what holders elect: leave it out, since a trigger needs no approval and a resolution is one",
      );
    }
    const decides = field.given || by?.__kind === "Resolution";
    if (decides && !this.context.hasGovernance) {
      field.refuse(
        "is a resolution, and this deal has none: add governance, or leave it to holders or a trigger",
      );
    }
    return field.given;
  }

  #classOf(field: Field): Class | undefined {
    const rank = readRank(field, this.context.tranches);
    const terms = rank === undefined ? undefined : this.context.terms[rank];
    return rank === undefined || terms === undefined ? undefined : { rank, terms };
  }

  /** Whoever has a warrant has paid for shares that would be no more: there is none while a conversion stands. */
  #checkWarrants(field: Field, { rank }: Class): void {
    const warrants = this.context.books.some(({ rewards }) =>
      rewards.some((reward) => reward.kind === "warrants" && reward.rank === rank),
    );
    if (warrants) {
      field.refuse(
        "is a class on whose shares there are warrants, which cannot be granted while a conversion of it stands: leave one of the two out",
      );
    }
  }

  #readBy(field: Field): ConvertedByArgs | undefined {
    const text = field.text();
    switch (text) {
      case undefined:
        return undefined;
      case "holders":
        return { __kind: "Holders" };
      case "resolution":
        return { __kind: "Resolution" };
      default:
        return this.#readTrigger(field, text);
    }
  }

  #readTrigger(field: Field, text: string): ConvertedByArgs | undefined {
    const place = Number(text.slice("trigger/".length));
    const { triggers } = this.context;
    const trigger = triggers[place];
    if (trigger === undefined) {
      return field.refuse(
        triggers.length === 0
          ? "names a trigger, and the deal has none: add triggers"
          : `names a trigger that the deal does not have: the last one is trigger/${triggers.length - 1}`,
      );
    }
    if (trigger.cureDays === 0) {
      return field.refuse(
        "names a trigger without a cure, on whose first failure the class would be gone: give it a cure of at least 1d",
      );
    }
    return { __kind: "Trigger", place };
  }

  #checkInto(field: Field, { from, into }: Readonly<{ from: Class | undefined; into: Class }>): void {
    checkMoves(field, into.terms);
    if (from?.rank === into.rank) {
      field.refuse("is the class whose shares are given: name another one");
    } else if (into.terms.kind !== "equity" || into.terms.capital !== null) {
      field.refuse("is not an equity without a par, which alone is received: name one");
    } else if (this.#numbers.has(into.rank) && !into.terms.saysAuthorised) {
      field.refuse(
        "is converted further up, by as many shares as it then had: put this conversion before that one, or say authorised",
      );
    }
  }

  #readRule(
    field: Field,
    { from, decimals: received }: Readonly<{ from: Class; decimals: number }>,
    isWhole: boolean,
  ): ConversionRuleArgs | undefined {
    const [ratio, price] = [field.get("ratio"), field.get("price")];
    if (ratio.given) {
      if (from.terms.kind === "debt") {
        return ratio.refuse("is of equity: what a debt is owed converts at a price");
      }
      const to = ratio.get("to").amount(received);
      const given = ratio.get("from").amount(from.terms.decimals);
      return whole<ConversionRuleArgs & { __kind: "Ratio" }>({ __kind: "Ratio", to, from: given });
    }
    if ((from.terms.debt ?? from.terms.capital) === null) {
      return price.refuse("is of a class with a par: shares without one convert by a ratio");
    }
    const { decimals } = this.context;
    const [floor, cap] = [price.get("floor").amount(decimals), price.get("cap").amount(decimals)];
    if (isWhole && price.present && !price.get("cap").given) {
      price.refuse(
        "has no cap, and a book at a high price would make the class worth little: give the highest price",
      );
    }
    if (floor !== undefined && cap !== undefined && cap < floor) {
      price.get("cap").refuse(`is below the floor of ${formatAmount(floor, decimals)}: use that or more`);
    }
    const discountBps = price.get("discount").or(0, (discount) => discount.percent());
    if (discountBps !== undefined && discountBps > MAX_DISCOUNT_BPS) {
      price.get("discount").refuse(`is more than ${formatRate(MAX_DISCOUNT_BPS)} %: use that or less`);
    }
    return whole<ConversionRuleArgs & { __kind: "Price" }>({
      __kind: "Price",
      floor,
      cap: price.get("cap").given ? cap : 0n,
      discountBps,
      withInterest: price.get("with_interest").flag(),
    });
  }

  /** The shares to set aside: what all authorised shares become, at the lowest price for their par. */
  #setAside(
    conversion: Field,
    { from, into }: Readonly<{ from: Class; into: Into }>,
    rule: ConversionRuleArgs,
  ): bigint | undefined {
    const authorised = from.terms.saysAuthorised ? from.terms.authorised : this.#needed.get(from.rank);
    if (authorised === undefined) {
      // That it says no number has its own message.
      return undefined;
    }
    const field = conversion.get("shares");
    const least = leastShares(authorised, { from: from.terms, decimals: into.decimals }, rule);
    const show = formatAmount(least, into.decimals);
    const grows = (rule.__kind === "Price" && rule.withInterest) || (from.terms.debt?.pik.periods ?? 0) > 0;
    if (grows && !field.given) {
      return conversion.refuse(
        `converts interest too, so that more than the par may be owed: say with shares how many are set aside, at least ${show}`,
      );
    }
    const shares = field.or(least, (given) => given.amount(into.decimals));
    if (shares === undefined) {
      return undefined;
    }
    if (shares < least) {
      return field.refuse(
        `${formatAmount(shares, into.decimals)} is below what all authorised shares become: use at least ${show}`,
      );
    }
    const own = into.kind === "own" ? into.own.rank : undefined;
    const all = (own === undefined ? 0n : (this.#needed.get(own) ?? 0n)) + shares;
    if (shares === 0n || all > MAX_AMOUNT) {
      return conversion.refuse(
        shares === 0n
          ? "makes nothing of all shares: give more for each"
          : "sets aside more shares than the program can count: use a higher floor or fewer shares",
      );
    }
    if (own !== undefined) {
      this.#needed.set(own, all);
    }
    return shares;
  }
}

/** The fewest shares that can be set aside, as the program reckons them. */
function leastShares(
  authorised: bigint,
  { from, decimals }: Readonly<{ from: TrancheTerms; decimals: number }>,
  rule: ConversionRuleArgs,
): bigint {
  if (rule.__kind === "Ratio") {
    return (authorised * BigInt(rule.to)) / BigInt(rule.from);
  }
  const par = ceilDiv(authorised * ((from.debt ?? from.capital)?.par ?? 0n), unitOf(from.decimals));
  return ceilDiv(par * unitOf(decimals), BigInt(rule.floor));
}

const ceilDiv = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor;

/** Refuses classes whose shares a conversion can neither burn nor issue. */
function checkMoves(field: Field, { form, manager }: TrancheTerms): void {
  if (form === "frozen") {
    field.refuse("is in the frozen form, which does not convert: leave form out of that tranche");
  }
  if (manager !== null) {
    field.refuse("has a fixed number of shares: leave manager out of that tranche");
  }
}

function readWindow(field: Field): readonly [Moment | undefined, Moment | undefined] {
  const opensAt = field.get("opens_at").or(AT_ONCE, (moment) => moment.moment());
  const closesAt = field.get("closes_at").moment();
  const open = secondsBetween(opensAt, closesAt);
  if (open !== undefined && open <= 0n) {
    field.get("closes_at").refuse("does not lie after opens_at: use a later time");
  }
  return [opensAt, closesAt];
}
