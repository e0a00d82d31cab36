import {
  assetOf,
  ClientError,
  closeOwnerTotal,
  findOwnerTotal,
  moveUp,
  parsePositiveAmount,
  raiseTip,
  readBook,
  readTicketById,
  readTokenAccounts,
  setRefundAccount,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { Command } from "commander";
import { ticketAction } from "./book-ticket.js";
import { action, examples, parseAddress } from "./context.js";
import { money } from "./format.js";

const SOL_DECIMALS = 9;

/** Commands that keep a book in order. */
export function upkeepCommands(): Command[] {
  return [refundCommand(), moveUpCommand(), raiseTipCommand(), closeTotalCommand()];
}

function refundCommand(): Command {
  return ticketAction(
    "refund-to",
    "Have the refunds of a ticket paid to another token account of its asset.",
    "book refund-to 7Gk2... 3 5Fgh...",
    (command) => command.argument("<account>", "the token account", parseAddress),
    async (context, { book, ticket, rest: [to] }, owner) => {
      const refundAccount = to as Address;
      const { mint } = assetOf(book.data, ticket.data.asset);
      const [account] = await readTokenAccounts(context.cluster, [refundAccount]);
      if (account === undefined || account.mint !== mint) {
        const what =
          account === undefined ? "is not a token account" : `is a token account of ${account.mint}`;
        throw new ClientError(`${refundAccount} ${what}: name one of the ticket's asset, ${mint}`);
      }
      const whose = account.owner === owner.address ? "" : `, which belongs to ${account.owner}`;
      const question = whose !== "" ? `have refunds paid to ${refundAccount}${whose}` : undefined;
      const signature = await context.sendConfirmed(
        question,
        await setRefundAccount({ owner, book, ticket, refundAccount }),
        owner,
      );
      return {
        signature,
        text: `refunds of ticket ${ticket.data.id} are paid to ${refundAccount}${whose}`,
        json: { refundAccount, owner: account.owner },
      };
    },
  );
}

function moveUpCommand(): Command {
  return ticketAction(
    "move-up",
    "Move a ticket to the first empty place behind the money ahead of it; the order of tickets does not change. Anybody may.",
    "book move-up 7Gk2... 3",
    (command) => command,
    async (context, { book, ticket }, payer) => {
      const signature = await context.send(await moveUp({ book, ticket }), payer);
      const after = await readTicketById(context.cluster, { book: book.address, id: ticket.data.id });
      return {
        signature,
        text: `ticket ${ticket.data.id} moved from place ${ticket.data.place} to ${after.data.place}`,
        json: { from: ticket.data.place, place: after.data.place },
      };
    },
  );
}

function raiseTipCommand(): Command {
  const command = new Command("raise-tip")
    .description("Raise the tip for settling or refunding a ticket; commitments stay valid. By the sponsor.")
    .argument("<book>", "the book's address", parseAddress)
    .argument("<sol>", "the tip for each ticket from then on, such as 0.001");
  examples(command, "book raise-tip 7Gk2... 0.001");
  return action(command, async (context, _, address, sol) => {
    const sponsor = await context.signer();
    const tip = parsePositiveAmount(sol ?? "", SOL_DECIMALS);
    const book = await readBook(context.cluster, address as Address);
    if (tip <= book.data.tip) {
      throw new ClientError(
        `the tip is ${money(book.data.tip, SOL_DECIMALS)} SOL already, and can only be raised`,
      );
    }
    const signature = await context.sendConfirmed(
      `raise the tip for a ticket to ${money(tip, SOL_DECIMALS)} SOL`,
      await raiseTip({ sponsor, book, tip }),
      sponsor,
    );
    return { text: `the tip is ${money(tip, SOL_DECIMALS)} SOL a ticket`, json: { signature, tip } };
  });
}

function closeTotalCommand(): Command {
  const command = new Command("close-total")
    .description(
      "Close the count of an owner's money in a book that limits each owner, once it counts nothing or the book is over; its rent goes back. Anybody may.",
    )
    .argument("<book>", "the book's address", parseAddress)
    .argument("[owner]", "the owner; yourself if left out", parseAddress);
  examples(command, "book close-total 7Gk2...", "book close-total 7Gk2... 8sYd...");
  return action(command, async (context, _, at, whose) => {
    const payer = await context.signer();
    const [book, owner] = [at as Address, (whose as Address | undefined) ?? payer.address];
    const ownerTotal = await findOwnerTotal(context.cluster, { book, owner });
    if (ownerTotal === undefined) {
      throw new ClientError(`the book counts no money of ${owner}: there is nothing to close`);
    }
    const signature = await context.send(await closeOwnerTotal({ ownerTotal }), payer);
    const { rentPayer } = ownerTotal.data;
    return { text: `closed; the rent went back to ${rentPayer}`, json: { signature, rentPayer } };
  });
}
