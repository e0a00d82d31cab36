import { formatAmount } from "../amount.js";
import type { Conversion } from "../generated/index.js";
import { conversionBy } from "./outcome.js";

const BPS_A_PERCENT = 100;

/** What words for a conversion need to know. */
export type ConversionNames = Readonly<{
  /** The class whose shares are given, and its decimals. */
  from: Readonly<{ name: string; decimals: number }>;
  /** The class whose shares are received. */
  into: Readonly<{ name: string; decimals: number }>;
  /** Decimals of settlement money. */
  money: number;
}>;

/** What a share becomes, in words. */
export function conversionRuleWords(
  conversion: Pick<
    Conversion,
    "rule" | "ratioTo" | "ratioFrom" | "floor" | "cap" | "discountBps" | "withInterest"
  >,
  { from, into, money }: ConversionNames,
): string {
  if (conversion.rule === 0) {
    return `${formatAmount(conversion.ratioTo, into.decimals)} shares of ${into.name} for ${formatAmount(conversion.ratioFrom, from.decimals)} of ${from.name}`;
  }
  const { floor, cap, discountBps } = conversion;
  const owed = conversion.withInterest === 1 ? "principal, interest and arrears" : "principal";
  const forfeited = conversion.withInterest === 1 ? "" : "; interest that is due is forfeited";
  if (floor === cap) {
    return `${owed} at ${formatAmount(floor, money)} a share of ${into.name}${forfeited}`;
  }
  const discount = discountBps === 0 ? "" : ` less ${discountBps / BPS_A_PERCENT} %`;
  const most =
    cap === 0n
      ? ", without a cap: it is whatever one buyer pays"
      : ` and at most ${formatAmount(cap, money)}`;
  return `${owed} at the highest price of a book of ${into.name}${discount}, at least ${formatAmount(floor, money)}${most}${forfeited}`;
}

/** Who has the shares converted, in words. */
export function conversionByWords(conversion: Pick<Conversion, "by" | "trigger">): string {
  switch (conversionBy(conversion)) {
    case "holders":
      return "each holder its own shares";
    case "resolution":
      return "all at once, by a resolution";
    case "trigger":
      return `all at once, once trigger ${conversion.trigger} has not held for its cure period`;
  }
}
