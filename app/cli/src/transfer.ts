import {
  clusterTime,
  counted,
  countryWords,
  hasRules,
  kindsWords,
  movesWords,
  readTranche,
  type TransferRuleSet,
  transferRulesOf,
  type WindowState,
  windowState,
  windowWords,
} from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, type Output, parseAddress } from "./context.js";
import { day, facts, moment, money } from "./format.js";

const SECONDS_A_DAY = 86_400n;

/** `transfer`: whether shares may move. */
export function transferCommand(): Command {
  return new Command("transfer")
    .description("Whether shares may move: the rules of a class, and whether a transfer would be refused.")
    .addCommand(rulesCommand());
}

function rulesCommand(): Command {
  const command = new Command("rules")
    .description("Show a tranche's rules of transfers: when its shares may move, by whom and to whom.")
    .argument("<tranche>", "the tranche's address", parseAddress);
  examples(command, "transfer rules 4vJ9...");
  return action(command, async (context, _, address) => showRules(context, address as Address));
}

async function showRules({ cluster }: Context, address: Address): Promise<Output> {
  const { data } = await readTranche(cluster, address);
  const now = await clusterTime(cluster);
  const rules = transferRulesOf(data);
  const state = windowState({ tranche: data, now });
  return {
    text: hasRules(rules)
      ? facts(rows(rules, data, state))
      : "no rules: shares of this tranche move at any time, between all who may hold them",
    json: { tranche: address, shareDecimals: data.decimals, ...rulesObject(rules), state: state ?? null },
  };
}

type Row = readonly [string, string];

/** What each rule says, those that the class has alone. */
function rows(rules: TransferRuleSet, tranche: Tranche, state: WindowState | undefined): readonly Row[] {
  const { window, needs, moves, refusedCountries, senderQualified, dailyShares, insiderLockDays, retained } =
    rules;
  const shares = (amount: bigint) => money(amount, tranche.decimals);
  const { startsAt } = tranche;
  const insiders =
    startsAt === 0n
      ? "from the first lock"
      : `until ${day(startsAt + BigInt(insiderLockDays) * SECONDS_A_DAY)}`;
  const later = moves === null ? [] : movesWords(moves.later);
  return [
    ...(state === undefined ? [] : [["Transfers", windowWords(window)] as const]),
    ...(needs === 0 ? [] : [["  after disclosures of", kindsWords(needs)] as const]),
    ...(state === undefined ? [] : [["  now", stateWords(state)] as const]),
    ...(moves === null ? [] : [["Between categories", moveList(movesWords(moves.always))] as const]),
    ...(moves === null || later.length === 0
      ? []
      : [[`  from ${moment(BigInt(moves.laterFrom))}`, `also ${moveList(later)}`] as const]),
    ...(refusedCountries.length === 0
      ? []
      : [
          [
            "Refused countries",
            `${refusedCountries.map(countryWords).join(", ")}, and those not stated`,
          ] as const,
        ]),
    ...(senderQualified ? [["The sender needs", "a valid credential"] as const] : []),
    ...(dailyShares === 0n
      ? []
      : [["A record sends", `at most ${shares(dailyShares)} a day (UTC)`] as const]),
    ...(insiderLockDays === 0
      ? []
      : [["Rewards and manager", `locked for ${counted(insiderLockDays, "day")} ${insiders}`] as const]),
    ...(retained === null
      ? []
      : [["Retained", `${shares(BigInt(retained.shares))} by ${retained.owner}`] as const]),
  ];
}

const moveList = (moves: readonly string[]) => (moves.length === 0 ? "none" : moves.join("; "));

/** Whether shares change hands now, in words. */
export function stateWords({ openUntil, due, next }: WindowState): string {
  const then = next === undefined ? "there is none after it" : `the next one is from ${day(next.from)}`;
  if (openUntil !== undefined) {
    return `open until ${moment(openUntil)}`;
  }
  if (due !== undefined) {
    return `closed: anybody may open the window until ${day(due.until)} with \`window open\``;
  }
  return next === undefined ? "closed, for good" : `closed: ${then} until ${day(next.until)}`;
}

/** The rules for programs. */
function rulesObject(rules: TransferRuleSet): object {
  const { moves, retained } = rules;
  return {
    ...rules,
    moves:
      moves === null
        ? null
        : { always: [...moves.always], later: [...moves.later], laterFrom: BigInt(moves.laterFrom) },
    retained: retained === null ? null : { owner: retained.owner, shares: BigInt(retained.shares) },
  };
}
