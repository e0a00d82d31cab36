import { escrowAsset, readBook, readTicketById } from "@defi-ready/securities";
import type { Book, Ticket } from "@defi-ready/securities/program";
import type { Account, Address, Signature, TransactionSigner } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, type Output, parseAddress, parseCount } from "./context.js";

/** The context of a command about one ticket. */
export type AboutTicket<Options extends object = object> = Readonly<{
  book: Account<Book>;
  ticket: Account<Ticket>;
  /** Decimals of the settlement mint. */
  decimals: number;
  /** The arguments after the ticket. */
  rest: readonly string[];
  /** What `more` adds as options. */
  options: Options;
}>;

/** A command about one ticket of a book; `more` adds its further arguments and options. */
export function ticketCommand<Options extends object = object>(
  name: string,
  description: string,
  more: (command: Command) => Command,
  run: (context: Context, about: AboutTicket<Options>) => Promise<Output>,
): Command {
  const command = more(
    new Command(name)
      .description(description)
      .argument("<book>", "the book's address", parseAddress)
      .argument("<ticket>", "the ticket's number, as `book show` has it", parseCount),
  );
  return action<Options>(command, async (context, options, address, id, ...rest) => {
    const book = await readBook(context.cluster, address as Address);
    const ticket = await readTicketById(context.cluster, { book: book.address, id: Number(id) });
    return run(context, { book, ticket, decimals: escrowAsset(book.data).decimals, rest, options });
  });
}

/** A command that sends one transaction about a ticket. */
export function ticketAction<Options extends object = object>(
  name: string,
  description: string,
  example: string,
  more: (command: Command) => Command,
  work: (
    context: Context,
    about: AboutTicket<Options>,
    signer: TransactionSigner,
  ) => Promise<Readonly<{ signature: Signature; text: string; json?: object }>>,
): Command {
  const command = ticketCommand<Options>(name, description, more, async (context, about) => {
    const { signature, text, json } = await work(context, about, await context.signer());
    return { text, json: { signature, ticket: about.ticket.data.id, ...json } };
  });
  return examples(command, example);
}
