import { createHash } from "node:crypto";
import {
  attestorOf,
  disclosureItems,
  findDisclosureCalendar,
  hindranceOf,
  isoDay,
  listDisclosures,
  nextWindow,
  openWindow,
  periodDue,
  periodEnd,
  periodsOver,
  postDisclosure,
  transferRulesOf,
  windowState,
} from "@defi-ready/securities";
import type { DisclosureItem } from "@defi-ready/securities/program";
import type { Deal } from "@defi-ready/securities-migrations";
import type { KeyPairSigner } from "@solana/kit";
import { at, type Investor } from "./cast.js";
import type { Stage } from "./stage.js";

const DAY = 86_400n;
/** Nine o'clock in the morning. */
const MORNING = 9n * 3_600n;

/** A disclosure that somebody posts at a time. */
type Posting = Readonly<{ item: DisclosureItem; period: number; at: bigint }>;

/** Whoever owes a disclosure posts it, the day before it is due, each up to a time. */
export async function keepCalendar(stage: Stage, deal: Deal, until: bigint): Promise<void> {
  const { security } = stage.addresses;
  const calendar = await findDisclosureCalendar(stage.cluster, security);
  if (calendar === undefined) {
    return;
  }
  const posted = await listDisclosures(stage.cluster, security);
  const isPosted = (kind: number, period: number) =>
    posted.some(({ data }) => data.kind === kind && data.period === period);
  const postings = disclosureItems(calendar.data).flatMap((item) =>
    Array.from({ length: periodsOver(item, until) }, (_, period) => ({
      item,
      period,
      at: dayOf(item, period),
    })),
  );
  const coming = postings
    .filter(({ item, period, at: time }) => time < until && !isPosted(item.kind, period))
    .sort((a, b) => Number(a.at - b.at));
  for (const posting of coming) {
    await post(stage, deal, posting);
  }
  for (const item of disclosureItems(calendar.data)) {
    const days = coming.filter((one) => one.item === item);
    const last = days.at(-1);
    if (last !== undefined) {
      const which = days.map(({ period }) => isoDay(periodEnd(item, period))).join(", ");
      stage.say(
        `${isoDay(last.at)}  ${nameOf(deal, item)} for the ${days.length === 1 ? "period" : "periods"} up to ${which}: ` +
          `posted by ${await attestorName(stage, item)}, a day before ${days.length === 1 ? "it is" : "each is"} due`,
      );
    }
  }
}

/** The morning before the day on which a disclosure is due, which is after the end of its period. */
function dayOf(item: DisclosureItem, period: number): bigint {
  const [first, last] = [periodEnd(item, period) + DAY, periodDue(item, period) - DAY];
  return (last > first ? last : first) + MORNING;
}

const nameOf = (deal: Deal, { kind }: DisclosureItem): string =>
  deal.disclosures.find((one) => one.kind === kind)?.name ?? `disclosure of kind ${kind}`;

async function post(stage: Stage, deal: Deal, { item, period, at: time }: Posting): Promise<void> {
  const attestor = await attestorIn(stage, item);
  const name = `${nameOf(deal, item)} up to ${isoDay(periodEnd(item, period))}`;
  const uri = new URL(`disclosures/${item.kind}-${period}.txt`, deal.document.uri).href;
  const sha256 = createHash("sha256").update(name).digest();
  const { security } = stage.addresses;
  await stage.clock.reach(time, `the day of ${name}`);
  await stage.send(
    await postDisclosure({ attestor, security, kind: item.kind, period, sha256, uri }),
    attestor,
  );
}

/** Whoever posts a disclosure, of those who act in the story. */
async function attestorIn(stage: Stage, item: DisclosureItem): Promise<KeyPairSigner> {
  const [, signer] = await attestorEntry(stage, item);
  return signer;
}

async function attestorName(stage: Stage, item: DisclosureItem): Promise<string> {
  const [name] = await attestorEntry(stage, item);
  return `the ${name}`;
}

async function attestorEntry(stage: Stage, item: DisclosureItem) {
  const attestor = attestorOf(item, (await stage.security()).data);
  const found = [...stage.keys].find(([, { address }]) => address === attestor);
  if (found === undefined) {
    throw new RangeError(`nobody of the story is ${attestor}, who posts disclosures of kind ${item.kind}`);
  }
  return found;
}

/**
 * Goes to the next window of a class, which somebody opens, with those of the other classes on the same days, once what it
 * waits for was posted.
 *
 * @returns Whether it is open.
 */
export async function openNext(
  stage: Stage,
  { deal, rank, by }: Readonly<{ deal: Deal; rank: number; by: Investor }>,
): Promise<boolean> {
  const tranche = at(await stage.tranches(), rank);
  const next = nextWindow(transferRulesOf(tranche.data).window, await stage.clock.now());
  if (next === undefined) {
    stage.say("there is no window any more");
    return false;
  }
  await keepCalendar(stage, deal, next.from);
  await stage.clock.reach(next.from, "the next window");
  const calendar = await findDisclosureCalendar(stage.cluster, tranche.data.security);
  const posted = await listDisclosures(stage.cluster, tranche.data.security);
  const now = await stage.clock.now();
  for (const one of await stage.tranches()) {
    const due = windowState({ tranche: one.data, now })?.due;
    if (
      due !== undefined &&
      hindranceOf({ tranche: one.data, calendar: calendar?.data, posted, window: due }) === undefined
    ) {
      await stage.send(await openWindow({ tranche: one, calendar, now }), by.signer);
    }
  }
  const { openUntil } = windowState({ tranche: at(await stage.tranches(), rank).data, now }) ?? {};
  stage.say(
    openUntil === undefined
      ? `${isoDay(now)}  the window stays shut: a disclosure that it waits for is missing`
      : `${isoDay(now)}  ${by.name} opens the window, as anybody may: shares change hands until ${isoDay(openUntil)}`,
  );
  return openUntil !== undefined;
}
