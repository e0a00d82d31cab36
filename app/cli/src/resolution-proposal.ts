import { readFileSync } from "node:fs";
import {
  bitsOf,
  ClientError,
  FREE_TRANSFERS,
  fileFault,
  NO_BUDGET,
  parsePositiveAmount,
  ROLE_WORDS,
  type RoleWord,
  roleOf,
  STAGES,
  type TransferRuleSet,
} from "@defi-ready/securities";
import type { ProposalArgs, Tranche } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { parseAddress, parseCount, parseDay, UsageError } from "./context.js";

/** What can be proposed, and the values that it takes. */
export const PROPOSALS = {
  advisory: "<ranks>: nothing; the classes of these ranks, such as 0,2, say what they think",
  document: ": the resolution's document becomes the deal's",
  role: "<role> <key>: another sponsor, servicer, reporter, arbitrator or, as `qualifier/0`, qualifier",
  waiver: "<trigger> <day>: a trigger counts as met up to a day",
  authorised: "<rank> <shares>: the most shares there may be of a class",
  rules: "<rank> <file>: all transfer rules of a class, in JSON",
  conversion: "<rank> <number>: a conversion of a class, as in `conversion list`",
  terms: "<rank>: a debt's rate and maturity, by --rate and --maturity",
  accelerate: ": in an event of default, all cash repays the debts, as the most senior lenders decide",
  resume: ": lenders take back the acceleration that they declared",
  floor:
    "<rank> <price> <shares> <day>: the next book of a class asks no less than this price, for so many shares, up to a day",
  destination: "<account> <new account>: another account for draws of proceeds",
  call: "<rank> <price> <most>: all shares of a class end for this price each, paid by the treasury, for at most so much together",
  "wind-down": ": the deal is wound down, and ends",
  control: "<stage>: control goes back to an earlier stage, sponsor or investors",
  agent: "<stage> <key>: another agent of the investors or the lenders",
  budget:
    "<manager> <account> <amount> <day>: a manager draws up to an amount to a destination until a day; with --every, so much in each period of these days",
  "no-budget": ": the budget that there is ends",
  waterfall:
    "<deal file>: the waterfall and the triggers of a deal file in place of those that there are; what anybody is owed stays owed",
} as const;
/** The word for a kind of proposal. */
export type ProposalWord = keyof typeof PROPOSALS;

/** The new terms of a debt. */
export type DebtOptions = Readonly<{ rate?: string | undefined; maturity?: bigint | undefined }>;
/** What a budget may have besides. */
export type BudgetOptions = Readonly<{
  every?: number | undefined;
  vault?: number | undefined;
  reinvestment?: true | undefined;
}>;

/** A proposal from the words of a command line. */
export function proposalFrom(
  word: ProposalWord,
  values: readonly string[],
  options: Readonly<{
    debt: DebtOptions;
    budget: BudgetOptions;
    tranches: readonly Account<Tranche>[];
    /** Decimals of the vaults' mints, of which the first is the settlement mint. */
    vaultDecimals: readonly number[];
  }>,
): ProposalArgs {
  const { debt, budget, tranches, vaultDecimals } = options;
  const [first = "", second = "", third = "", fourth = ""] = values;
  const needs = /<.*?>/g;
  const wanted = PROPOSALS[word].split(":")[0]?.match(needs) ?? [];
  if (values.length !== wanted.length) {
    throw new UsageError(
      `${word} takes ${wanted.length === 0 ? "nothing more" : wanted.join(" ")}, and not ${values.length} values`,
    );
  }
  if (word !== "terms" && (debt.rate !== undefined || debt.maturity !== undefined)) {
    throw new UsageError("--rate and --maturity are for terms");
  }
  if (word !== "budget" && Object.values(budget).some((value) => value !== undefined)) {
    throw new UsageError("--every, --vault and --reinvestment are for a budget");
  }
  switch (word) {
    case "advisory":
      return { __kind: "Advisory", classes: bitsOf(first.split(",").map((rank) => rankIn(rank, tranches))) };
    case "document":
      return { __kind: "Document" };
    case "role":
      return { __kind: "Role", role: roleFrom(first), to: parseAddress(second) };
    case "waiver":
      return { __kind: "Waiver", trigger: parseCount(first), until: parseDay(second) };
    case "authorised": {
      const { rank, decimals } = classOf(first, tranches);
      return { __kind: "Authorised", rank, shares: parsePositiveAmount(second, decimals) };
    }
    case "rules":
      return { __kind: "TransferRules", rank: rankIn(first, tranches), rules: rulesIn(second) };
    case "conversion":
      return { __kind: "Conversion", rank: rankIn(first, tranches), number: parseCount(second) };
    case "terms": {
      const { rank, ratePpm, maturity } = classOf(first, tranches);
      if (debt.rate === undefined && debt.maturity === undefined) {
        throw new UsageError("say what changes, with --rate, --maturity or both");
      }
      return {
        __kind: "DebtTerms",
        rank,
        ratePpm: debt.rate === undefined ? ratePpm : ratePpmOf(debt.rate),
        maturity: debt.maturity ?? maturity,
      };
    }
    case "accelerate":
      return { __kind: "Acceleration", declare: true };
    case "resume":
      return { __kind: "Acceleration", declare: false };
    case "floor": {
      const { rank, decimals } = classOf(first, tranches);
      return {
        __kind: "Floor",
        rank,
        price: parsePositiveAmount(second, vaultDecimals[0] ?? 0),
        shares: parsePositiveAmount(third, decimals),
        until: parseDay(fourth),
      };
    }
    case "call":
      return {
        __kind: "Call",
        rank: rankIn(first, tranches),
        price: parsePositiveAmount(second, vaultDecimals[0] ?? 0),
        most: parsePositiveAmount(third, vaultDecimals[0] ?? 0),
      };
    case "destination":
      return { __kind: "Destination", from: parseAddress(first), to: parseAddress(second) };
    case "wind-down":
      return { __kind: "WindDown" };
    case "control":
      return { __kind: "Control", stage: stageFrom(first) };
    case "agent":
      return { __kind: "Agent", stage: stageFrom(first), to: parseAddress(second) };
    case "budget": {
      const { every: days = 0, vault = 0, reinvestment = false } = budget;
      const decimals = vaultDecimals[vault];
      if (decimals === undefined) {
        throw new UsageError(`there is no vault ${vault}: the security has ${vaultDecimals.length}, from 0`);
      }
      const manager = parseAddress(first);
      const destination = parseAddress(second);
      const amount = parsePositiveAmount(third, decimals);
      const until = parseDay(fourth);
      return {
        __kind: "Budget",
        terms: { manager, destination, vault, reinvestment, amount, days, until },
      };
    }
    case "no-budget":
      return { __kind: "Budget", terms: NO_BUDGET };
    case "waterfall":
      // It is laid down before.
      throw new UsageError("a waterfall is proposed with its draft");
  }
}

function stageFrom(word: string): number {
  const stage = (STAGES as readonly string[]).indexOf(word);
  if (stage < 0) {
    throw new UsageError(`name a stage: ${STAGES.join(", ")}`);
  }
  return stage;
}

const PPM_A_BPS = 100;

/** A rate in percent, such as `9.5`, in parts per million. */
function ratePpmOf(text: string): number {
  const [, whole = "", part = ""] = /^(\d{1,4})(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  if (whole === "") {
    throw new UsageError("give the rate in percent a year, such as 9 or 9.25");
  }
  return Number(whole) * PPM_A_BPS * PPM_A_BPS + Number(part.padEnd(4, "0"));
}

function classOf(text: string, tranches: readonly Account<Tranche>[]): Tranche {
  const tranche = tranches[parseCount(text)];
  if (tranche === undefined) {
    throw new UsageError(`there is no class of rank ${text}: the deal has ${tranches.length}, from 0`);
  }
  return tranche.data;
}

const rankIn = (text: string, tranches: readonly Account<Tranche>[]): number => classOf(text, tranches).rank;

/** Roles that a resolution replaces. */
const REPLACED: readonly RoleWord[] = ROLE_WORDS.filter((word) =>
  ["sponsor", "servicer", "reporter", "arbitrator", "qualifier"].includes(word),
);

function roleFrom(text: string): ReturnType<typeof roleOf> {
  const [name = "", place] = text.split("/");
  const word = REPLACED.find((one) => one === name);
  if (word === undefined || (word === "qualifier") !== (place !== undefined)) {
    throw new UsageError(`name a role: ${REPLACED.join(", ")}; a qualifier with its place, as qualifier/0`);
  }
  return roleOf({ word, place: place === undefined ? 0 : parseCount(place) });
}

/** Transfer rules from a file, in the words of `transfer rules --json`; what is left out is no rule. */
function rulesIn(file: string): TransferRuleSet {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ClientError(`cannot read the rules ${file}: ${fileFault(error)}`);
  }
  const big = new Set(["dailyShares", "maxShares", "laterFrom"]);
  const bytes = new Set(["always", "later"]);
  const parsed = JSON.parse(text, (key, value: unknown) => {
    if (big.has(key)) {
      return BigInt(value as string | number);
    }
    return bytes.has(key) ? Uint8Array.from(value as number[]) : value;
  }) as Partial<TransferRuleSet>;
  const unknown = Object.keys(parsed).find((key) => !(key in FREE_TRANSFERS));
  if (unknown !== undefined) {
    throw new ClientError(
      `${file} says ${unknown}, which is no rule: the rules are ${Object.keys(FREE_TRANSFERS).join(", ")}`,
    );
  }
  return { ...FREE_TRANSFERS, ...parsed, retained: null };
}
