import {
  assetsOf,
  currentRate,
  escrowAsset,
  listOwnTickets,
  mintNames,
  moneyAhead,
  printable,
  readLine,
  readMarket,
  settlementVault,
  yearlyRate,
} from "@defi-ready/securities";
import type { Book, Security, Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Argument, Command } from "commander";
import { action, type Context, examples, type Output, parseAddress } from "./context.js";
import { money, short, table, text } from "./format.js";
import { KINDS } from "./show-object.js";

const PHASES = ["draft", "building", "offering", "due", "settling", "refunding"] as const;

type Options = Readonly<{ phase?: string; sponsor?: Address }>;

/** `list`: the securities of the program. */
export function listCommand(): Command {
  const command = new Command("list")
    .description(
      "List the securities of the program: what each sells, the phase of its books, and their terms.",
    )
    .addArgument(new Argument("[phase]", "only books in this phase, such as offering").choices(PHASES))
    .option("--sponsor <address>", "only those of this sponsor", parseAddress);
  examples(command, "list", "list offering", "list --sponsor 6hQw...");
  return action<Options>(command, (context, options, phase) => list(context, { ...options, phase }));
}

async function list(context: Context, { phase, sponsor }: Options): Promise<Output> {
  const { cluster } = context;
  const { listed } = await readMarket(cluster);
  const names = await mintNames(
    cluster,
    listed.flatMap(({ classes }) => classes.map(({ tranche }) => tranche.data.mint)),
  );
  const classes = listed
    .filter(({ security }) => sponsor === undefined || security.data.sponsor === sponsor)
    .flatMap(({ security, classes }) =>
      classes.flatMap(({ tranche, books }) =>
        (books.length === 0 ? [undefined] : books).map((one) => ({
          security,
          tranche,
          book: one?.book,
          phase: one?.phase ?? null,
        })),
      ),
    )
    .filter((one) => phase === undefined || one.phase === phase);
  const rows = classes.map(({ security, tranche, book, phase: is }) => {
    const name = names.get(tranche.data.mint);
    return [
      printable(name?.symbol ?? String(tranche.data.rank)),
      printable(name?.name ?? "-"),
      termsOf(tranche.data),
      is ?? "no open book",
      ...bookCells(book, security),
      book?.address ?? "-",
      security.address,
    ];
  });
  const columns = ["Price", "In line", "Cap"].map((right) => ({ right }));
  return {
    text:
      rows.length === 0
        ? "there is no such security"
        : table(["Symbol", "Name", "Terms", "Phase", ...columns, "Book", "Security"], rows),
    json: {
      classes: classes.map(({ security, tranche, book, phase: is }) => ({
        security: security.address,
        sponsor: security.data.sponsor,
        document: text(security.data.document.uri),
        tranche: tranche.address,
        rank: tranche.data.rank,
        kind: KINDS[tranche.data.kind],
        name: names.get(tranche.data.mint)?.name ?? null,
        symbol: names.get(tranche.data.mint)?.symbol ?? null,
        ratePpm: currentRate(tranche.data),
        decimals: settlementVault(security.data).decimals,
        book: book?.address ?? null,
        phase: is,
        price: book?.data.price ?? null,
        live: book?.data.live ?? null,
        committed: book?.data.committed ?? null,
        minimum: book?.data.minimum ?? null,
        cap: book?.data.cap ?? null,
        deadline: book?.data.deadline ?? null,
      })),
    },
  };
}

function termsOf(data: Tranche): string {
  const rate = data.ratePpm > 0 || data.kind === 0 ? ` at ${yearlyRate(currentRate(data))}` : "";
  return `${KINDS[data.kind] ?? "?"}${rate}`;
}

function bookCells(book: Account<Book> | undefined, security: Account<Security>): string[] {
  const { decimals } = settlementVault(security.data);
  return book === undefined
    ? ["-", "-", "-"]
    : [book.data.price, book.data.live, book.data.cap].map((amount) => money(amount, decimals));
}

/** `book mine`: an owner's tickets in all books. */
export function mineCommand(): Command {
  const command = new Command("mine")
    .description("List an owner's tickets in all books: place, money, whether it is committed.")
    .argument("[owner]", "the owner's address; your own if left out", parseAddress);
  examples(command, "book mine", "book mine 8sYd...");
  return action(command, async (context, _, address) => {
    const { cluster } = context;
    const owner = (address as Address | undefined) ?? (await context.signer()).address;
    const tickets = await listOwnTickets(cluster, owner);
    const { listed } = await readMarket(cluster);
    const offered = listed.flatMap(({ classes }) =>
      classes.flatMap(({ tranche, books }) => books.map((one) => ({ ...one, tranche }))),
    );
    const names = await mintNames(
      cluster,
      offered.map(({ tranche }) => tranche.data.mint),
    );
    const mine = await Promise.all(
      tickets.map(async ({ address: ticket, data }) => {
        const found = offered.find(({ book }) => book.address === data.book);
        if (found === undefined) {
          return [];
        }
        const { book, phase, tranche } = found;
        const { mint, decimals } = escrowAsset(book.data);
        const ahead = moneyAhead({
          line: await readLine(cluster, book.data),
          version: book.data.offerVersion,
          place: data.place,
        });
        return [
          {
            ticket,
            id: data.id,
            book: book.address,
            security: book.data.security,
            symbol: names.get(tranche.data.mint)?.symbol ?? null,
            phase,
            place: data.place,
            value: data.value,
            settlementMint: mint,
            decimals,
            asset: assetsOf(book.data)[data.asset]?.mint ?? mint,
            units: data.units,
            committedTo: data.committedTo,
            committed: data.committedTo > 0 && data.committedTo === book.data.offerVersion,
            ahead: ahead.committed,
          },
        ];
      }),
    );
    const all = mine.flat();
    const rows = all.map((one) => [
      String(one.id),
      printable(one.symbol ?? "-"),
      one.book,
      one.phase,
      String(one.place),
      money(one.value, one.decimals),
      one.committed ? "committed" : "not committed",
      money(one.ahead, one.decimals),
    ]);
    return {
      text:
        rows.length === 0
          ? `${short(owner)} has no money in line`
          : table(
              [
                { right: "Ticket" },
                "Of",
                "Book",
                "Phase",
                { right: "Place" },
                { right: "Money" },
                "State",
                { right: "Committed ahead" },
              ],
              rows,
            ),
      json: { owner, tickets: all },
    };
  });
}
