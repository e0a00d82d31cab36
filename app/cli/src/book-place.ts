import {
  assetOf,
  clusterTime,
  phaseOf,
  previewIfCommitted,
  previewOf,
  readPreviewState,
} from "@defi-ready/securities";
import { AllocationRule, type TicketPreview } from "@defi-ready/securities/program";
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
  const wouldBe = previewIfCommitted({ ...state, ticket: ticket.data });
  const rewards = await rewardsOf(context.cluster, book.data);
  const phase = phaseOf(book.data, await clusterTime(context.cluster));
  const asset = assetOf(book.data, ticket.data.asset);
  const amount = (units: bigint) => money(units, decimals);
  const grantedIn = ({ rewards: amounts }: TicketPreview) =>
    rewards.map((reward, index) => ({ ...reward, amount: amounts[index] ?? 0n }));
  const granted = grantedIn(preview);
  const gets = (one: TicketPreview): [string, string][] => [
    ["Accepted", amount(one.accepted)],
    ["Goes back", money(one.unitsBack, asset.decimals)],
    ["Shares", money(one.shares, state.tranche.decimals)],
    ...grantedIn(one).map(({ kind, amount: reward, decimals: of }, index): [string, string] => [
      `Reward ${index}`,
      `${money(reward, of)} ${kind}`,
    ]),
  ];
  const { id, place: at, committedTo } = ticket.data;
  const isChosen = book.data.allocation === AllocationRule.Discretionary;
  return {
    text: facts([
      ["Ticket", `${id}, of a book that is ${phase}`],
      ["Place in line", String(at)],
      ["Money", amount(preview.value)],
      ["Committed", preview.committed ? `to offer ${committedTo}` : "no"],
      ...(preview.qualified ? [] : [["Counts", "not until its owner qualifies"] as [string, string]]),
      ["Ahead, committed", amount(preview.committedAhead)],
      ["Ahead in all", amount(preview.liveAhead)],
      ...gets(preview),
      ...(wouldBe === undefined
        ? []
        : [
            [conditionOf(preview, isChosen), ""] as [string, string],
            ...gets(wouldBe).map(([what, value]): [string, string] => [`  ${what.toLowerCase()}`, value]),
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
      ifCommitted: wouldBe ?? null,
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

/** What has to happen for a ticket to get something, in words. */
function conditionOf({ committed, qualified }: TicketPreview, isChosen: boolean): string {
  const parts = [
    ...(committed ? [] : ["committed"]),
    ...(qualified ? [] : ["marked"]),
    ...(isChosen ? ["with what is approved of it"] : []),
  ];
  return `If it is ${parts.join(", ")}`;
}
