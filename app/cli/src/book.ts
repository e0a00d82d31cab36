import {
  assetOf,
  assetsOf,
  ClientError,
  closeBook,
  clusterTime,
  counted,
  countedIrregular,
  escrowAsset,
  failBook,
  groupTables,
  groupWork,
  LOCKED,
  listGroup,
  listTickets,
  lockBook,
  lockGroup,
  phaseOf,
  readBook,
  readSecurity,
  readTranche,
  releasableAssets,
  releaseProceeds,
  shortTestOf,
  type TransactionFailure,
} from "@defi-ready/securities";
import { type Book, TrancheKind } from "@defi-ready/securities/program";
import { crankTickets } from "@defi-ready/securities-bot";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { investorCommands } from "./book-investor.js";
import { showBook } from "./book-show.js";
import { sponsorCommands } from "./book-sponsor.js";
import { upkeepCommands } from "./book-upkeep.js";
import { action, type Context, examples, type Output, parseAddress } from "./context.js";
import { type Figures, withFigures } from "./figures.js";
import { moment, money, percent, short } from "./format.js";
import { mineCommand } from "./list.js";
import { withJob } from "./outcome.js";

/** `book`: an escrow book, by its investors and its sponsor. */
export function bookCommand(): Command {
  const command = new Command("book").description(
    "An escrow book: put money in line, commit it to an offer, take it out, lock, settle, close.",
  );
  const commands = [
    verb("show", "Show a book: its terms, its phase, its rewards and everybody's place in line.", showBook),
    mineCommand(),
    ...investorCommands(),
    ...sponsorCommands(),
    ...upkeepCommands(),
    verb(
      "lock",
      "Freeze the line: the sponsor once the offer has ended, anybody in the week after the deadline. A book that closes " +
        "together with others is locked with all of them, in one transaction.",
      lock,
    ),
    verb(
      "fail",
      "Fail a book that is due, once another of its group has failed, so that its tickets can be refunded. Anybody may.",
      fail,
    ),
    verb("settle", "Turn the tickets of a locked book into shares and rewards, and refund the rest.", settle),
    verb(
      "release",
      "Move the proceeds of a locked book to the security's vault, once all is settled and its draw delay is over.",
      release,
    ),
    verb("close", "Close a book without tickets and proceeds, and its escrows; its rent is refunded.", close),
  ];
  for (const one of commands) {
    command.addCommand(one);
  }
  return command;
}

function verb(
  name: string,
  description: string,
  run: (context: Context, book: Address) => Promise<Output>,
): Command {
  const command = new Command(name)
    .description(description)
    .argument("<book>", "the book's address", parseAddress);
  examples(command, `book ${name} 7Gk2...`);
  return action(command, (context, _, book) => run(context, book as Address));
}

async function lock(context: Context, address: Address): Promise<Output> {
  const caller = await context.signer();
  const book = await readBook(context.cluster, address);
  await requireLockable(context, book.data);
  if (book.data.group > 0) {
    return await lockTogether(context, book.data);
  }
  const live = money(book.data.live, escrowAsset(book.data).decimals);
  const instructions = await lockBook({ caller, book });
  const signature = await withFigures(lockFigures(context, [book]), () =>
    context.sendConfirmed(
      `lock the book with ${live} in line, which nobody can leave from then on`,
      instructions,
      caller,
    ),
  );
  return {
    text: `locked with ${live} in line`,
    json: { signature, locked: book.data.live },
  };
}

/** Until when money streams to the holders of the classes that books sell. */
function lockFigures({ cluster }: Context, books: readonly Account<Book>[]): Figures {
  const streamsUntil = async (book: Account<Book>) => {
    const { payouts } = (await readTranche(cluster, book.data.tranche)).data;
    return payouts[0]?.streamUntil ?? 0n;
  };
  const tested = (failure: TransactionFailure) => {
    const test = shortTestOf(failure.details);
    return test === undefined
      ? "the log of the transaction has the figures"
      : `the test that protects down to class ${test.rank} would find ${percent(test.foundBps)}, and requires ${percent(test.requiredBps)}`;
  };
  return {
    SubordinationShort: tested,
    CollateralShort: tested,
    StreamRunning: async () => {
      const times = await Promise.all(books.map(streamsUntil));
      const last = times.reduce((one, other) => (one > other ? one : other));
      return `all of it has streamed at ${moment(last)}`;
    },
  };
}

/** Refuses a book that is locked, has failed, or cannot be locked by anybody yet. */
async function requireLockable({ cluster }: Context, book: Book): Promise<void> {
  const phase = phaseOf(book, await clusterTime(cluster));
  if (phase === "settling") {
    throw new ClientError(
      `the book was locked at ${moment(book.lockedAt)}: settle its tickets with \`book settle\``,
    );
  }
  if (phase === "refunding") {
    throw new ClientError("the book has failed: return the money of its tickets with `book settle`");
  }
}

/** Locks all books that close together with one. */
async function lockTogether(context: Context, { security: address, group: number }: Book): Promise<Output> {
  const caller = await context.signer();
  const security = await readSecurity(context.cluster, address);
  const books = await listGroup(context.cluster, { security, number });
  const size = security.data.groups[number - 1]?.size ?? 0;
  if (books.length < size) {
    throw new ClientError(
      `the book closes together with others, ${size} in all, of which ${books.length} exist: it cannot be locked`,
    );
  }
  const instructions = await lockGroup({ caller, security, books });
  const tables = await groupTables(context.cluster, { payer: caller, instructions });
  const signature = await withFigures(lockFigures(context, books), () =>
    context.sendConfirmed(
      `lock ${counted(books.length, "book")} together, which nobody can leave from then on`,
      instructions,
      caller,
      tables,
    ),
  );
  const rows = books.map(({ address: book, data }) => {
    const { decimals } = escrowAsset(data);
    return { book, locked: data.live, text: `  ${short(book)} with ${money(data.live, decimals)} in line` };
  });
  return {
    text: [`locked ${counted(books.length, "book")} together`, ...rows.map(({ text }) => text)].join("\n"),
    json: { signature, books: rows.map(({ book, locked }) => ({ book, locked })) },
  };
}

/** Fails a book whose group has failed, so that its money can be refunded. */
async function fail(context: Context, address: Address): Promise<Output> {
  const payer = await context.signer();
  const book = await readBook(context.cluster, address);
  const { security: at, group: number } = book.data;
  const security = await readSecurity(context.cluster, at);
  const group = security.data.groups[number - 1];
  if (group === undefined) {
    throw new ClientError("the book closes by itself: once it has failed its tickets can be refunded");
  }
  const now = await clusterTime(context.cluster);
  const work = groupWork({ group, books: await listGroup(context.cluster, { security, number }), now });
  if (work.kind !== "fail" || work.books.every((one) => one.address !== address)) {
    throw new ClientError(
      `the book is ${phaseOf(book.data, now)}: it can be failed while it is due, once another of its group is refunding or was closed without a lock`,
    );
  }
  const signature = await context.send(await failBook({ book, failed: work.failed }), payer);
  return { text: "failed: refund its tickets with book settle", json: { signature } };
}

async function settle(context: Context, address: Address): Promise<Output> {
  const book = await readBook(context.cluster, address);
  const time = await clusterTime(context.cluster);
  const phase = phaseOf(book.data, time);
  if (phase !== "settling" && phase !== "refunding") {
    throw new ClientError(`the book is ${phase}: there is nothing to settle before it is locked`);
  }
  const report = await withJob(context, (job) => crankTickets(job, { book, now: time }));
  const { settled, refunded, waiting, skipped } = report;
  const left = await listTickets(context.cluster, { book: address });
  const lines = [...waiting, ...skipped].map(
    ({ subject, reason }) => `  ticket ${short(subject)}: ${reason}`,
  );
  return {
    text: [`settled ${settled}, refunded ${refunded}, left ${left.length}`, ...lines].join("\n"),
    json: { settled, refunded, left: left.length, waiting, skipped },
    failed: skipped.length > 0,
  };
}

async function release(context: Context, address: Address): Promise<Output> {
  const { cluster } = context;
  const payer = await context.signer();
  const book = await readBook(cluster, address);
  const { data } = book;
  const tranche = await readTranche(cluster, data.tranche);
  const assets = releasableAssets({
    book: data,
    cover: tranche.data.kind === TrancheKind.Cover,
    now: await clusterTime(cluster),
  });
  if (assets.length === 0) {
    throw new ClientError(whyNothingIsReleased(data));
  }
  const signatures = [];
  for (const asset of assets) {
    signatures.push(await context.send(await releaseProceeds({ book, asset }), payer));
  }
  const released = assets.map((asset) => {
    const { proceeds, decimals, mint } = assetOf(data, asset);
    return { mint, amount: proceeds, text: money(proceeds, decimals) };
  });
  return {
    text: `released ${released.map(({ text }) => text).join(", ")} to the security's vault`,
    json: { signatures, released: released.map(({ mint, amount }) => ({ mint, amount })) },
  };
}

function whyNothingIsReleased(book: Book): string {
  if (book.stage !== LOCKED) {
    return "the book is not locked: it has no proceeds yet";
  }
  if (assetsOf(book).every(({ proceeds }) => proceeds === 0n)) {
    return "the escrow holds no proceeds: they have been released already, or no ticket is settled";
  }
  const until = moment(book.lockedAt + book.drawDelay);
  return `${countedIrregular({ count: book.unsettled, one: "ticket is", many: "tickets are" })} not settled or refunded, and proceeds stay in escrow until ${until}`;
}

async function close(context: Context, address: Address): Promise<Output> {
  const payer = await context.signer();
  const book = await readBook(context.cluster, address);
  const signature = await context.send(await closeBook({ cluster: context.cluster, book }), payer);
  return { text: `closed; the rent went back to ${short(book.data.rentPayer)}`, json: { signature } };
}
