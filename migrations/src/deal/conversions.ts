import type { Address } from "@solana/kit";
import type { Conversion, ConversionRuleArgs, ConvertedByArgs } from "../client.js";
import type { Moment } from "./moment.js";

/** A class of another security, whose sponsor signs too. */
export type OtherClass = Readonly<{
  security: Address;
  rank: number;
  /** Of its shares. */
  decimals: number;
}>;

/** How shares of a class become shares of another: a part of what is offered, or for a resolution to approve. */
export type ConversionTerms = Readonly<{
  /** The rank of the class whose shares are given, and the conversion's number in it. */
  from: number;
  number: number;
  /** The class whose shares are received: its rank, or one of another security. */
  into: number | OtherClass;
  by: ConvertedByArgs;
  /** Whether holders elect only once a resolution has approved it: it is created after the first lock. */
  isApprovedLater: boolean;
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

/** The rank of the class that is received; `undefined` for one of another security. */
export const ownRank = ({ into }: Pick<ConversionTerms, "into">): number | undefined =>
  typeof into === "number" ? into : undefined;

/** Who has it done, in the form in which the program keeps it. */
export function keptBy(by: ConvertedByArgs): Pick<Conversion, "by" | "trigger"> {
  switch (by.__kind) {
    case "Holders":
      return { by: 0, trigger: 0 };
    case "Resolution":
      return { by: 1, trigger: 0 };
    case "Trigger":
      return { by: 2, trigger: by.place };
  }
}
