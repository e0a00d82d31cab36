import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { crankTickets, Reporter } from "../bot/index.js";
import {
  ClientError,
  closeBook,
  clusterTime,
  deposit,
  escrowAsset,
  listTickets,
  lockBook,
  moneyAhead,
  parseAmount,
  phaseOf,
  readBook,
  readBookState,
  readTicket,
  withdraw,
} from "../client/index.js";
import type { Book } from "../generated/index.js";
import { action, type Context, examples, type Output, parseAddress, parseCount } from "./context.js";
import { facts, moment, money, short, table } from "./format.js";

/** Flag of a ticket whose shares are issued. */
const SETTLED = 1;

/** `book`: an escrow book, by its investors and its sponsor. */
export function bookCommand(): Command {
  return new Command("book")
    .description("An escrow book: put money in line, take it out, lock, settle, close.")
    .addCommand(
      verb(
        "show",
        "Show a book: its terms, its phase and everybody's place in line.",
        show,
        "book show 7Gk2...",
      ),
    )
    .addCommand(depositCommand())
    .addCommand(withdrawCommand())
    .addCommand(
      verb(
        "lock",
        "Freeze the line: the sponsor once the offer has ended, anybody after the deadline.",
        lock,
        "book lock 7Gk2...",
      ),
    )
    .addCommand(
      verb(
        "settle",
        "Turn the tickets of a locked book into shares, or refund those of a book below its minimum.",
        settle,
        "book settle 7Gk2...",
      ),
    )
    .addCommand(
      verb("close", "Close a book without tickets; its rent goes back.", close, "book close 7Gk2..."),
    );
}

function verb(
  name: string,
  description: string,
  run: (context: Context, book: Address) => Promise<Output>,
  example: string,
): Command {
  const command = new Command(name)
    .description(description)
    .argument("<book>", "the book's address", parseAddress);
  return action(examples(command, example), (context, _, book) => run(context, book as Address));
}

function depositCommand(): Command {
  const command = new Command("deposit")
    .description("Put money at the end of the line, committed to the present offer.")
    .argument("<book>", "the book's address", parseAddress)
    .argument("<amount>", "settlement money, such as 2500 or 2500.50");
  examples(command, "book deposit 7Gk2... 2500", "--keypair investor.json book deposit 7Gk2... 2500.50");
  return action(command, async (context, _, address, amount) => {
    const owner = await context.signer();
    const book = await readBook(context.cluster, address as Address);
    const { decimals } = escrowAsset(book.data);
    const units = parseAmount(amount ?? "", decimals);
    await requirePhase(context, book, "offering", "takes no deposits");
    const { ticket, place } = await deposit(context.cluster, { owner, book: book.address, amount: units });
    return {
      text: `deposited ${money(units, decimals)} at place ${place}`,
      json: { ticket, place, amount: units },
    };
  });
}

function withdrawCommand(): Command {
  const command = new Command("withdraw")
    .description("Take money out of the line: all of a ticket, or a part; what stays keeps its place.")
    .argument("<book>", "the book's address", parseAddress)
    .argument("<place>", "the ticket's place in line, from 0", parseCount)
    .argument("[amount]", "settlement money; all of the ticket if left out");
  examples(command, "book withdraw 7Gk2... 3", "book withdraw 7Gk2... 3 500");
  return action(command, async (context, _, address, place, amount) => {
    const owner = await context.signer();
    const book = await readBook(context.cluster, address as Address);
    const { decimals } = escrowAsset(book.data);
    const ticket = await readTicket(context.cluster, book.address, Number(place));
    const units = amount === undefined ? ticket.data.value : parseAmount(amount, decimals);
    const signature = await context.send(withdraw({ owner, book, ticket, amount: units }), owner);
    const left = ticket.data.value - units;
    return {
      text: `withdrew ${money(units, decimals)} from place ${place}; ${money(left, decimals)} stays`,
      json: { signature, place: ticket.data.place, amount: units, remaining: left },
    };
  });
}

async function requirePhase(
  context: Context,
  book: Account<Book>,
  phase: string,
  what: string,
): Promise<void> {
  const now = await clusterTime(context.cluster);
  const found = phaseOf(book.data, now);
  if (found !== phase) {
    const { opensAt, deadline } = book.data;
    const why =
      found === "draft"
        ? `it opens at ${moment(opensAt)}`
        : `it is ${found}; its deadline is ${moment(deadline)}`;
    throw new ClientError(`the book ${what}: ${why}`);
  }
}

async function show(context: Context, address: Address): Promise<Output> {
  const book = await readBook(context.cluster, address);
  const state = await readBookState(context.cluster, book, await clusterTime(context.cluster));
  const { data } = book;
  const { decimals, mint } = escrowAsset(data);
  const amount = (units: bigint) => money(units, decimals);
  const places = state.tickets.map(({ address: ticket, data: { place, owner, value, flags } }) => ({
    place,
    ticket,
    owner,
    value,
    state: (flags & SETTLED) === 0 ? "in line" : "settled, refund waits",
    ahead: moneyAhead(state.line, place).committed,
  }));
  const terms = facts([
    ["Book", address],
    ["Phase", state.phase],
    ["Price of a share", amount(data.price)],
    ["In line", `${amount(data.live)} in ${state.tickets.length} tickets`],
    ["Minimum, cap", `${amount(data.minimum)}, ${amount(data.cap)}`],
    ["Smallest ticket", amount(data.minTicket)],
    ["Opens", moment(data.opensAt)],
    ["Offer ends", moment(data.offerEnds)],
    ["Deadline", moment(data.deadline)],
    ["Locked", moment(data.lockedAt)],
    ["Accepted", amount(data.accepted)],
    ["Escrow holds", amount(state.escrow)],
  ]);
  const rows = places.map(({ place, owner, value, ahead, state: is }) => [
    String(place),
    short(owner),
    amount(value),
    amount(ahead),
    is,
  ]);
  const line =
    rows.length === 0
      ? "Nobody is in line."
      : table([{ right: "Place" }, "Owner", { right: "Money" }, { right: "Ahead" }, "State"], rows);
  return {
    text: `${terms}\n\n${line}`,
    json: {
      book: address,
      phase: state.phase,
      security: data.security,
      tranche: data.tranche,
      settlementMint: mint,
      decimals,
      price: data.price,
      minimum: data.minimum,
      cap: data.cap,
      minTicket: data.minTicket,
      opensAt: data.opensAt,
      offerEnds: data.offerEnds,
      deadline: data.deadline,
      lockedAt: data.lockedAt,
      live: data.live,
      committed: data.committed,
      accepted: data.accepted,
      refunded: data.refunded,
      escrow: state.escrow,
      line: places,
    },
  };
}

async function lock(context: Context, address: Address): Promise<Output> {
  const caller = await context.signer();
  const book = await readBook(context.cluster, address);
  const signature = await context.send(lockBook(caller, book), caller);
  return {
    text: `locked with ${money(book.data.live, escrowAsset(book.data).decimals)} in line`,
    json: { signature, locked: book.data.live },
  };
}

async function settle(context: Context, address: Address): Promise<Output> {
  const payer = await context.signer();
  const book = await readBook(context.cluster, address);
  const phase = phaseOf(book.data, await clusterTime(context.cluster));
  if (phase !== "settling" && phase !== "refunding") {
    throw new ClientError(`the book is ${phase}: there is nothing to settle before it is locked`);
  }
  const report = new Reporter(({ task, done, total }) => context.progress(`${task}: ${done} of ${total}`));
  await crankTickets(context.cluster, payer, book, {
    time: await clusterTime(context.cluster),
    concurrency: 4,
    report,
  });
  const { settled, refunded, skipped } = report.finish(1);
  const left = await listTickets(context.cluster, address);
  const lines = skipped.map(({ subject, reason }) => `  ticket ${short(subject)}: ${reason}`);
  return {
    text: [`settled ${settled}, refunded ${refunded}, left ${left.length}`, ...lines].join("\n"),
    json: { settled, refunded, left: left.length, skipped },
    failed: skipped.length > 0,
  };
}

async function close(context: Context, address: Address): Promise<Output> {
  const payer = await context.signer();
  const book = await readBook(context.cluster, address);
  const signature = await context.send(await closeBook(book), payer);
  return { text: `closed; the rent went back to ${short(book.data.rentPayer)}`, json: { signature } };
}
