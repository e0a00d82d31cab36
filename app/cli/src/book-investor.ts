import {
  admissionTo,
  assetOf,
  assetsOf,
  associatedTokenAddress,
  bookAddress,
  ClientError,
  canEnter,
  castVote,
  clusterTime,
  commit,
  consentTo,
  deadlineAt,
  depositInstructions,
  disqualifyTicket,
  escrowAsset,
  isQualified,
  isRestricted,
  listTickets,
  notAdmitted,
  parsePositiveAmount,
  phaseOf,
  qualifyTicket,
  readBook,
  readBytes,
  readSecurity,
  readTicket,
  readTokenAccounts,
  tokenBalance,
  uncommit,
  validCredentialFor,
  withdraw,
} from "@defi-ready/securities";
import type { Book } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command, InvalidArgumentError } from "commander";
import { placeCommand } from "./book-place.js";
import { ticketAction } from "./book-ticket.js";
import { consentOf, TERMS, termsLine } from "./consent.js";
import { action, type Context, examples, parseAddress, parseNonce, UsageError } from "./context.js";
import { type Figures, withFigures } from "./figures.js";
import { hexOf, moment, money, toJson } from "./format.js";

/** An investor's commands on a book. */
export function investorCommands(): Command[] {
  return [
    depositCommand(),
    withdrawCommand(),
    commitCommand(),
    uncommitCommand(),
    qualifyCommand(),
    voteCommand(),
    placeCommand(),
  ];
}

type DepositOptions = Readonly<{ commit: boolean; terms?: string; asset?: string; nonce?: bigint }>;

function depositCommand(): Command {
  const command = new Command("deposit")
    .description("Put money at the end of the line, committed to the current offer if there is one.")
    .argument("<book>", "the book's address", parseAddress)
    .argument("<amount>", "how much of the asset, such as 2500 or 2500.50")
    .option("--no-commit", "put it in line without committing it yet")
    .option("--terms <document>", TERMS)
    .option("--asset <asset>", "another asset that the book accepts: its mint, or its number")
    .option("--nonce <number>", "your own number for it: a second deposit with it is refused", parseNonce);
  examples(
    command,
    "book deposit 7Gk2... 2500",
    "book deposit 7Gk2... 2500 --terms terms.pdf",
    "--keypair investor.json book deposit 7Gk2... 2500.50 --no-commit",
    "book deposit 7Gk2... 80 --asset 1",
  );
  return action<DepositOptions>(command, async (context, options, address, amount) => {
    const owner = await context.signer();
    const book = await readBook(context.cluster, address as Address);
    const asset = assetNumber(book.data, options.asset);
    const { decimals } = assetOf(book.data, asset);
    const units = parsePositiveAmount(amount ?? "", decimals);
    if (!options.commit && options.terms !== undefined) {
      throw new UsageError(
        "--terms names what is consented to, and --no-commit consents to nothing: leave one out",
      );
    }
    await requireOpen(context, book);
    const consent = options.commit ? consentOf(book.data, options.terms) : null;
    const { instructions, ticket: at } = await depositInstructions({
      cluster: context.cluster,
      book,
      owner,
      amount: units,
      asset,
      consent,
      nonce: options.nonce,
    });
    if (options.nonce !== undefined) {
      await requireNew(context, at, options.nonce);
    }
    const source = await sourceOf(context, { owner: owner.address, book: book.data, asset });
    const admission = await admissionTo(context.cluster, { book: book.data, owner: owner.address });
    const hindrance = notAdmitted(admission, true);
    if (hindrance !== undefined) {
      const line = `${hindrance}: until that changes this money does not count, and if it has not by the lock it comes back`;
      context.note(line, toJson({ note: line }));
    }
    await withFigures(depositFigures(context, { book: book.data, asset, owner: owner.address, source }), () =>
      context.send(instructions, owner),
    );
    const { data: ticket } = await readTicket(context.cluster, at);
    const where = `ticket ${ticket.id} at place ${ticket.place}`;
    const marked = !isRestricted(book.data) || isQualified(ticket);
    const counts = marked
      ? ""
      : admission.kind === "country"
        ? ", which does not count"
        : ", which counts once you have a credential";
    const how =
      consent === null
        ? "not committed"
        : `committed to offer ${ticket.committedTo}${counts}\n${termsLine(consent)}`;
    return {
      text: `deposited ${money(units, decimals)}: ${where}, ${how}`,
      json: {
        ticket: at,
        id: ticket.id,
        place: ticket.place,
        asset,
        amount: units,
        value: ticket.value,
        committedTo: ticket.committedTo,
        termsSha256: consent === null ? null : hexOf(consent.termsSha256),
        qualified: isQualified(ticket),
      },
    };
  });
}

/** The account that pays a deposit, which must be there. */
async function sourceOf(
  { cluster }: Context,
  { owner, book, asset }: Readonly<{ owner: Address; book: Book; asset: number }>,
): Promise<Address> {
  const { mint, tokenProgram } = assetOf(book, asset);
  const source = await associatedTokenAddress({ owner, mint, tokenProgram });
  const [account] = await readTokenAccounts(cluster, [source]);
  if (account === undefined) {
    throw new ClientError(
      `you have no token account of ${mint}, which the book takes: get some of it first, which opens ${source}`,
    );
  }
  return source;
}

/** What would be right where the program refuses a deposit. */
function depositFigures(
  { cluster }: Context,
  {
    book,
    asset: index,
    owner,
    source,
  }: Readonly<{ book: Book; asset: number; owner: Address; source: Address }>,
): Figures {
  const { decimals } = escrowAsset(book);
  const asset = assetOf(book, index);
  const value = (units: bigint) => money(units, decimals);
  return {
    TicketTooSmall: () => `the smallest ticket is ${value(book.minTicket)}`,
    TicketTooLarge: () => `the largest ticket is ${value(book.maxTicket)}`,
    NotWholeLots: () => `a lot is ${value(book.lot)}`,
    OwnerLimit: async () => {
      const all = await listTickets(cluster, { book: await bookOf(book), owner });
      const there = all.reduce((sum, { data }) => sum + data.value, 0n);
      return `the limit is ${value(book.ownerLimit)}, and you have ${value(there)} in line`;
    },
    funds: async () => `you hold ${money(await tokenBalance(cluster, source), asset.decimals)}`,
  };
}

const bookOf = ({ tranche, number }: Book): Promise<Address> => bookAddress(tranche, number);

/** Refuses a second deposit with the same number of the caller's, as the program would. */
async function requireNew({ cluster }: Context, at: Address, nonce: bigint): Promise<void> {
  const [there] = await readBytes(cluster, [at]);
  if (there !== undefined) {
    const { id } = (await readTicket(cluster, at)).data;
    throw new ClientError(
      `you have a deposit number ${nonce} in this book already: ticket ${id} at ${at}; to deposit again, give another --nonce`,
    );
  }
}

function assetNumber(book: Book, named: string | undefined): number {
  if (named === undefined) {
    return 0;
  }
  const assets = assetsOf(book);
  const index = /^\d$/.test(named) ? Number(named) : assets.findIndex(({ mint }) => mint === named);
  if (index < 0 || index >= assets.length) {
    const accepted = assets.map(({ mint }, number) => `${number} (${mint})`).join(", ");
    throw new ClientError(`the book accepts no asset ${named}: it accepts ${accepted}`);
  }
  return index;
}

async function requireOpen(context: Context, { data }: Account<Book>): Promise<void> {
  const now = await clusterTime(context.cluster);
  const phase = phaseOf(data, now);
  if (!canEnter(phase)) {
    const why =
      phase === "draft"
        ? `it opens at ${moment(data.opensAt)}`
        : `it is ${phase}; its deadline is ${moment(deadlineAt(data, now))}`;
    throw new ClientError(`the book takes no deposits: ${why}`);
  }
}

function withdrawCommand(): Command {
  return ticketAction(
    "withdraw",
    "Take money out of the line: all of a ticket, or a part; the rest keeps its place.",
    "book withdraw 7Gk2... 3 500",
    (command) => command.argument("[amount]", "settlement money; all of the ticket if left out"),
    async (context, { book, ticket, decimals, rest: [amount] }, owner) => {
      const units = amount === undefined ? ticket.data.value : parsePositiveAmount(amount, decimals);
      const left = ticket.data.value - units;
      const leave = await withdraw({ cluster: context.cluster, owner, book, ticket, amount: units });
      const what = left === 0n ? "and give up its place in line" : "";
      const signature = await context.sendConfirmed(
        `take ${money(units, decimals)} out of ticket ${ticket.data.id} ${what}`.trimEnd(),
        leave,
        owner,
      );
      return {
        signature,
        text: `withdrew ${money(units, decimals)} from ticket ${ticket.data.id}; ${money(left, decimals)} remains`,
        json: { amount: units, remaining: left },
      };
    },
  );
}

function commitCommand(): Command {
  return ticketAction<{ terms?: string }>(
    "commit",
    "Consent to the current offer with all of a ticket's money.",
    "book commit 7Gk2... 3 --terms terms.pdf",
    (command) => command.option("--terms <document>", TERMS),
    async (context, { book, ticket, decimals, options }, owner) => {
      // Where there is no offer, the program says so.
      const consent = consentOf(book.data, options.terms) ?? consentTo(book.data);
      const credential = await validCredentialFor(context.cluster, { book: book.data, owner: owner.address });
      const signature = await context.send(await commit({ owner, book, ticket, consent, credential }), owner);
      const { offerVersion, termsSha256 } = consent;
      return {
        signature,
        text: `committed the ${money(ticket.data.value, decimals)} of ticket ${ticket.data.id} to offer ${offerVersion}\n${termsLine(consent)}`,
        json: { committedTo: offerVersion, termsSha256: hexOf(termsSha256), value: ticket.data.value },
      };
    },
  );
}

function uncommitCommand(): Command {
  return ticketAction(
    "uncommit",
    "Revoke consent; the money keeps its place in line.",
    "book uncommit 7Gk2... 3",
    (command) => command,
    async (context, { book, ticket, decimals }, owner) => {
      const signature = await context.send(await uncommit({ owner, book, ticket }), owner);
      return {
        signature,
        text: `the ${money(ticket.data.value, decimals)} of ticket ${ticket.data.id} is no longer committed, and keeps its place`,
        json: { committedTo: 0, value: ticket.data.value },
      };
    },
  );
}

function qualifyCommand(): Command {
  return ticketAction(
    "qualify",
    "Mark a ticket, so that its money counts, by a valid credential of its owner; or remove the mark if the owner no longer has one. Anybody may.",
    "book qualify 7Gk2... 3",
    (command) => command,
    async (context, { book, ticket, decimals }, payer) => {
      const { cluster } = context;
      const { id, owner, value } = ticket.data;
      if (!isRestricted(book.data)) {
        throw new ClientError("the book's shares require no credential: its tickets count without a mark");
      }
      const admission = await admissionTo(cluster, { book: book.data, owner });
      const credential = admission.kind === "admitted" ? admission.credential : undefined;
      const marked = isQualified(ticket.data);
      if (marked === (credential !== undefined)) {
        const why = marked
          ? "is marked, and its owner has a valid credential"
          : `is not marked: ${notAdmitted(admission)}`;
        throw new ClientError(`ticket ${id} ${why}: there is nothing to do`);
      }
      const instructions =
        credential === undefined
          ? await disqualifyTicket({
              security: await readSecurity(cluster, book.data.security),
              book,
              ticket,
            })
          : await qualifyTicket({ book, ticket, credential });
      const signature = await context.send(instructions, payer);
      return {
        signature,
        text: `the ${money(value, decimals)} of ticket ${id} ${marked ? "no longer counts, and keeps its place" : "counts once it is committed"}`,
        json: { qualified: !marked, value },
      };
    },
  );
}

function voteCommand(): Command {
  return ticketAction(
    "vote",
    "Vote in the running poll with all of a ticket's money; a second vote replaces the first.",
    "book vote 7Gk2... 3 yes",
    (command) => command.argument("<vote>", "yes or no", parseVote),
    async (context, { book, ticket, decimals, rest: [vote] }, owner) => {
      const signature = await context.send(
        await castVote({ owner, book, ticket, yes: vote === "yes" }),
        owner,
      );
      return {
        signature,
        text: `voted ${vote} in poll ${book.data.poll.number} with ${money(ticket.data.value, decimals)}`,
        json: { poll: book.data.poll.number, yes: vote === "yes", value: ticket.data.value },
      };
    },
  );
}

function parseVote(text: string): string {
  if (text !== "yes" && text !== "no") {
    throw new InvalidArgumentError("Vote yes or no.");
  }
  return text;
}
