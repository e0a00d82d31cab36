import { formatAmount, MAX_AMOUNT } from "../client.js";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { BookTerms, Moment, TrancheTerms } from "./model.js";
import { readRank } from "./read-tranches.js";

/** Reads the books; `decimals` are those of the settlement mint. */
export function readBooks(
  list: Field,
  tranches: Field,
  terms: readonly TrancheTerms[] | undefined,
  decimals: number | undefined,
): readonly BookTerms[] | undefined {
  const numbers = new Map<number, number>();
  const books = list.items().map((field) => {
    const rank = readRank(field.get("tranche"), tranches);
    const number = numbers.get(rank ?? -1) ?? 0;
    numbers.set(rank ?? -1, number + 1);
    const shareDecimals = rank === undefined ? undefined : tranches.items()[rank]?.get("decimals").count();
    return readBook(field, { rank, number, shareDecimals, par: terms?.[rank ?? -1]?.debt?.par }, decimals);
  });
  return wholeList(books);
}

type Offered = Readonly<{
  rank: number | undefined;
  number: number;
  shareDecimals: number | undefined;
  par: bigint | undefined;
}>;

function readBook(field: Field, offered: Offered, decimals: number | undefined): BookTerms | undefined {
  const price = field.get("price").amount(decimals);
  const cap = field.get("cap").amount(decimals);
  const minimum = field.get("minimum").amount(decimals);
  const minTicket = field.get("min_ticket").amount(decimals);
  const moments = {
    opensAt: field.get("opens_at").moment(),
    offerEnds: field.get("offer_ends").moment(),
    deadline: field.get("deadline").moment(),
  };
  checkClock(field, moments);
  if (decimals !== undefined) {
    checkCaps(field, { cap, minimum, minTicket }, decimals);
    checkLots(field, { cap, minimum, minTicket }, price, offered.shareDecimals, decimals);
    checkRange(field.get("cap"), { cap, price, ...offered }, decimals);
  }
  return whole<BookTerms>({
    rank: offered.rank,
    number: offered.number,
    price,
    minimum,
    cap,
    minTicket,
    ...moments,
    linePlaces: field.get("line_places").count(),
    termsSha256: field.get("terms").documentHash(),
  });
}

type Limits = Readonly<{
  cap?: bigint | undefined;
  minimum?: bigint | undefined;
  minTicket?: bigint | undefined;
}>;

function checkCaps(field: Field, { cap, minimum, minTicket }: Limits, decimals: number): void {
  if (cap === undefined) {
    return;
  }
  const most = formatAmount(cap, decimals);
  if (minimum !== undefined && minimum > cap) {
    field.get("minimum").refuse(`${formatAmount(minimum, decimals)} is above the cap: use at most ${most}`);
  }
  if (minTicket !== undefined && minTicket > cap) {
    field
      .get("min_ticket")
      .refuse(`${formatAmount(minTicket, decimals)} is above the cap: use at most ${most}`);
  }
}

/** Money in a book comes in lots, each of which buys a whole number of share base units. */
function checkLots(
  field: Field,
  limits: Limits,
  price: bigint | undefined,
  shareDecimals: number | undefined,
  decimals: number,
): void {
  if (price === undefined || shareDecimals === undefined) {
    return;
  }
  const lot = lotOf(price, 10n ** BigInt(shareDecimals));
  const names = { cap: limits.cap, minimum: limits.minimum, min_ticket: limits.minTicket };
  for (const [name, amount] of Object.entries(names)) {
    const over = (amount ?? 0n) % lot;
    if (amount !== undefined && over > 0n) {
      const show = (value: bigint) => formatAmount(value, decimals);
      const below = amount - over > 0n ? `${show(amount - over)} or ` : "";
      field
        .get(name)
        .refuse(
          `${show(amount)} is not in whole lots: at this price a lot is ${show(lot)}, so use ${below}${show(amount - over + lot)}`,
        );
    }
  }
}

/** The least money that buys a whole number of share base units: the price over its common divisor with the unit. */
export function lotOf(price: bigint, unit: bigint): bigint {
  let [divisor, rest] = [price, unit];
  while (rest > 0n) {
    [divisor, rest] = [rest, divisor % rest];
  }
  return price / divisor;
}

type Range = Readonly<{
  cap: bigint | undefined;
  price: bigint | undefined;
  shareDecimals: number | undefined;
  par: bigint | undefined;
}>;

/** What a full book issues must fit the program's numbers. */
function checkRange(field: Field, { cap, price, shareDecimals, par }: Range, decimals: number): void {
  if (cap === undefined || price === undefined || shareDecimals === undefined) {
    return;
  }
  const unit = 10n ** BigInt(shareDecimals);
  const shares = (cap * unit) / price;
  if (shares > MAX_AMOUNT) {
    const most = formatAmount((MAX_AMOUNT * price) / unit, decimals);
    field.refuse(
      `at this price a full book issues more shares than the program can count: use at most ${most}`,
    );
  } else if (par !== undefined && (shares * par) / unit > MAX_AMOUNT) {
    field.refuse("at this par a full book issues more principal than the program can count: use less");
  }
}

type Clock = Readonly<{
  opensAt: Moment | undefined;
  offerEnds: Moment | undefined;
  deadline: Moment | undefined;
}>;

/** The order of moments of one kind; how times and offsets lie to each other is known only when the book opens. */
function checkClock(field: Field, { opensAt, offerEnds, deadline }: Clock): void {
  if (isAfter(opensAt, offerEnds)) {
    field.get("offer_ends").refuse("lies before opens_at: use the same time or a later one");
  }
  if (isAfter(offerEnds, deadline)) {
    field.get("deadline").refuse("lies before offer_ends: use the same time or a later one");
  }
  if (isAfter(opensAt, deadline)) {
    field.get("deadline").refuse("lies before opens_at: use a later time");
  }
  if (deadline?.kind === "after" && deadline.seconds === 0n) {
    field.get("deadline").refuse("leaves no time for deposits: use an offset above 0, such as +14d");
  }
}

function isAfter(first: Moment | undefined, second: Moment | undefined): boolean {
  if (first?.kind === "at" && second?.kind === "at") {
    return first.time > second.time;
  }
  return first?.kind === "after" && second?.kind === "after" && first.seconds > second.seconds;
}
