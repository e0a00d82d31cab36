import { assetOf, clusterTime, phaseOf, previewOf, readPreviewState } from "@defi-ready/securities";
import type { Command } from "commander";
import { type AboutTicket, ticketCommand } from "./book-ticket.js";
import { type Context, examples, type Output } from "./context.js";
import { facts, money } from "./format.js";
import { rewardsOf } from "./rewards.js";

/** `book place`: a ticket's place, and what it gets. */
export function placeCommand(): Command {
  const command = ticketCommand(
    "place",
    "Show a ticket's place in line, the money ahead of it, and what it gets if the book is locked as it is.",
    (one) => one,
    place,
  );
  return examples(command, "book place 7Gk2... 3");
}

async function place(context: Context, { book, ticket, decimals }: AboutTicket): Promise<Output> {
  const state = await readPreviewState(context.cluster, book.data);
  const preview = previewOf({ ...state, ticket: ticket.data });
  const rewards = await rewardsOf(context.cluster, book.data);
  const phase = phaseOf(book.data, await clusterTime(context.cluster));
  const asset = assetOf(book.data, ticket.data.asset);
  const amount = (units: bigint) => money(units, decimals);
  const granted = rewards.map((reward, index) => ({ ...reward, amount: preview.rewards[index] ?? 0n }));
  const { id, place: at, committedTo } = ticket.data;
  return {
    text: facts([
      ["Ticket", `${id}, of a book that is ${phase}`],
      ["Place in line", String(at)],
      ["Money", amount(preview.value)],
      ["Committed", preview.committed ? `to offer ${committedTo}` : "no"],
      ...(preview.qualified ? [] : [["Counts", "not until its owner qualifies"] as [string, string]]),
      ["Ahead, committed", amount(preview.committedAhead)],
      ["Ahead in all", amount(preview.liveAhead)],
      ["Accepted", amount(preview.accepted)],
      ["Goes back", money(preview.unitsBack, asset.decimals)],
      ["Shares", money(preview.shares, state.tranche.decimals)],
      ...granted.map(({ kind, amount: reward, decimals: of }, index): [string, string] => [
        `Reward ${index}`,
        `${money(reward, of)} ${kind}`,
      ]),
    ]),
    json: {
      ticket: ticket.address,
      id,
      phase,
      place: at,
      committedTo,
      asset: ticket.data.asset,
      decimals,
      shareDecimals: state.tranche.decimals,
      ...preview,
      rewards: granted.map(({ kind, target, mint, decimals: of, amount: reward }) => ({
        kind,
        target,
        mint,
        decimals: of,
        amount: reward,
      })),
    },
  };
}
