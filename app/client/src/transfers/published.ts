import {
  type Account,
  type AccountMeta,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { DISCLOSURE, DISCLOSURE_CALENDAR, find, list, OFFSET } from "../account-kinds.js";
import { disclosureAddress, disclosureCalendarAddress } from "../addresses.js";
import { addMonths } from "../calendar.js";
import type { Cluster } from "../cluster.js";
import {
  type Disclosure,
  type DisclosureCalendar,
  type DisclosureItem,
  type DisclosureTermsArgs,
  getOpenWindowInstruction,
  getPostDisclosureInstruction,
  getPostNoticeInstruction,
  getSetDisclosuresInstruction,
  type Security,
  type Tranche,
} from "../generated/index.js";
import { NOBODY } from "../phase.js";
import { numbersOf, transferRulesOf } from "./rules.js";
import { type ExchangeWindow, windowAt } from "./windows.js";

const DAY = 86_400n;

/** A disclosure of a kind for a period, as it is due or was posted; days at midnight UTC, in Unix time. */
export type PeriodState = Readonly<{
  kind: number;
  period: number;
  attestor: Address;
  /** The last day of the period. */
  end: bigint;
  /** The day by which it is due. */
  due: bigint;
  /** What was posted; `undefined` while nothing was. */
  posted: Account<Disclosure> | undefined;
  /** Whether it was posted after that day or, while nothing was, that day is over. */
  isLate: boolean;
}>;

/**
 * Says what is due of a security's holders again and again, and from whom: all of it, which replaces what was said before. By
 * the sponsor, who pays the rent, while no book is open and before the first lock.
 */
export async function setDisclosures(
  options: Readonly<{
    sponsor: TransactionSigner;
    security: Address;
    items: readonly DisclosureTermsArgs[];
  }>,
): Promise<Instruction[]> {
  const { sponsor, security, items } = options;
  const calendar = await disclosureCalendarAddress(security);
  return [getSetDisclosuresInstruction({ sponsor, security, calendar, items: [...items] })];
}

/** Posts the disclosure of a kind for a period that is over, once. By whom the calendar names, who pays the rent. */
export async function postDisclosure(
  options: Readonly<{
    attestor: TransactionSigner;
    security: Address;
    kind: number;
    /** Its number, from 0. */
    period: number;
    sha256: Uint8Array;
    /** The address of the document, at most 128 bytes. */
    uri: string;
  }>,
): Promise<Instruction[]> {
  const { security, kind, period } = options;
  return [
    getPostDisclosureInstruction({
      ...options,
      calendar: await disclosureCalendarAddress(security),
      disclosure: await disclosureAddress({ security, kind, period }),
    }),
  ];
}

/** Tells a security's holders something: an event, which the index keeps. By the sponsor. */
export async function postNotice(
  options: Readonly<{
    sponsor: TransactionSigner;
    security: Address;
    /** A number of the sponsor's choice, 0 to 255. */
    kind: number;
    sha256: Uint8Array;
    uri: string;
    /** The disclosure that it is about, such as one that it corrects; left out: it is about none. */
    about?: Pick<NeededDisclosure, "kind" | "period"> | undefined;
  }>,
): Promise<Instruction[]> {
  const { about, ...terms } = options;
  const { security } = terms;
  const disclosure =
    about === undefined ? {} : { disclosure: await disclosureAddress({ security, ...about }) };
  return [getPostNoticeInstruction({ ...terms, ...disclosure })];
}

/** Reads a security's calendar of disclosures, if it has one. */
export const findDisclosureCalendar = async (
  cluster: Cluster,
  security: Address,
): Promise<Account<DisclosureCalendar> | undefined> =>
  find(cluster, DISCLOSURE_CALENDAR, await disclosureCalendarAddress(security));

/** All disclosures of a security that were posted, by kind and period. */
export const listDisclosures = async (cluster: Cluster, security: Address): Promise<Account<Disclosure>[]> =>
  (await list(cluster, DISCLOSURE, [[OFFSET.disclosureSecurity, security]])).sort(
    (a, b) => a.data.kind - b.data.kind || a.data.period - b.data.period,
  );

/** What is due by a calendar, by kind. */
export const disclosureItems = ({ items, count }: DisclosureCalendar): DisclosureItem[] =>
  items.slice(0, count).sort((a, b) => a.kind - b.kind);

/** The last day of a period, in Unix time. */
export const periodEnd = ({ anchor, months }: DisclosureItem, period: number): bigint =>
  addMonths(BigInt(anchor) * DAY, period * months);

/** The day by which the disclosure of a period is due, in Unix time. */
export const periodDue = (item: DisclosureItem, period: number): bigint =>
  periodEnd(item, period) + BigInt(item.dueDays) * DAY;

/** How many periods' disclosures are due by a day: of those numbers that are smaller. */
export function periodsDue(item: DisclosureItem, day: bigint): number {
  return periodsUp((period) => periodDue(item, period), item.months, day);
}

/** How many periods are over at a time. */
export function periodsOver(item: DisclosureItem, now: bigint): number {
  return periodsUp((period) => periodEnd(item, period) + DAY, item.months, now);
}

/** How many of dates that come every so many months are at or before a time. */
function periodsUp(dateOf: (period: number) => bigint, months: number, time: bigint): number {
  if (time < dateOf(0)) {
    return 0;
  }
  // A month has 31 days at the most, so as many have passed at the least.
  let count = Number((time - dateOf(0)) / (BigInt(months) * 31n * DAY));
  while (dateOf(count) <= time) {
    count += 1;
  }
  return count;
}

/** Every disclosure that is due by a calendar up to the one of the present period, with what was posted. */
export function periodStates(
  options: Readonly<{
    security: Security;
    calendar: DisclosureCalendar;
    posted: readonly Account<Disclosure>[];
    now: bigint;
  }>,
): PeriodState[] {
  const { security, calendar, posted, now } = options;
  return disclosureItems(calendar).flatMap((item) =>
    Array.from({ length: periodsOver(item, now) + 1 }, (_, period) =>
      stateOf(item, period, { security, posted, now }),
    ),
  );
}

function stateOf(
  item: DisclosureItem,
  period: number,
  {
    security,
    posted,
    now,
  }: Readonly<{ security: Security; posted: readonly Account<Disclosure>[]; now: bigint }>,
): PeriodState {
  const found = posted.find(({ data }) => data.kind === item.kind && data.period === period);
  const due = periodDue(item, period);
  return {
    kind: item.kind,
    period,
    attestor: attestorOf(item, security),
    end: periodEnd(item, period),
    due,
    posted: found,
    isLate: (found?.data.postedAt ?? now) >= due + DAY,
  };
}

/** Who posts the disclosures of a kind. */
export const attestorOf = ({ attestor }: DisclosureItem, { sponsor }: Security): Address =>
  attestor === NOBODY ? sponsor : attestor;

/** A disclosure that a window waits for. */
export type NeededDisclosure = Readonly<{
  kind: number;
  period: number;
  /** The last day of the period, in Unix time. */
  end: bigint;
}>;

/** The disclosures that a window of a class waits for, by kind: of each kind the latest that is due by its first day. */
export function neededDisclosures(
  options: Readonly<{
    tranche: Pick<Tranche, "rules">;
    calendar: DisclosureCalendar | undefined;
    window: ExchangeWindow;
  }>,
): NeededDisclosure[] {
  const { tranche, calendar, window } = options;
  const items = calendar === undefined ? [] : disclosureItems(calendar);
  return numbersOf(tranche.rules.window.needs).flatMap((kind) => {
    const item = items.find((one) => one.kind === kind);
    const due = item === undefined ? 0 : periodsDue(item, window.from);
    return item === undefined || due === 0 ? [] : { kind, period: due - 1, end: periodEnd(item, due - 1) };
  });
}

/** What keeps a window closed: a disclosure that is missing, or that was posted after the window had begun. */
export type Hindrance = NeededDisclosure & Readonly<{ why: "missing" | "late" }>;

/** What keeps a window of a class closed, of the disclosures that were posted; `undefined` if nothing does. */
export function hindranceOf(
  options: Readonly<{
    tranche: Pick<Tranche, "rules">;
    calendar: DisclosureCalendar | undefined;
    posted: readonly Account<Disclosure>[];
    window: ExchangeWindow;
  }>,
): Hindrance | undefined {
  const { posted, window } = options;
  for (const needed of neededDisclosures(options)) {
    const found = posted.find(({ data }) => data.kind === needed.kind && data.period === needed.period);
    if (found === undefined) {
      return { ...needed, why: "missing" };
    }
    if (found.data.postedAt >= window.from) {
      return { ...needed, why: "late" };
    }
  }
  return undefined;
}

/**
 * Opens the window of a class that contains a time, if the disclosures that it waits for were posted before it began. By
 * anyone.
 */
export async function openWindow(
  options: Readonly<{
    tranche: Account<Tranche>;
    /** The security's, where windows of the class wait for disclosures. */
    calendar: Account<DisclosureCalendar> | undefined;
    now: bigint;
  }>,
): Promise<Instruction[]> {
  const { tranche, calendar, now } = options;
  const { security } = tranche.data;
  const window = windowAt(transferRulesOf(tranche.data).window, now);
  // Without a window the program refuses, in its own words.
  const needed =
    window === undefined
      ? []
      : neededDisclosures({ tranche: tranche.data, calendar: calendar?.data, window });
  const metas = await Promise.all(
    needed.map(
      async ({ kind, period }): Promise<AccountMeta> => ({
        address: await disclosureAddress({ security, kind, period }),
        role: AccountRole.READONLY,
      }),
    ),
  );
  const open = getOpenWindowInstruction({
    security,
    tranche: tranche.address,
    ...(calendar === undefined ? {} : { calendar: calendar.address }),
  });
  return [{ ...open, accounts: [...open.accounts, ...metas] }];
}

/** The calendars of disclosures of all securities. */
export const listDisclosureCalendars = (cluster: Cluster): Promise<Account<DisclosureCalendar>[]> =>
  list(cluster, DISCLOSURE_CALENDAR, []);
