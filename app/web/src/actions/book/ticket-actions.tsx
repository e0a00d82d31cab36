import {
  admissionTo,
  assetOf,
  ClientError,
  canLeave,
  castVote,
  clusterTime,
  commit,
  consentTo,
  fitsTransaction,
  isPolling,
  otherPoll,
  phaseOf,
  previewTicket,
  readBook,
  readTicket,
  readTokenAccounts,
  refundTicket,
  setRefundAccount,
  settleTicket,
  uncommit,
  withdraw,
} from "@defi-ready/securities";
import type { Book, Ticket } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { moment, money } from "../../format.js";
import { Hash } from "../../ui/hash.js";
import type { Action, Plan, Planning } from "../action.js";
import { admissionWarnings, offerFacts, requireShown } from "./deposit-action.js";
import { leavingWords, outWords } from "./gates.js";
import type { Investor, Shown } from "./investor.js";

/** The book and a ticket of it, read anew. */
type About = Planning & Readonly<{ book: Account<Book>; ticket: Account<Ticket>; now: bigint }>;

function ticketAction(
  investor: Shown,
  shown: Account<Ticket>,
  options: Readonly<{ title: string; key: string; plan: (about: About) => Promise<Plan> }>,
): Action {
  return {
    title: options.title,
    key: `${options.key} ${shown.address}`,
    plan: async (planning) => {
      const { cluster } = planning;
      const [book, ticket, now] = await Promise.all([
        readBook(cluster, investor.book.address),
        readTicket(cluster, shown.address),
        clusterTime(cluster),
      ]);
      return { money: investor.money, ...(await options.plan({ ...planning, book, ticket, now })) };
    },
  };
}

/** Commits a ticket to the offer that was shown. */
export function commitAction(investor: Shown, shown: Account<Ticket>): Action {
  const { decimals } = investor;
  const consent = consentTo(investor.book.data);
  const { offerVersion } = consent;
  return ticketAction(investor, shown, {
    title: `Commit ticket ${shown.data.id}`,
    key: `commit ${offerVersion}`,
    plan: async ({ cluster, signer, book, ticket, now }) => {
      requireShown(book.data, consent);
      const admission = await admissionTo(cluster, { book: book.data, owner: signer.address });
      const credential = admission.kind === "admitted" ? admission.credential : undefined;
      const figure = money(ticket.data.value, decimals);
      return {
        instructions: await commit({ owner: signer, book, ticket, consent, credential }),
        says: [
          `You consent to offer ${offerVersion} with all ${figure} of ticket ${ticket.data.id}, on the terms with the hash below.`,
          "If the book is locked, the accepted part of it buys shares. While the offer is open you can revoke the consent.",
          ...leavingWords(book.data, { now, owner: signer.address, decimals }),
        ],
        facts: offerFacts(book.data, decimals),
        warns: admissionWarnings(admission),
        done: `Ticket ${ticket.data.id} is committed to offer ${offerVersion}.`,
      };
    },
  });
}

/** Revokes a ticket's consent. */
export const uncommitAction = (investor: Investor, shown: Account<Ticket>): Action =>
  ticketAction(investor, shown, {
    title: `Revoke the consent of ticket ${shown.data.id}`,
    key: "uncommit",
    plan: async ({ signer, book, ticket }) => ({
      instructions: await uncommit({ owner: signer, book, ticket }),
      says: [
        `Ticket ${ticket.data.id} is no longer committed to offer ${ticket.data.committedTo}. Its money keeps its place in line, and buys nothing.`,
      ],
      done: `Ticket ${ticket.data.id} is not committed.`,
    }),
  });

/** Takes money of a ticket out of the line: base units of the settlement mint. */
export function withdrawAction(investor: Investor, shown: Account<Ticket>, amount: bigint): Action {
  const { decimals } = investor;
  return ticketAction(investor, shown, {
    title: `Withdraw from ticket ${shown.data.id}`,
    key: `withdraw ${amount}`,
    plan: async ({ cluster, signer, book, ticket, now }) => {
      const phase = phaseOf(book.data, now);
      if (!canLeave({ phase, book: book.data })) {
        throw new ClientError(
          phase === "settling"
            ? "the book is locked: what is not accepted comes back by itself when the ticket is settled"
            : "the book has met its conditions and waits for its lock: money cannot leave now",
        );
      }
      const left = ticket.data.value - amount;
      if (left < 0n) {
        throw new ClientError(`the ticket holds only ${money(ticket.data.value, decimals)} by now`);
      }
      const figure = outWords({ book: book.data, ticket: ticket.data, amount, decimals });
      return {
        instructions: await withdraw({ cluster, owner: signer, book, ticket, amount }),
        says: [
          `${figure} leave the line and go to the ticket's refund account. Everybody behind moves up by as much.`,
          left === 0n
            ? "Nothing is left of the ticket: it is closed, and its place is lost."
            : `${money(left, decimals)} stay at their place.`,
        ],
        done: `${money(amount, decimals)} are out of the line.`,
      };
    },
  });
}

/** Votes in the running poll. */
export function voteAction(investor: Shown, shown: Account<Ticket>, yes: boolean): Action {
  const { decimals, book: asked } = investor;
  return ticketAction(investor, shown, {
    title: `Vote ${yes ? "yes" : "no"} with ticket ${shown.data.id}`,
    key: `vote ${yes}`,
    plan: async ({ signer, book, ticket, now }) => {
      const { poll } = book.data;
      if (!isPolling(book.data, now)) {
        throw new ClientError(`the poll has ended, at ${moment(poll.endsAt)}`);
      }
      const other = otherPoll({ book: book.data, shown: asked.data.poll });
      if (other !== undefined) {
        throw new ClientError(`${other}: close this, and read it first`);
      }
      if (ticket.data.id >= poll.ticketsBefore) {
        throw new ClientError("the ticket came after the poll had opened: it has no vote in it");
      }
      return {
        instructions: await castVote({ owner: signer, book: asked, ticket, yes }),
        says: [
          `You vote ${yes ? "yes" : "no"} in poll ${poll.number} with ${money(ticket.data.value, decimals)}. A second vote replaces the first.`,
          poll.newDeadline > 0n
            ? `If it passes, the deadline moves to ${moment(poll.newDeadline)}.`
            : "The poll is advice: it changes nothing by itself.",
        ],
        facts: [
          ["Question, SHA-256", <Hash key="question" bytes={poll.subjectSha256} />],
          ["Ends", moment(poll.endsAt)],
        ],
        done: `Ticket ${ticket.data.id} has voted ${yes ? "yes" : "no"}.`,
      };
    },
  });
}

/** Names another token account for what comes back of a ticket. */
export const refundAccountAction = (investor: Investor, shown: Account<Ticket>, account: Address): Action =>
  ticketAction(investor, shown, {
    title: `Name a refund account for ticket ${shown.data.id}`,
    key: `refund account ${account}`,
    plan: async ({ cluster, signer, book, ticket }) => {
      const { mint } = assetOf(book.data, ticket.data.asset);
      const [found] = await readTokenAccounts(cluster, [account]);
      if (found === undefined || found.mint !== mint) {
        throw new ClientError(
          `${account} is no token account of the mint ${mint}, in which the refund is paid`,
        );
      }
      return {
        instructions: await setRefundAccount({ owner: signer, book, ticket, refundAccount: account }),
        says: [`What comes back of ticket ${ticket.data.id} goes to the token account ${account}.`],
        facts: [["Owner of that account", found.owner]],
        warns:
          found.owner === signer.address
            ? []
            : ["That account is somebody else's: the refund will be theirs."],
        done: `Refunds of ticket ${ticket.data.id} go to ${account}.`,
      };
    },
  });

/** Turns a ticket of a locked book into shares, or gives its money back. */
export const settleAction = (investor: Investor, shown: Account<Ticket>): Action =>
  ticketAction(investor, shown, {
    title: `Settle ticket ${shown.data.id}`,
    key: "settle",
    plan: async ({ cluster, signer, book, ticket, now }) => {
      const phase = phaseOf(book.data, now);
      if (phase !== "settling" && phase !== "refunding") {
        throw new ClientError("the book is not locked yet: there is nothing to settle");
      }
      const preview = phase === "settling" ? await previewTicket(cluster, ticket) : undefined;
      const { decimals: places } = assetOf(book.data, ticket.data.asset);
      if (preview === undefined || preview.accepted === 0n) {
        return {
          instructions: await refundTicket({ book, ticket, tipAccount: signer.address }),
          says: [`${money(ticket.data.units, places)} come back to the ticket's refund account.`],
          done: "The money is back.",
        };
      }
      const instructions = await settleTicket({ cluster, payer: signer, book, ticket, preview });
      if (!fitsTransaction({ instructions, payer: signer })) {
        throw new ClientError(
          "this ticket's rewards need several transactions: the bot settles it, or run `securities book settle`",
        );
      }
      const { tranche } = investor.state;
      return {
        instructions,
        says: [
          `${money(preview.accepted, investor.decimals)} buy ${money(preview.shares, tranche.decimals)} shares.`,
          ...(preview.unitsBack === 0n
            ? []
            : [`${money(preview.unitsBack, places)} were not accepted and come back.`]),
          ...investor.rewards.flatMap(({ kind, decimals }, at) => {
            const reward = preview.rewards[at] ?? 0n;
            return reward === 0n ? [] : [`You get ${money(reward, decimals)} ${kind}.`];
          }),
          "Anybody may do this for you: a bot does, sooner or later.",
        ],
        done: `${money(preview.shares, tranche.decimals)} shares are yours.`,
      };
    },
  });
