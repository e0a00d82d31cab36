import {
  approveTicket,
  ClientError,
  counted,
  escrowAsset,
  fundTips,
  growLine,
  lineSize,
  makeOffer,
  openPoll,
  parseAmount,
  parsePositiveAmount,
  readBook,
} from "@defi-ready/securities";
import { AllocationRule, type Book } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command, InvalidArgumentError } from "commander";
import { ticketAction } from "./book-ticket.js";
import { action, type Context, examples, parseAddress, parseCount, parseMoment } from "./context.js";
import { sha256Of } from "./document-hash.js";
import { moment, money } from "./format.js";

const SOL_DECIMALS = 9;

/** A sponsor's commands on a book; anybody may give tips. */
export function sponsorCommands(): Command[] {
  return [offerCommand(), pollCommand(), approveCommand(), growCommand(), tipCommand()];
}

type OfferOptions = Readonly<{
  terms: string;
  allocation?: AllocationRule;
  price?: string;
  lowest?: string;
  minimum?: string;
  cap?: string;
  smallest?: string;
  largest?: string;
  ownerLimit?: string;
  ends?: bigint;
}>;

const RULES = {
  "first-come": AllocationRule.FirstCome,
  "pro-rata": AllocationRule.ProRata,
  discretionary: AllocationRule.Discretionary,
} as const;

function parseRule(text: string): AllocationRule {
  if (text in RULES) {
    return RULES[text as keyof typeof RULES];
  }
  throw new InvalidArgumentError(`use ${Object.keys(RULES).join(", ")}`);
}

function offerCommand(): Command {
  const command = new Command("offer")
    .description(
      "Make a new offer to the money in line; every commitment to the previous one is void, places are kept.",
    )
    .argument("<book>", "the book's address", parseAddress)
    .requiredOption("--terms <file>", "the terms offered; their SHA-256 goes on record")
    .option("--price <amount>", "price of a share, the highest if it is reported; as before if left out")
    .option("--lowest <amount>", "lowest price, if it is reported; as before if left out")
    .option("--minimum <amount>", "the least that must be committed; as before if left out")
    .option("--cap <amount>", "the most that is accepted; as before if left out")
    .option("--smallest <amount>", "the smallest ticket; as before if left out")
    .option("--largest <amount>", "the largest ticket, 0 for none; as before if left out")
    .option("--owner-limit <amount>", "the most of one owner's money, 0 for none; as before if left out")
    .option("--allocation <rule>", "first-come, pro-rata or discretionary; as before if left out", parseRule)
    .option("--ends <moment>", "until when it stays open, if longer than the offer period", parseMoment);
  examples(command, "book offer 7Gk2... --terms terms.pdf --price 0.98");
  return action<OfferOptions>(command, async (context, options, address) => {
    const sponsor = await context.signer();
    const book = await readBook(context.cluster, address as Address);
    const { decimals } = escrowAsset(book.data);
    const parsed = (text: string | undefined, before: bigint) =>
      text === undefined ? before : parsePositiveAmount(text, decimals);
    const price = parsed(options.price, book.data.price);
    const fixed = book.data.priceMaxAge === 0n;
    const offer = {
      termsSha256: sha256Of(options.terms),
      price,
      priceMin: parsed(options.lowest, fixed ? price : book.data.priceMin),
      minimum: parsed(options.minimum, book.data.minimum),
      cap: parsed(options.cap, book.data.cap),
      minTicket: parsed(options.smallest, book.data.minTicket),
      maxTicket: parsed(options.largest, book.data.maxTicket),
      ownerLimit: parsed(options.ownerLimit, book.data.ownerLimit),
      allocation: options.allocation ?? book.data.allocation,
      endsAt: options.ends ?? 0n,
    };
    const question =
      book.data.committed > 0n
        ? `make a new offer, which voids the commitment of ${money(book.data.committed, decimals)}`
        : undefined;
    const signature = await context.sendConfirmed(
      question,
      await makeOffer({ sponsor, book, offer }),
      sponsor,
    );
    const { data: now } = await readBook(context.cluster, book.address);
    return {
      text: `offer ${now.offerVersion} at ${money(price, decimals)} a share, open until ${moment(now.offerEnds)}`,
      json: { signature, version: now.offerVersion, price, minimum: offer.minimum, offerEnds: now.offerEnds },
    };
  });
}

type PollOptions = Readonly<{ question: string; ends: bigint; deadline?: bigint }>;

function pollCommand(): Command {
  const command = new Command("poll")
    .description("Ask the money in line: for a later deadline, or for advice.")
    .argument("<book>", "the book's address", parseAddress)
    .requiredOption("--question <file>", "the question; its SHA-256 goes on record")
    .requiredOption("--ends <moment>", "until when votes count, such as 2026-01-31T12:00", parseMoment)
    .option(
      "--deadline <moment>",
      "the later deadline it proposes; it only advises if left out",
      parseMoment,
    );
  examples(command, "book poll 7Gk2... --question why.txt --ends 2026-01-31 --deadline 2026-03-01");
  return action<PollOptions>(command, async (context, options, address) => {
    const sponsor = await context.signer();
    const book = await readBook(context.cluster, address as Address);
    const { ends: endsAt, deadline: newDeadline = 0n } = options;
    const poll = { subjectSha256: sha256Of(options.question), endsAt, newDeadline };
    const signature = await context.send(await openPoll({ sponsor, book, poll }), sponsor);
    const number = book.data.poll.number + 1;
    const asks = newDeadline === 0n ? "for advice" : `for the deadline ${moment(newDeadline)}`;
    return {
      text: `poll ${number} asks ${asks} until ${moment(endsAt)}`,
      json: { signature, poll: number, endsAt, newDeadline },
    };
  });
}

function approveCommand(): Command {
  return ticketAction(
    "approve",
    "Set how much of a committed ticket is accepted, if that is the sponsor's choice.",
    "book approve 7Gk2... 3 1500",
    (command) => command.argument("<amount>", "settlement money, at most the ticket's"),
    async (context, { book, ticket, decimals, rest: [text] }, sponsor) => {
      const amount = parseAmount(text ?? "", decimals);
      const signature = await context.send(await approveTicket({ sponsor, book, ticket, amount }), sponsor);
      return {
        signature,
        text: `approved ${money(amount, decimals)} of ticket ${ticket.data.id}`,
        json: { approved: amount, value: ticket.data.value },
      };
    },
  );
}

function growCommand(): Command {
  const command = new Command("grow")
    .description(
      "Give a line more places; anybody may, and pays their rent, which goes to whoever paid the book's when the book is closed.",
    )
    .argument("<book>", "the book's address", parseAddress)
    .argument("<places>", "places afterwards, at most 65,536", parseCount);
  examples(command, "book grow 7Gk2... 4096");
  return action(command, async (context, _, address, places) => {
    const payer = await context.signer();
    const book = await readBook(context.cluster, address as Address);
    const capacity = Number(places);
    const { transactions } = await growLine({ payer, book, capacity });
    const [first] = transactions;
    if (first !== undefined) {
      const rent = await rentOfGrowth(context, book, capacity);
      const held = (await context.cluster.rpc.getBalance(payer.address).send()).value;
      const sol = (lamports: bigint) => `${money(lamports, SOL_DECIMALS)} SOL`;
      if (held < rent) {
        throw new ClientError(
          `the rent of ${counted(capacity, "place")} is ${sol(rent)}, and you hold ${sol(held)}: nothing was done`,
        );
      }
      await context.confirm(
        `give the line ${counted(capacity, "place")} instead of ${book.data.lineCapacity}, for ${sol(rent)} of rent, in ${counted(transactions.length, "transaction")}`,
        { instructions: first, payer },
      );
    }
    for (const [index, instructions] of transactions.entries()) {
      await context.send(instructions, payer);
      context.progress(`grow: ${index + 1} of ${transactions.length}`);
    }
    const { lineCapacity } = (await readBook(context.cluster, book.address)).data;
    return { text: `the line has ${counted(lineCapacity, "place")}`, json: { lineCapacity } };
  });
}

/** What a longer line costs in rent, in lamports. */
async function rentOfGrowth(
  { cluster }: Context,
  { data }: Account<Book>,
  capacity: number,
): Promise<bigint> {
  const rent = (places: number) => cluster.rpc.getMinimumBalanceForRentExemption(lineSize(places)).send();
  const [before, after] = await Promise.all([rent(data.lineCapacity), rent(capacity)]);
  return after - before;
}

function tipCommand(): Command {
  const command = new Command("tip")
    .description("Set SOL aside for tips to whoever settles or refunds the tickets.")
    .argument("<book>", "the book's address", parseAddress)
    .argument("<sol>", "how much, such as 0.05");
  examples(command, "book tip 7Gk2... 0.05");
  return action(command, async (context, _, address, sol) => {
    const payer = await context.signer();
    const lamports = parsePositiveAmount(sol ?? "", SOL_DECIMALS);
    const book = await readBook(context.cluster, address as Address);
    const signature = await context.sendConfirmed(
      `set ${money(lamports, SOL_DECIMALS)} SOL aside for tips`,
      await fundTips({ payer, book, lamports }),
      payer,
    );
    const { tip, tipBudget } = (await readBook(context.cluster, book.address)).data;
    const each = `${money(tip, SOL_DECIMALS)} SOL a ticket`;
    return {
      text: `${money(tipBudget, SOL_DECIMALS)} SOL is set aside for tips of ${each}`,
      json: { signature, lamports, tip, tipBudget },
    };
  });
}
