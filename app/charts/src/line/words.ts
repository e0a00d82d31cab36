import { formatGroupedAmount, rewardBetween } from "@defi-ready/securities";
import { sumOf } from "../parts/amounts.js";
import type { Numbers } from "../parts/frame.js";
import type { Line, LineTicket } from "./line.js";

/** A curve of rewards that a book promises. */
export type Reward = Readonly<{
  /** What it pays, such as "warrants". */
  name: string;
  /** Of the reward. */
  decimals: number;
  knots: readonly Readonly<{ money: bigint; reward: bigint; bend?: bigint | undefined }>[];
}>;

const COLUMNS = ["Committed", "Accepted"];
const IF_COLUMNS = ["If committed", "Accepted then"];

/** The most tickets that the table shows one by one; beyond that, yours alone. */
const LISTED = 50;

/** What is said of a line before there is an offer. */
const IF_ALL = "if all of it were committed";

/** What a ticket is and gets, in a sentence. */
export function ticketWords(
  line: Line,
  at: number,
  { decimals, symbol }: Readonly<{ decimals: number; symbol: string }>,
): string {
  const ticket = line.tickets[at];
  if (ticket === undefined) {
    return "nobody: this part of the line is open";
  }
  const money = (amount: bigint) => `${formatGroupedAmount(amount, decimals)} ${symbol}`.trim();
  const what =
    ticket.id < 0 ? "What you would put in" : `Ticket ${ticket.id}${ticket.isYours ? ", yours" : ""}`;
  return `${what}: ${money(ticket.value)}, ${money(ticket.from)} ahead, ${line.isAsIf ? `not committed; ${IF_ALL}: ` : ""}${outcomeWords(ticket, money)}`;
}

function outcomeWords({ value, counted, accepted }: LineTicket, money: (amount: bigint) => string): string {
  if (counted === 0n) {
    return "waiting, not committed";
  }
  if (accepted === value) {
    return "accepted whole";
  }
  return accepted === 0n ? "committed, nothing accepted" : `committed, ${money(accepted)} accepted`;
}

/** The line in a sentence. */
export function lineWords(
  line: Line,
  { decimals, symbol }: Readonly<{ decimals: number; symbol: string }>,
): string {
  const money = (amount: bigint) => `${formatGroupedAmount(amount, decimals)} ${symbol}`.trim();
  const { tickets, live, counted, accepted, cap, minimum } = line;
  const isAdding = tickets.at(-1)?.id === -1;
  const count = tickets.length - (isAdding ? 1 : 0);
  const many = count === 1 ? "1 ticket" : `${count.toLocaleString("en-US")} tickets`;
  const who = isAdding ? `${many} and what you would put in have` : `${many} ${count === 1 ? "has" : "have"}`;
  const least =
    counted >= minimum ? "the minimum is met" : `${money(minimum - counted)} are missing to the minimum`;
  const committed = line.isAsIf
    ? `none of it committed, as there is no offer yet; ${IF_ALL},`
    : `${money(counted)} of it committed,`;
  return `${who} ${money(live)} in line, ${committed} ${money(accepted)} would be accepted; the cap is ${money(cap)}, and ${least}.`;
}

/** What is yours of the line, in a sentence; `undefined` where nothing is. */
export function yourWords(
  line: Line,
  { decimals, symbol }: Readonly<{ decimals: number; symbol: string }>,
  rewards: readonly Reward[],
): string | undefined {
  const yours = line.tickets.filter(({ isYours }) => isYours);
  if (yours.length === 0) {
    return undefined;
  }
  const money = (amount: bigint) => `${formatGroupedAmount(amount, decimals)} ${symbol}`.trim();
  const [value, accepted] = [sumOf(yours.map((one) => one.value)), sumOf(yours.map((one) => one.accepted))];
  const earned = rewards.map(({ name, decimals: places, knots }) => {
    const all = yours.map((one) => rewardBetween({ knots, ahead: one.acceptedAhead, value: one.accepted }));
    return `, ${formatGroupedAmount(sumOf(all), places)} ${name}`;
  });
  const put = yours.some(({ id }) => id < 0) ? "Yours, with what you would put in" : "Yours";
  const then = line.isAsIf ? `, and ${IF_ALL}, ` : ", ";
  return `${put}: ${money(value)} in line${then}${money(accepted)} accepted${earned.join("")}.`;
}

/** The line as a table: totals, and tickets one by one where they are few, else yours. */
export function lineNumbers(
  line: Line,
  decimals: number,
  rewardsOf: (at: number) => readonly string[],
  names: readonly string[],
): Numbers {
  const money = (amount: bigint) => formatGroupedAmount(amount, decimals);
  const empty = names.map(() => "");
  const isShort = line.tickets.length <= LISTED;
  const shown: { ticket: LineTicket; at: number }[] = [];
  for (const [at, ticket] of line.tickets.entries()) {
    if (isShort || ticket.isYours) {
      shown.push({ ticket, at });
    }
  }
  const left = line.tickets.length - shown.length;
  return {
    columns: ["Ticket", "Ahead", "In line", ...(line.isAsIf ? IF_COLUMNS : COLUMNS), ...names],
    rows: [
      ...shown.map(({ ticket, at }) => ({
        key: ticket.key,
        cells: [
          ticket.id < 0 ? "yours, if you put it in" : `${ticket.id}${ticket.isYours ? ", yours" : ""}`,
          ...[ticket.from, ticket.value, ticket.counted, ticket.accepted].map(money),
          ...rewardsOf(at),
        ],
      })),
      {
        key: "all",
        cells: ["all", "", money(line.live), money(line.counted), money(line.accepted), ...empty],
      },
      { key: "minimum", cells: ["minimum", "", "", money(line.minimum), "", ...empty] },
      { key: "cap", cells: ["cap", "", "", "", money(line.cap), ...empty] },
    ],
    note:
      left === 0
        ? undefined
        : `${left.toLocaleString("en-US")} more tickets are not listed: the arrow keys move through all of them in the picture.`,
  };
}
