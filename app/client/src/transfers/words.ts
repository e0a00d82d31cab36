import { formatGroupedAmount } from "../amount.js";
import { counted } from "../counted.js";
import { isFrozenForm } from "../form.js";
import type { CategoryMovesArgs, Holder, Lock, Tranche, WindowTermsArgs } from "../generated/index.js";
import { isoDay, isoMinute } from "../iso-time.js";
import { blocksOf, isPaused } from "../measures/standing.js";
import { type Allotment, UNLIMITED_ALLOTMENT } from "./allotments.js";
import { freeShares, lockedIn, shareLocksOf } from "./locks.js";
import { numbersOf, transferRulesOf } from "./rules.js";
import { windowState } from "./windows.js";

const DAY = 86_400n;

/** A day by its number since 1970. */
export const dayWords = (day: number): string => isoDay(BigInt(day) * DAY);

/** A list of words: `a, b and c`. */
const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** What a deal file calls things that the chain knows by their numbers. */
export type NumberNames = ReadonlyMap<number, string>;

const NO_NAMES: NumberNames = new Map();

/** Things by their numbers: `kind 1`, `kinds 1 and 3`; with their names `monthly report (kind 1)`. */
function numbered(
  [one, many]: readonly [one: string, many: string],
  numbers: readonly number[],
  names: NumberNames,
): string {
  if (numbers.some((number) => names.has(number))) {
    return listed(
      numbers.map((number) => {
        const name = names.get(number);
        return name === undefined ? `${one} ${number}` : `${name} (${one} ${number})`;
      }),
    );
  }
  return `${numbers.length === 1 ? one : many} ${listed(numbers.map(String))}`;
}

/** Categories of investors, a bit for each. */
const categoriesWords = (numbers: readonly number[], names: NumberNames): string =>
  numbered(["category", "categories"], numbers, names);

/** Kinds of disclosures, a bit for each: `kind 1`, or `kinds 1 and 3`; with names that a deal file gives them, by these. */
export const kindsWords = (bits: number, names: NumberNames = NO_NAMES): string =>
  numbered(["kind", "kinds"], numbersOf(bits), names);

/** When shares change hands, in words that follow "may change hands". */
export function windowWords(window: WindowTermsArgs): string {
  switch (window.__kind) {
    case "Always":
      return "always";
    case "Never":
      return "never";
    case "Periodic": {
      const { months, anchor, days } = window;
      const every = months === 1 ? "every month" : `every ${counted(months, "month")}`;
      return `for ${counted(days, "day")} ${every}, from ${dayWords(anchor)} on`;
    }
    case "Custom":
      return listed(
        window.ranges.map(({ from, until }) => `from ${dayWords(from)} until ${dayWords(until)}`),
      );
  }
}

/**
 * Which category may pass shares to which, a phrase for each that may to any: `category 1 to categories 1 and 2`; with names
 * that a deal file gives them, by these.
 */
export function movesWords(moves: CategoryMovesArgs["always"], names: NumberNames = NO_NAMES): string[] {
  return [...moves].flatMap((bits, by) =>
    bits === 0 ? [] : `${categoriesWords([by], names)} to ${categoriesWords(numbersOf(bits), names)}`,
  );
}

/** Whether shares of a class change hands at a time, in a clause; `undefined` where they always do. */
function openWords({
  tranche,
  now,
}: Readonly<{ tranche: Pick<Tranche, "rules" | "pause">; now: bigint }>): Readonly<{
  isClosed: boolean;
  clause: string | undefined;
}> {
  if (isPaused(tranche, now)) {
    const clause = `none can be transferred now: the class's transfers are paused until ${isoMinute(tranche.pause.until)}`;
    return { isClosed: true, clause };
  }
  const state = windowState({ tranche, now });
  if (state === undefined) {
    return { isClosed: false, clause: undefined };
  }
  const { openUntil, due, next } = state;
  if (openUntil !== undefined) {
    return { isClosed: false, clause: `the exchange window is open until ${isoMinute(openUntil)}` };
  }
  if (transferRulesOf(tranche).window.__kind === "Never") {
    return { isClosed: true, clause: NEVER_WORDS };
  }
  const why =
    due !== undefined
      ? `the exchange window until ${isoDay(due.until)} is not open`
      : next === undefined
        ? "there is no exchange window any more"
        : `the next exchange window is from ${isoDay(next.from)}`;
  return { isClosed: true, clause: `none can be transferred now: ${why}` };
}

/** What is said of a class whose rules have no window at all. */
const NEVER_WORDS = "shares of this class are never transferred";

/**
 * What keeps shares of a record from being transferred at a time, and how many of them can be, in clauses; none where all can
 * be.
 */
export function keptWords(
  options: Readonly<{
    tranche: Pick<Tranche, "rules" | "decimals" | "form" | "pause">;
    holder: Holder;
    now: bigint;
  }>,
): string[] {
  const { tranche, holder, now } = options;
  const { locked, retained, voted, blocked, leftToday, free } = freeShares({ tranche, holder, now });
  const isKept = locked > 0n || retained > 0n || voted > 0n || blocked > 0n;
  const { isClosed, clause } = openWords({ tranche, now });
  const shares = (amount: bigint) => formatGroupedAmount(amount, tranche.decimals);
  const locks = shareLocksOf(holder, now);
  const ends = locks.map((lock) =>
    lockWords(lock, { now, part: locks.length === 1 ? undefined : shares(lockedIn(lock, now)) }),
  );
  return [
    ...(clause === undefined ? [] : [clause]),
    ...(locked > 0n ? [`${shares(locked)} shares are locked: ${ends.join("; ")}`] : []),
    ...(retained > 0n
      ? [
          `${shares(retained)} shares are kept until release_retention is called, once no debt of the deal is outstanding`,
        ]
      : []),
    ...(voted > 0n ? [`${shares(voted)} shares are voted on a resolution until its vote closes`] : []),
    ...(blocked > 0n ? [blockWords(shares(blocked), blocksOf(holder, now))] : []),
    ...(leftToday === null ? [] : [`${shares(leftToday)} shares are left of what it may send today (UTC)`]),
    ...(isFrozenForm(tranche) && isKept
      ? ["none of its shares can be thawed until then"]
      : !isClosed && (isKept || leftToday !== null)
        ? [
            free === 0n
              ? "none can be transferred now"
              : `at most ${shares(free)} shares can be transferred now`,
          ]
        : []),
  ];
}

/** What a record may receive where its class limits holders, in a clause. */
export function allotmentWords({ allotted, room }: Allotment, decimals: number): string {
  const shares = (amount: bigint) => formatGroupedAmount(amount, decimals);
  if (allotted === 0n) {
    return "it receives no shares: its owner has set no allotment";
  }
  return allotted === UNLIMITED_ALLOTMENT
    ? "it may receive any number of shares"
    : `it may receive ${shares(room)} more shares, up to ${shares(allotted)}`;
}

/** Until when exceptional measures block shares, at the latest: what is announced binds as long as it can be taken. */
function blockWords(shares: string, blocks: Holder["blocks"]): string {
  const last = blocks.reduce((most, { until }) => (until > most ? until : most), 0);
  const by = blocks.length === 1 ? "an exceptional measure blocks" : "exceptional measures block";
  return `${by} ${shares} shares, until ${isoMinute(BigInt(last))} at the latest`;
}

/** Until when shares of a lock are locked. `part`: how many they are, if they are not all that are locked. */
function lockWords(
  { cliff, until }: Lock,
  { now, part }: Readonly<{ now: bigint; part: string | undefined }>,
): string {
  if (now / DAY >= BigInt(cliff)) {
    return `${part === undefined ? "" : `${part}, `}fewer each day until ${dayWords(until)}`;
  }
  const vests = cliff === until ? "" : `, then fewer each day until ${dayWords(until)}`;
  return `${part ?? "all"} until ${dayWords(cliff)}${vests}`;
}
