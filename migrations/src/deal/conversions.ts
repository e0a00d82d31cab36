import type { Conversion, ConversionRuleArgs } from "../client.js";
import type { Moment } from "./moment.js";

/** How shares of a class become shares of another, as a part of what is offered. */
export type ConversionTerms = Readonly<{
  /** The rank of the class whose shares are given, and the conversion's number in it. */
  from: number;
  number: number;
  /** The rank of the class whose shares are received. */
  into: number;
  /** The place of the trigger that converts the whole class; `null`: each holder converts its own shares. */
  trigger: number | null;
  /** What a share becomes, in base units. */
  rule: ConversionRuleArgs;
  /** From when and until when; an offset counts from the creation of the security. */
  opensAt: Moment;
  closesAt: Moment;
  /** Shares that are set aside for it, share base units. */
  shares: bigint;
}>;

/** What a share becomes, in the form in which the program keeps it. */
export function keptRule(
  rule: ConversionRuleArgs,
): Pick<Conversion, "rule" | "ratioTo" | "ratioFrom" | "floor" | "cap" | "discountBps" | "withInterest"> {
  const none = { ratioTo: 0n, ratioFrom: 0n, floor: 0n, cap: 0n, discountBps: 0, withInterest: 0 };
  return rule.__kind === "Ratio"
    ? { ...none, rule: 0, ratioTo: BigInt(rule.to), ratioFrom: BigInt(rule.from) }
    : {
        ...none,
        rule: 1,
        floor: BigInt(rule.floor),
        cap: BigInt(rule.cap),
        discountBps: rule.discountBps,
        withInterest: rule.withInterest ? 1 : 0,
      };
}
