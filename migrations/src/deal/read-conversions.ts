import { type ConversionRuleArgs, formatAmount, MAX_AMOUNT } from "../client.js";
import type { ConversionTerms } from "./conversions.js";
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
    const into = this.#classOf(field.get("into"));
    const trigger = this.#readBy(field.get("by"));
    if (from !== undefined) {
      checkMoves(field.get("from"), from.terms);
      if (from.terms.kind === "cover") {
        field.get("from").refuse("is a cover, whose capital pays losses: nothing of it converts");
      }
      this.#checkWarrants(field.get("from"), from);
    }
    if (into !== undefined) {
      this.#checkInto(field.get("into"), { from, into });
    }
    const rule =
      from === undefined || into === undefined
        ? undefined
        : this.#readRule(field, { from, into }, trigger !== null);
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
      into: into?.rank,
      trigger,
      rule,
      opensAt,
      closesAt,
      shares,
    });
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

  /** The trigger's place; `null` where holders elect. */
  #readBy(field: Field): number | null | undefined {
    const text = field.text();
    if (text === undefined || text === "holders") {
      return text === undefined ? undefined : null;
    }
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
    return place;
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
    { from, into }: Readonly<{ from: Class; into: Class }>,
    isWhole: boolean,
  ): ConversionRuleArgs | undefined {
    const [ratio, price] = [field.get("ratio"), field.get("price")];
    if (ratio.given) {
      if (from.terms.kind === "debt") {
        return ratio.refuse("is of equity: what a debt is owed converts at a price");
      }
      const to = ratio.get("to").amount(into.terms.decimals);
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
    { from, into }: Readonly<{ from: Class; into: Class }>,
    rule: ConversionRuleArgs,
  ): bigint | undefined {
    const authorised = from.terms.saysAuthorised ? from.terms.authorised : this.#needed.get(from.rank);
    if (authorised === undefined) {
      // That it says no number has its own message.
      return undefined;
    }
    const field = conversion.get("shares");
    const least = leastShares(authorised, { from: from.terms, into: into.terms }, rule);
    const show = formatAmount(least, into.terms.decimals);
    const grows = (rule.__kind === "Price" && rule.withInterest) || (from.terms.debt?.pik.periods ?? 0) > 0;
    if (grows && !field.given) {
      return conversion.refuse(
        `converts interest too, so that more than the par may be owed: say with shares how many are set aside, at least ${show}`,
      );
    }
    const shares = field.or(least, (given) => given.amount(into.terms.decimals));
    if (shares === undefined) {
      return undefined;
    }
    if (shares < least) {
      return field.refuse(
        `${formatAmount(shares, into.terms.decimals)} is below what all authorised shares become: use at least ${show}`,
      );
    }
    const all = (this.#needed.get(into.rank) ?? 0n) + shares;
    if (shares === 0n || all > MAX_AMOUNT) {
      return conversion.refuse(
        shares === 0n
          ? "makes nothing of all shares: give more for each"
          : "sets aside more shares than the program can count: use a higher floor or fewer shares",
      );
    }
    this.#needed.set(into.rank, all);
    return shares;
  }
}

/** The fewest shares that can be set aside, as the program reckons them. */
function leastShares(
  authorised: bigint,
  { from, into }: Readonly<{ from: TrancheTerms; into: TrancheTerms }>,
  rule: ConversionRuleArgs,
): bigint {
  if (rule.__kind === "Ratio") {
    return (authorised * BigInt(rule.to)) / BigInt(rule.from);
  }
  const par = ceilDiv(authorised * ((from.debt ?? from.capital)?.par ?? 0n), unitOf(from.decimals));
  return ceilDiv(par * unitOf(into.decimals), BigInt(rule.floor));
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
