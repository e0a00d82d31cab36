import {
  type Cluster,
  clusterTime,
  commitmentOf,
  counted,
  describeMode,
  escrowAsset,
  explain,
  listBooks,
  mintNames,
  modeOf,
  phaseOf,
  printable,
  readBook,
  readSecurity,
  readTranche,
  readTranches,
  readWaterfall,
  settlementVault,
  shownUrl,
} from "@defi-ready/securities";
import type { Book } from "@defi-ready/securities/program";
import { type Account, type Address, createSolanaRpcSubscriptions } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, type Output, parseAddress, UsageError } from "./context.js";
import { moment, money, toJsonLine } from "./format.js";
import { stopOnSignals } from "./signals.js";

/** Milliseconds after which it looks even if it was told of nothing: phases change with time, and messages get lost. */
const LOOK_AGAIN = 30_000;
/** Milliseconds before it subscribes again. */
const AGAIN = 2_000;

/** What is watched, in words, by what it is of. */
type Seen = ReadonlyMap<string, string>;

/** What can be watched: how it is read, and whose transactions change it. */
type Subject = Readonly<{ read: () => Promise<Seen>; addresses: readonly Address[] }>;

type Options = Readonly<{ ws?: string }>;

/** `watch`: what happens in a book, or in a deal. */
export function watchCommand(): Command {
  const command = new Command("watch").description(
    "Follow a book or a deal as it changes: a line for each change, until it is stopped.",
  );
  command.addCommand(
    subject("book", "Follow a book: its phase, its offer, the money in line.", (context, book) =>
      bookSubject(context.cluster, book),
    ),
  );
  command.addCommand(
    subject(
      "deal",
      "Follow a security: its mode, its payments, its vault and the books that it has when you begin.",
      (context, security) => dealSubject(context.cluster, security),
    ),
  );
  return command;
}

function subject(
  name: string,
  description: string,
  of: (context: Context, address: Address) => Promise<Subject>,
): Command {
  const command = new Command(name)
    .description(description)
    .argument(`<${name === "book" ? name : "security"}>`, "its address", parseAddress)
    .option(
      "--ws <url>",
      "where the node takes subscriptions; that of the settings or beside the URL if left out",
    );
  examples(command, `watch ${name} 7Gk2...`);
  return action<Options>(command, async (context, { ws }, address) =>
    watch(context, await of(context, address as Address), ws),
  );
}

async function watch(context: Context, what: Subject, ws: string | undefined): Promise<Output> {
  const stopping = stopOnSignals(() => undefined);
  const bell = new Bell();
  const url = socketOf(context, ws);
  const ringing = what.addresses.map((address) =>
    ring(context, { url, address, bell, signal: stopping.signal }),
  );
  try {
    let before: Seen = new Map();
    while (!stopping.signal.aborted) {
      bell.reset();
      try {
        const now = await what.read();
        say(context, before, now);
        before = now;
      } catch (error) {
        context.progress(explain(error, context.url));
      }
      await bell.heard(LOOK_AGAIN, stopping.signal);
    }
    await Promise.all(ringing);
    return { text: undefined, json: undefined };
  } finally {
    stopping.end();
  }
}

/** Writes what has changed, or all of it at first. */
function say(context: Context, before: Seen, now: Seen): void {
  const time = new Date().toISOString();
  for (const [what, value] of now) {
    const was = before.get(what);
    if (was !== value) {
      context.out(
        context.json
          ? toJsonLine({ time, what, before: was ?? null, now: value })
          : `${time.slice(11, 19)}  ${what}: ${was === undefined || before.size === 0 ? "" : `${was} -> `}${value}`,
      );
    }
  }
  for (const what of [...before.keys()].filter((one) => !now.has(one))) {
    context.out(
      context.json
        ? toJsonLine({ time, what, before: before.get(what), now: null })
        : `${time.slice(11, 19)}  ${what}: closed`,
    );
  }
}

/** Rings with each transaction that names an address; subscribes again whenever the connection is lost. */
async function ring(
  context: Context,
  {
    url,
    address,
    bell,
    signal,
  }: Readonly<{ url: string; address: Address; bell: Bell; signal: AbortSignal }>,
): Promise<void> {
  const commitment = commitmentOf(context.cluster);
  while (!signal.aborted) {
    try {
      const logs = await createSolanaRpcSubscriptions(url)
        .logsNotifications({ mentions: [address] }, { commitment })
        .subscribe({ abortSignal: signal });
      for await (const _ of logs) {
        bell.ring();
      }
    } catch (error) {
      if (!signal.aborted) {
        context.progress(
          `cannot subscribe at ${shownUrl(url)}, looks every ${LOOK_AGAIN / 1_000} seconds: ${explain(error, url)}`,
        );
      }
    }
    await pause(AGAIN, signal);
  }
}

/** Something happened: whoever waits is woken, and a ring while nobody waits is not lost. */
class Bell {
  #rang = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rang = true;
    this.#wake?.();
  }

  reset(): void {
    this.#rang = false;
  }

  /** Waits for a ring, for some milliseconds at most. */
  async heard(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#rang) {
      return;
    }
    const rung = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const ended = new AbortController();
    await Promise.race([rung, pause(milliseconds, AbortSignal.any([signal, ended.signal]))]);
    ended.abort();
    this.#wake = undefined;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
    if (signal.aborted) {
      end();
    }
  });
}

/** Where a node takes subscriptions: as told, as the settings say, or as Solana's nodes do, at the port after its own. */
function socketOf({ url, websocketUrl }: Context, ws: string | undefined): string {
  const told = ws ?? websocketUrl;
  if (told !== undefined) {
    if (!/^wss?:\/\//.test(told)) {
      throw new UsageError(
        `"${shownUrl(told)}" is not where a node takes subscriptions: it starts with ws:// or wss://`,
      );
    }
    return told;
  }
  const beside = new URL(url);
  const secure = beside.protocol === "https:";
  if (beside.port !== "") {
    beside.port = String(Number(beside.port) + 1);
  }
  return beside.href.replace(/^https?/, secure ? "wss" : "ws");
}

async function bookSubject(cluster: Cluster, address: Address): Promise<Subject> {
  await readBook(cluster, address);
  return {
    addresses: [address],
    read: async () => {
      const [book, now] = [await readBook(cluster, address), await clusterTime(cluster)];
      const { data: tranche } = await readTranche(cluster, book.data.tranche);
      const name = (await mintNames(cluster, [tranche.mint])).get(tranche.mint)?.symbol ?? "book";
      return new Map(bookFacts(printable(name), book, now));
    },
  };
}

function bookFacts(name: string, { data }: Account<Book>, now: bigint): [string, string][] {
  const { decimals } = escrowAsset(data);
  const amount = (units: bigint) => money(units, decimals);
  const { poll } = data;
  return [
    [`${name} phase`, phaseOf(data, now)],
    [
      `${name} offer`,
      data.offerVersion === 0
        ? "none yet"
        : `${data.offerVersion} at ${amount(data.price)}, until ${moment(data.offerEnds)}`,
    ],
    [`${name} in line`, `${amount(data.live)} in ${counted(data.openTickets, "ticket")}`],
    [`${name} committed`, `${amount(data.committed)} of ${amount(data.minimum)} to ${amount(data.cap)}`],
    [`${name} accepted`, amount(data.accepted)],
    ...(poll.number === 0
      ? []
      : [
          [`${name} poll ${poll.number}`, `${amount(poll.yes)} yes, ${amount(poll.no)} no`] as [
            string,
            string,
          ],
        ]),
  ];
}

async function dealSubject(cluster: Cluster, address: Address): Promise<Subject> {
  const books = await booksOf(cluster, address);
  return {
    addresses: [address, ...books.map((book) => book.address)],
    read: async () => {
      const [security, waterfall, now] = await Promise.all([
        readSecurity(cluster, address),
        readWaterfall(cluster, address),
        clusterTime(cluster),
      ]);
      const vault = settlementVault(security.data);
      const amount = (units: bigint) => money(units, vault.decimals);
      const facts: [string, string][] = [
        ["mode", describeMode(modeOf(waterfall.data, now))],
        ["distributions", String(security.data.nextDistribution)],
        ["received", amount(vault.received)],
        ["owed to holders", amount(vault.payable)],
        ["paid", amount(vault.paid)],
        ["proceeds", amount(vault.treasury)],
        ["drawn", amount(vault.drawn)],
        ["reserve", amount(vault.reserve)],
      ];
      const named = await booksOf(cluster, address);
      return new Map([...facts, ...named.flatMap(({ name, book }) => bookFacts(name, book, now))]);
    },
  };
}

/** The open books of a security, by the symbol of what they sell. */
async function booksOf(cluster: Cluster, address: Address) {
  const tranches = await readTranches(cluster, await readSecurity(cluster, address));
  const names = await mintNames(
    cluster,
    tranches.map(({ data }) => data.mint),
  );
  const all = await Promise.all(
    tranches.map(async (tranche) => {
      const symbol = printable(names.get(tranche.data.mint)?.symbol ?? String(tranche.data.rank));
      return (await listBooks(cluster, tranche.address)).map((book) => ({
        name: `${symbol}/${book.data.number}`,
        address: book.address,
        book,
      }));
    }),
  );
  return all.flat();
}
