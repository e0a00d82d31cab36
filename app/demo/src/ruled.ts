import {
  countryWords,
  findHolder,
  freeShares,
  hasRules,
  isoDay,
  lockedIn,
  type Preflight,
  preflightTransfer,
  shareLocksOf,
  TransactionFailure,
  transferRulesOf,
  transferShares,
} from "@defi-ready/securities";
import {
  type Lock,
  SECURITIES_ERROR__CATEGORY_TOO_EARLY,
  SECURITIES_ERROR__SHARES_LOCKED,
  SECURITIES_ERROR__WINDOW_CLOSED,
} from "@defi-ready/securities/program";
import type { Deal } from "@defi-ready/securities-migrations";
import { money, table } from "@defi-ready/securities-terminal";
import type { KeyPairSigner } from "@solana/kit";
import { categoryName, issue, setValid, standingsOf } from "./admission.js";
import { keepCalendar, openNext } from "./calendar.js";
import { at, type Investor, keyOf, STRANGER } from "./cast.js";
import { type Sale, sell } from "./payments.js";
import type { Stage } from "./stage.js";

const DAY = 86_400n;
/** Quarters of the time over which shares vest, for the table of a lock. */
const QUARTERS = [0n, 1n, 2n, 3n, 4n] as const;
/** How many refusals of one transfer the story waits out. */
const MOST_WAITS = 8;

/** Somebody who sends or receives shares. */
type Person = Readonly<{ name: string; signer: KeyPairSigner }>;
/** A sale under rules: who sells what to whom, and who else is in the story. */
type Scene = Readonly<{
  stage: Stage;
  deal: Deal;
  investors: readonly Investor[];
  seller: Investor;
  buyer: Investor;
  rank: number;
}>;
type Move = Readonly<{ from: Person; to: Person; rank: number; amount: bigint }>;

/** Whether shares of a class are locked at first, or change hands by rules. */
export async function isRuled(stage: Stage, rank: number): Promise<boolean> {
  const tranche = at(await stage.tranches(), rank);
  const books = (await stage.books()).filter(({ data }) => data.tranche === tranche.address);
  return (
    hasRules(transferRulesOf(tranche.data)) ||
    books.some(({ data: { cliffDays, vestingDays } }) => cliffDays + vestingDays > 0)
  );
}

/**
 * Somebody wants to sell half of its shares. Each time that it is refused it waits for what helps: a window, the end of a lock,
 * a date. In the end it sells; what the rules refuse even then is tried as well.
 *
 * @returns The sale; `undefined` if the rules never allow it.
 */
export async function sellByRules(scene: Scene): Promise<Sale | undefined> {
  const { stage, seller, buyer, rank } = scene;
  const record = await holding(stage, rank, seller);
  const move: Move = { from: seller, to: buyer, rank, amount: (record?.shares ?? 0n) / 2n };
  for (let waits = 0; ; waits += 1) {
    const refusal = await attempt(scene, move);
    if (refusal === undefined) {
      break;
    }
    if (waits === MOST_WAITS || !(await waitFor(scene, refusal.code, move))) {
      stage.say(`${seller.name} cannot sell, and keeps its shares and what they earn`);
      return undefined;
    }
  }
  await tryOthers(scene);
  const sale = await sell(stage, { seller, buyer, rank });
  await tryTheRest(scene);
  return sale;
}

/** Does what a refusal waits for; returns whether there is such a thing. */
async function waitFor(scene: Scene, code: number | undefined, move: Move): Promise<boolean> {
  const { stage, deal, rank, buyer } = scene;
  switch (code) {
    case SECURITIES_ERROR__WINDOW_CLOSED:
      return openNext(stage, { deal, rank, by: buyer });
    case SECURITIES_ERROR__SHARES_LOCKED: {
      await sayLocks(scene, rank, move.from);
      const day = await dayOnWhichFree(stage, move);
      await keepCalendar(stage, deal, day);
      await stage.clock.reach(day, "the day on which enough shares are free");
      stage.say(`${isoDay(day)}  so much of it has become free that ${move.from.name} tries again`);
      return true;
    }
    case SECURITIES_ERROR__CATEGORY_TOO_EARLY: {
      await sayPeer(scene, move);
      const { moves } = transferRulesOf(at(await stage.tranches(), rank).data);
      const from = BigInt(moves?.laterFrom ?? 0n);
      await stage.clock.reach(from, "the day from which more categories may receive");
      stage.say(`${isoDay(from)}  more categories may receive from now on`);
      return true;
    }
    default:
      return false;
  }
}

/** Asks the program whether shares may move. */
async function ask(stage: Stage, { from, to, rank, amount }: Move): Promise<Preflight> {
  return preflightTransfer(stage.cluster, {
    security: await stage.security(),
    tranche: at(await stage.tranches(), rank),
    from: from.signer.address,
    to: to.signer.address,
    amount,
    payer: stage.bot.address,
  });
}

/**
 * Asks whether shares may move and, if they may not, shows that the transfer itself is refused by the same number.
 *
 * @returns The refusal, which is said.
 */
async function attempt({ stage, deal }: Scene, move: Move) {
  const { from, to, rank, amount } = move;
  const found = await ask(stage, move);
  if (found.ok) {
    return undefined;
  }
  const transfer = await transferShares({
    cluster: stage.cluster,
    owner: from.signer,
    security: await stage.security(),
    tranche: at(await stage.tranches(), rank),
    to: to.signer.address,
    amount,
  });
  const refused = await stage.send(transfer, from.signer).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(refused instanceof TransactionFailure) || refused.details.code !== found.code) {
    throw new Error(`the check said ${found.message}, and the transfer ended otherwise`, { cause: refused });
  }
  const { name, decimals } = at(deal.tranches, rank);
  stage.say(
    `${isoDay(await stage.clock.now())}  ${from.name} sends ${to.name} ${money(amount, decimals)} of ${name}, ` +
      `and is refused: ${found.message}`,
  );
  return found;
}

/** What of a record becomes free when, to check by hand. */
async function sayLocks({ stage, deal }: Scene, rank: number, owner: Person): Promise<void> {
  const record = await holding(stage, rank, owner);
  const { name, decimals } = at(deal.tranches, rank);
  const sum = (amount: bigint) => money(amount, decimals);
  for (const lock of record === undefined ? [] : shareLocksOf(record, await stage.clock.now())) {
    const { cliff, until, shares } = lock;
    const [first, last] = [isoDay(BigInt(cliff) * DAY), isoDay(BigInt(until) * DAY)];
    const whole = `  ${sum(shares)} of ${owner.name}'s ${name} are locked until ${first}`;
    if (cliff === until) {
      stage.say(`${whole}, and all free from then on`);
      continue;
    }
    const rows = daysOf(lock).map((day) => {
      const locked = lockedIn(lock, day);
      return [isoDay(day), sum(locked), sum(shares - locked)];
    });
    stage.say(`${whole}, and become free evenly by the day until ${last}:\n`);
    stage.say(`${table(["On", { right: "Locked" }, { right: "Free" }], rows)}\n`);
  }
}

/** The days of a lock on which a quarter more is free. */
const daysOf = ({ cliff, until }: Lock): readonly bigint[] =>
  QUARTERS.map((quarter) => (BigInt(cliff) + (BigInt(until - cliff) * quarter) / 4n) * DAY);

/** The first day on which a record's locks let it send so many shares. */
async function dayOnWhichFree(stage: Stage, { from, rank, amount }: Move): Promise<bigint> {
  const holder = await holding(stage, rank, from);
  const { data: tranche } = at(await stage.tranches(), rank);
  const last = BigInt(Math.max(0, ...(holder?.locks ?? []).map(({ until }) => until)));
  let day = (await stage.clock.now()) / DAY + 1n;
  while (
    holder !== undefined &&
    day < last &&
    freeShares({ tranche, holder, now: day * DAY }).free < amount
  ) {
    day += 1n;
  }
  return day * DAY;
}

/** Where a receiver of another category has to wait, one of the sender's own need not. */
async function sayPeer({ stage, deal, investors, rank }: Scene, move: Move): Promise<void> {
  const { name } = move.from;
  const standings = standingsOf(deal, investors);
  const category = standings.get(name)?.category ?? 0;
  const peer = investors.find((one) => one.name !== name && standings.get(one.name)?.category === category);
  if (peer !== undefined && (await ask(stage, { ...move, to: peer })).ok) {
    const when = isoDay(await stage.clock.now());
    const named = categoryName(deal, rank, category);
    stage.say(`${when}  to ${peer.name}, who is ${named} like ${name}, the same transfer would pass now`);
  }
}

/** Before the sale: somebody of a refused country, and a sender whose credential was revoked. */
async function tryOthers(scene: Scene): Promise<void> {
  const { stage, deal, investors, seller, buyer, rank } = scene;
  const tranche = at(await stage.tranches(), rank);
  const { refusedCountries, senderQualified } = transferRulesOf(tranche.data);
  const standing = standingsOf(deal, investors).get(seller.name) ?? { category: 0, country: 0 };
  const amount = 10n ** BigInt(tranche.data.decimals);
  const [country] = refusedCountries;
  if (country !== undefined) {
    const stranger = { name: STRANGER, signer: keyOf(stage.keys, STRANGER) };
    await issue(stage, stranger.signer.address, { ...standing, country });
    stage.say(`${STRANGER} has a credential that states country ${countryWords(country)}`);
    await attempt(scene, { from: seller, to: stranger, rank, amount });
  }
  if (senderQualified) {
    const changed = { subject: seller.signer.address, tranche: tranche.address, standing };
    await setValid(stage, changed, false);
    stage.say(`the qualifier revokes ${seller.name}'s credential`);
    await attempt(scene, { from: seller, to: buyer, rank, amount });
    await setValid(stage, changed, true);
    stage.say(`the qualifier makes ${seller.name}'s credential valid again`);
  }
}

/** After the sale: all that the seller still has of each class, where some of it is locked. */
async function tryTheRest(scene: Scene): Promise<void> {
  const { stage, seller, buyer } = scene;
  for (const [rank, { data: tranche }] of (await stage.tranches()).entries()) {
    const holder = await holding(stage, rank, seller);
    const { locked, free } =
      holder === undefined
        ? { locked: 0n, free: 0n }
        : freeShares({ tranche, holder, now: await stage.clock.now() });
    if (holder === undefined || locked === 0n) {
      continue;
    }
    await attempt(scene, { from: seller, to: buyer, rank, amount: holder.shares });
    if (free > 0n) {
      const sum = (amount: bigint) => money(amount, tranche.decimals);
      stage.say(`  of these ${sum(locked)} are locked, and ${sum(free)} are free`);
    } else {
      await sayLocks(scene, rank, seller);
    }
  }
}

async function holding(stage: Stage, rank: number, { signer }: Person) {
  const { tranche } = at(stage.addresses.tranches, rank);
  return (await findHolder(stage.cluster, { tranche, owner: signer.address }))?.data;
}
