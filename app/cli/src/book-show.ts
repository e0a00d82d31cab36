import {
  assetsOf,
  type BookState,
  closingWords,
  clusterTime,
  counted,
  deadlineAt,
  escrowAsset,
  isCounted,
  isGated,
  isPassed,
  isPolling,
  isQualified,
  isRestricted,
  isSettled,
  type MintName,
  mintNames,
  moneyAhead,
  NOBODY,
  printable,
  readBook,
  readBookState,
  readSecurity,
  readTranche,
} from "@defi-ready/securities";
import type { Book, Ticket } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import type { Context, Output } from "./context.js";
import { facts, hexOf, moment, money, percent, short, table } from "./format.js";
import { type Reward, rewardsOf } from "./rewards.js";

const ALLOCATIONS = ["first come, first served", "pro rata", "the sponsor's choice"];
const ADAPTERS = ["1:1", "reported", "stake pool"];
const SOL_DECIMALS = 9;

/** `book show`: a book's terms, its rewards and its line. */
export async function showBook(context: Context, address: Address): Promise<Output> {
  const book = await readBook(context.cluster, address);
  const now = await clusterTime(context.cluster);
  const state = await readBookState(context.cluster, { book, now });
  const rewards = await rewardsOf(context.cluster, book.data);
  const { data: security } = await readSecurity(context.cluster, book.data.security);
  const { data: tranche } = await readTranche(context.cluster, book.data.tranche);
  const name = (await mintNames(context.cluster, [tranche.mint])).get(tranche.mint);
  const sections = [
    terms(state, { now, name, closes: closingWords(security, book.data.group) }),
    assets(state),
    rewardTable(rewards, book.data),
    poll(book.data, now),
  ];
  return {
    text: [...sections.filter((section) => section !== ""), line(state)].join("\n\n"),
    json: { ...toObject(state, rewards, now), name: name?.name ?? null, symbol: name?.symbol ?? null },
  };
}

function terms(
  { book: { address, data }, phase, tickets }: BookState,
  { now, name, closes }: Readonly<{ now: bigint; name: MintName | undefined; closes: string }>,
): string {
  const amount = amountOf(data);
  const deadline = deadlineAt(data, now);
  const range = data.priceMaxAge === 0n ? "" : `, at least ${amount(data.priceMin)}, as reported at the lock`;
  const [smallest, largest] = [amount(data.minTicket), amount(data.maxTicket)];
  const size = data.maxTicket === 0n ? `at least ${smallest}` : `${smallest} to ${largest}`;
  const offer =
    data.offerVersion === 0 ? "none yet" : `${data.offerVersion}, open until ${moment(data.offerEnds)}`;
  const lead =
    data.lead === NOBODY
      ? "none"
      : `${data.lead}: ${amount(data.leadLive)} in line, ${amount(data.leadCommitted)} committed, ` +
        `of ${amount(data.leadMinimum)}`;
  const approved: [string, string][] = data.allocation === 2 ? [["Approved", amount(data.approved)]] : [];
  return facts([
    ["Book", address],
    ["Sells", name === undefined ? "shares" : printable(`${name.name} (${name.symbol})`)],
    ["Tranche", data.tranche],
    ["Security", data.security],
    ["Phase", phase],
    ["Offer", offer],
    ["SHA-256 of terms", hexOf(data.termsSha256) ?? "-"],
    ["Price of a share", `${amount(data.price)}${range}`],
    ["Allocation", ALLOCATIONS[data.allocation] ?? "?"],
    [
      "In line",
      `${amount(data.live)} in ${counted(tickets.length, "ticket")}, of ${counted(data.lineCapacity, "place")}`,
    ],
    ["Committed", amount(data.committed)],
    ...approved,
    ["Minimum, cap", `${amount(data.minimum)}, ${amount(data.cap)}`],
    ["A ticket", `${size}, in lots of ${amount(data.lot)}`],
    ["Limit per owner", data.ownerLimit === 0n ? "none" : amount(data.ownerLimit)],
    ["Lead", lead],
    ["Opens", moment(data.opensAt)],
    ["Deadline", deadline === data.deadline ? moment(deadline) : `${moment(deadline)}, by vote`],
    ["Closes", closes],
    [
      "Counts",
      isRestricted(data)
        ? `money of marked tickets: the shares require a credential${isGated(data) ? ", and deposits too" : ""}`
        : "all that is committed",
    ],
    ["Holders first", data.rightsUntil === 0n ? "no" : `until ${moment(data.rightsUntil)}`],
    ["Locked", moment(data.lockedAt)],
    ["Proceeds stay", `${counted(data.drawDelay / 3_600n, "hour")} after the lock, and until all is settled`],
    ...lockUp(data),
    ["Accepted", amount(data.accepted)],
    ["Tip", `${money(data.tip, SOL_DECIMALS)} SOL, ${money(data.tipBudget, SOL_DECIMALS)} SOL there`],
  ]);
}

/** For how long what the book sells cannot be passed on; nothing where it is free at once. */
function lockUp({ cliffDays, vestingDays }: Book): readonly (readonly [string, string])[] {
  if (cliffDays + vestingDays === 0) {
    return [];
  }
  const vest = `free evenly by the day over ${counted(vestingDays, "day")}`;
  const all = `all for ${counted(cliffDays, "day")} after the lock`;
  return [["Lock-up", cliffDays === 0 ? vest : vestingDays === 0 ? all : `${all}, then ${vest}`]];
}

function assets({ book: { data }, escrows }: BookState): string {
  const rows = assetsOf(data).map(({ mint, adapter, units, proceeds, decimals }, index) => [
    String(index),
    mint,
    ADAPTERS[adapter] ?? "?",
    money(units, decimals),
    money(proceeds, decimals),
    money(escrows[index] ?? 0n, decimals),
  ]);
  return table(
    [
      { right: "Asset" },
      "Mint",
      "Rate",
      { right: "In line" },
      { right: "Proceeds" },
      { right: "Escrow holds" },
    ],
    rows,
  );
}

function rewardTable(rewards: readonly Reward[], book: Book): string {
  const amount = amountOf(book);
  const rows = rewards.map(({ kind, target, budget, granted, decimals, knots }, index) => [
    String(index),
    kind,
    target,
    money(budget, decimals),
    money(granted, decimals),
    knots
      .map((knot) => {
        const falls = knot.bend === 0n ? "" : `, its rate falling by a bend of ${money(knot.bend, decimals)}`;
        return `${money(knot.reward, decimals)} to ${amount(knot.money)}${falls}`;
      })
      .join(", "),
  ]);
  return rows.length === 0
    ? ""
    : table(
        [{ right: "Reward" }, "Pays", "Of", { right: "Budget" }, { right: "Granted" }, "All of the line"],
        rows,
      );
}

function poll(book: Book, now: bigint): string {
  const { number, endsAt, newDeadline, yes, no, base } = book.poll;
  if (number === 0) {
    return "";
  }
  const amount = amountOf(book);
  const asks = newDeadline === 0n ? "for advice" : `for the deadline ${moment(newDeadline)}`;
  const ended = newDeadline === 0n ? "ended" : isPassed(book) ? "passed" : "not passed";
  const needs = newDeadline === 0n ? "" : `; more than ${percent(book.extensionBps)} are needed`;
  return facts([
    [`Poll ${number}`, `${asks}: ${isPolling(book, now) ? `runs until ${moment(endsAt)}` : ended}`],
    ["Votes", `${amount(yes)} yes, ${amount(no)} no, of ${amount(base)}${needs}`],
  ]);
}

/** The state of a ticket, in words. */
function stateOf(book: Book, ticket: Ticket): string {
  if (isSettled(ticket)) {
    return "settled, refund waits";
  }
  if (ticket.committedTo === 0) {
    return "not committed";
  }
  if (ticket.committedTo !== book.offerVersion) {
    return `committed to offer ${ticket.committedTo}, which has been replaced`;
  }
  return isCounted({ book, ticket }) ? "committed" : "committed, not qualified: does not count";
}

function placesOf({ book, tickets, line: bytes }: BookState) {
  return tickets.map(({ address, data }) => {
    const ahead = moneyAhead({ line: bytes, version: book.data.offerVersion, place: data.place });
    return {
      id: data.id,
      place: data.place,
      ticket: address,
      owner: data.owner,
      asset: data.asset,
      units: data.units,
      value: data.value,
      committedTo: data.committedTo,
      approved: data.approved,
      qualified: isQualified(data),
      state: stateOf(book.data, data),
      ahead: ahead.committed,
      liveAhead: ahead.live,
    };
  });
}

function line(state: BookState): string {
  const amount = amountOf(state.book.data);
  const rows = placesOf(state).map((one) => [
    String(one.place),
    String(one.id),
    short(one.owner),
    amount(one.value),
    amount(one.ahead),
    one.state,
  ]);
  return rows.length === 0
    ? "Nobody is in line."
    : table(
        [
          { right: "Place" },
          { right: "Ticket" },
          "Owner",
          { right: "Money" },
          { right: "Committed ahead" },
          "State",
        ],
        rows,
      );
}

function toObject(state: BookState, rewards: readonly Reward[], now: bigint): object {
  const { address, data } = state.book;
  const { mint, decimals } = escrowAsset(data);
  return {
    book: address,
    phase: state.phase,
    security: data.security,
    tranche: data.tranche,
    settlementMint: mint,
    decimals,
    offerVersion: data.offerVersion,
    termsSha256: hex(data.termsSha256),
    price: data.price,
    priceMin: data.priceMin,
    priceMaxAge: data.priceMaxAge,
    allocation: ALLOCATIONS[data.allocation],
    lot: data.lot,
    minimum: data.minimum,
    cap: data.cap,
    minTicket: data.minTicket,
    maxTicket: data.maxTicket,
    ownerLimit: data.ownerLimit,
    opensAt: data.opensAt,
    offerEnds: data.offerEnds,
    deadline: deadlineAt(data, now),
    latestDeadline: data.latestDeadline,
    restricted: isRestricted(data),
    gated: isGated(data),
    rightsUntil: data.rightsUntil,
    lockedAt: data.lockedAt,
    drawDelay: data.drawDelay,
    unsettled: data.unsettled,
    sharesHeld: data.sharesHeld,
    lineCapacity: data.lineCapacity,
    live: data.live,
    committed: data.committed,
    approved: data.approved,
    accepted: data.accepted,
    refunded: data.refunded,
    escrow: state.escrows[0],
    tip: data.tip,
    tipBudget: data.tipBudget,
    lead:
      data.lead === NOBODY
        ? null
        : {
            owner: data.lead,
            minimum: data.leadMinimum,
            live: data.leadLive,
            committed: data.leadCommitted,
          },
    poll: pollObject(data, now),
    assets: assetsOf(data).map((asset, index) => ({
      mint: asset.mint,
      rate: ADAPTERS[asset.adapter],
      rateSource: asset.adapter === 0 ? null : asset.rateSource,
      maxAge: asset.maxAge,
      decimals: asset.decimals,
      units: asset.units,
      proceeds: asset.proceeds,
      escrow: state.escrows[index],
    })),
    rewards,
    line: placesOf(state),
  };
}

function pollObject(book: Book, now: bigint): object | null {
  const { number, endsAt, newDeadline, yes, no, base, subjectSha256 } = book.poll;
  const running = isPolling(book, now);
  return number === 0
    ? null
    : { number, subjectSha256: hex(subjectSha256), endsAt, newDeadline, yes, no, base, running };
}

function amountOf(book: Book): (units: bigint) => string {
  const { decimals } = escrowAsset(book);
  return (units) => money(units, decimals);
}

function hex(bytes: ArrayLike<number>): string {
  return Buffer.from(Uint8Array.from(bytes)).toString("hex");
}
