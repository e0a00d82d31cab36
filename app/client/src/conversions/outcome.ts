import type { Conversion, Tranche, Waterfall } from "../generated/index.js";
import { isUnproven } from "../triggers.js";

const BPS = 10_000n;
const DAY = 86_400n;

/** Who has the shares of a class converted: each holder its own, a resolution all, or a trigger all. */
export type ConversionBy = "holders" | "resolution" | "trigger";

/** Who has the shares converted. */
export function conversionBy({ by }: Pick<Conversion, "by">): ConversionBy {
  return by === 0 ? "holders" : by === 1 ? "resolution" : "trigger";
}

/** Whether a class was converted as a whole: its shares are claims on what they became. */
export const isConverted = ({ status }: Pick<Tranche, "status">): boolean => status === 2;

/** What can be done with a conversion at a time. */
export type ConversionState =
  /** A resolution has to approve it. */
  | "waits for a resolution"
  /** It is before its opening. */
  | "not open yet"
  /** Holders convert their shares. */
  | "open to holders"
  /** Its trigger has to fail for its cure period. */
  | "waits for its trigger"
  /** Anyone converts the class. */
  | "due"
  /** The class was converted: its shares are claims, which are collected. */
  | "collecting"
  /** All is collected, or its time is over: anyone closes it. */
  | "over";

/** What can be done with a conversion of a class at a time, by the triggers as tested last. */
export function conversionState(
  conversion: Conversion,
  from: Tranche,
  context: Readonly<{ waterfall: Waterfall; now: bigint }>,
): ConversionState {
  const { waterfall, now } = context;
  if (conversion.done === 1) {
    return from.shares === 0n ? "over" : "collecting";
  }
  if (now >= conversion.closesAt || isConverted(from)) {
    return "over";
  }
  if (conversion.approved === 0) {
    return "waits for a resolution";
  }
  if (now < conversion.opensAt) {
    return "not open yet";
  }
  switch (conversionBy(conversion)) {
    case "holders":
      return "open to holders";
    case "resolution":
      return "due";
    case "trigger":
      return hasTripped(waterfall, conversion.trigger, now) ? "due" : "waits for its trigger";
  }
}

function hasTripped(waterfall: Waterfall, place: number, now: bigint): boolean {
  const trigger = waterfall.triggers[place];
  return (
    trigger !== undefined &&
    place < waterfall.triggerCount &&
    // A report that is missing or too old breaches nothing, as long as the next does not say so.
    !isUnproven(trigger) &&
    trigger.breachedSince > 0n &&
    now - trigger.breachedSince >= BigInt(trigger.cureDays) * DAY
  );
}

/** The highest price at which books of a class were locked, but for a price younger than a day; 0: there is none. */
export const priceADayAgo = ({ conversions, lastPrice }: Tranche, now: bigint): bigint =>
  now - conversions.pricedAt >= DAY ? lastPrice : conversions.priceBefore;

/** The price of a whole share at a time, in settlement base units; none for a ratio, or where there is none yet. */
export function conversionPrice(
  conversion: Pick<Conversion, "rule" | "floor" | "cap" | "discountBps">,
  into: Tranche,
  now: bigint,
): bigint | undefined {
  if (conversion.rule === 0) {
    return undefined;
  }
  const { floor, cap } = conversion;
  const sold = priceADayAgo(into, now);
  if (sold === 0n) {
    return cap === 0n ? undefined : cap;
  }
  const discounted = sold - (sold * BigInt(conversion.discountBps)) / BPS;
  const most = cap === 0n || discounted < cap ? discounted : cap;
  return most < floor ? floor : most;
}

/** What shares become. */
export type Converted = Readonly<{
  /** Shares that are received, in share base units of the other class, rounded down. */
  shares: bigint;
  /** Principal that ends with it, in settlement base units. */
  principal: bigint;
  /** Interest due and arrears that end with it. */
  interest: bigint;
}>;

/**
 * What so many shares of a class become at a time, as the class was brought up to date last; none without a price. Of a class that
 * was converted, what is collected for them.
 */
export function conversionOutcome(
  options: Readonly<{
    conversion: Conversion;
    from: Tranche;
    into: Tranche;
    shares: bigint;
    now: bigint;
  }>,
): Converted | undefined {
  const { conversion, from, into, shares, now } = options;
  const byRatio = (): bigint => (shares * conversion.ratioTo) / conversion.ratioFrom;
  if (conversion.done === 1) {
    return { shares: byRatio(), principal: 0n, interest: 0n };
  }
  if (from.shares === 0n) {
    return { shares: 0n, principal: 0n, interest: 0n };
  }
  const outstanding = from.principalIssued - from.principalRepaid - from.loss;
  const principal = (outstanding * shares) / from.shares;
  const interest = ((from.interestDue + from.arrears) * shares) / from.shares;
  if (conversion.rule === 0) {
    return { shares: byRatio(), principal, interest };
  }
  const price = conversionPrice(conversion, into, now);
  if (price === undefined) {
    return undefined;
  }
  const converted = principal + (conversion.withInterest === 1 ? interest : 0n);
  const most = (conversion.setAside * shares) / from.authorised;
  const bought = (converted * into.unit) / price;
  return { shares: bought < most ? bought : most, principal, interest };
}
