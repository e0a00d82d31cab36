import {
  AmountError,
  admissionTo,
  assetOf,
  associatedTokenAddress,
  type BookAdmission,
  ClientError,
  canEnter,
  clusterTime,
  consentTo,
  deadlineAt,
  depositInstructions,
  notAdmitted,
  otherOffer,
  parsePositiveAmount,
  phaseOf,
  randomNonce,
  readBook,
  readTokenAccounts,
} from "@defi-ready/securities";
import type { Book, Consent } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { ReactNode } from "react";
import { moment, money } from "../../format.js";
import { Hash } from "../../ui/hash.js";
import type { Action, Planning } from "../action.js";
import { sentence } from "../stage.js";
import { leavingWords } from "./gates.js";
import type { Investor, Shown } from "./investor.js";

/** A deposit that was typed. */
export type Wanted = Readonly<{
  /** Which of the book's assets. */
  asset: number;
  /** Base units of it. */
  amount: bigint;
  /** Whether it is committed to the offer that was shown. */
  isCommitted: boolean;
  /** How many tickets the wallet has in line already. */
  tickets: number;
}>;

/**
 * What somebody typed as the amount of a deposit, in base units.
 *
 * @throws {AmountError} For what is no amount, or none that the book takes, with the figure that would be right.
 */
export function readDeposit(text: string, options: Readonly<{ investor: Investor; asset: number }>): bigint {
  const { book, decimals } = options.investor;
  const { decimals: places } = assetOf(book.data, options.asset);
  const amount = parsePositiveAmount(text, places);
  if (options.asset > 0) {
    return amount;
  }
  const { minTicket, maxTicket, lot } = book.data;
  if (amount < minTicket) {
    throw new AmountError(`The smallest ticket of this book is ${money(minTicket, decimals)}.`);
  }
  if (maxTicket > 0n && amount > maxTicket) {
    throw new AmountError(`The largest ticket of this book is ${money(maxTicket, decimals)}.`);
  }
  if (amount % lot !== 0n) {
    throw new AmountError(
      `That buys no whole number of shares: take ${money(amount - (amount % lot), decimals)}, or ${money(amount - (amount % lot) + lot, decimals)}.`,
    );
  }
  return amount;
}

/** What the wallet lacks for a deposit, in words; undefined if nothing. What it would get can be seen all the same. */
export function lackOf(
  amount: bigint,
  { investor, asset }: Readonly<{ investor: Investor; asset: number }>,
): string | undefined {
  const held = investor.balances[asset];
  const { decimals } = assetOf(investor.book.data, asset);
  return held === undefined || amount <= held ? undefined : `You hold ${money(held, decimals)} of it.`;
}

/** A deposit at the end of a book's line, into a ticket of its own. */
export function depositAction(investor: Shown, wanted: Wanted): Action {
  const { book: shown, decimals } = investor;
  const { asset, amount, isCommitted } = wanted;
  const { decimals: places, mint } = assetOf(shown.data, asset);
  // Of the terms that were shown, whatever the book says when it is signed.
  const consent = isCommitted ? consentTo(shown.data) : null;
  // Also if it is planned again: the number is part of the ticket's address, which is made once.
  const nonce = randomNonce();
  // Amounts of the settlement mint are named once for all.
  const figure = `${money(amount, places)}${asset === 0 ? "" : ` of the mint ${mint}`}`;
  return {
    title: wanted.tickets === 0 ? "Deposit" : "Top up",
    key: `deposit ${shown.address} ${asset} ${amount}`,
    plan: async ({ cluster, signer }) => {
      const book = await readBook(cluster, shown.address);
      const now = await requireOpen(cluster, book, decimals);
      if (consent !== null) {
        requireShown(book.data, consent);
      }
      await requireMoney({ cluster, signer }, book.data, { asset, amount });
      const { instructions } = await depositInstructions({
        cluster,
        book,
        owner: signer,
        amount,
        asset,
        consent,
        nonce,
      });
      const admission = await admissionTo(cluster, { book: book.data, owner: signer.address });
      return {
        instructions,
        money: investor.money,
        says: [
          `You put ${figure} at the end of the line. It waits in the book's escrow, not with the sponsor.`,
          consent === null
            ? "It is not committed: it keeps its place, and buys nothing until you commit it."
            : `You commit it to offer ${consent.offerVersion}, whose terms have the hash below. If the sponsor changes the offer, this consent is void.`,
          ...leavingWords(book.data, { now, owner: signer.address, decimals }),
          ...(wanted.tickets === 0
            ? []
            : [
                "It is a further ticket at the end of the line. The tickets that you have keep their places.",
              ]),
        ],
        facts: consent === null ? [] : offerFacts(book.data, decimals),
        warns: admissionWarnings(admission),
        done: `${figure} stand in line${consent === null ? ", not committed" : `, committed to offer ${consent.offerVersion}`}.`,
      };
    },
  };
}

/** What to consider before money goes in that does not count yet. */
export function admissionWarnings(admission: BookAdmission): readonly string[] {
  const why = notAdmitted(admission, true);
  return why === undefined
    ? []
    : [
        `${sentence(why)} Until that changes the money does not count, and if it has not by the lock it comes back.`,
      ];
}

/** Refuses a consent to an offer that the book no longer has. */
export function requireShown(book: Book, shown: Consent): void {
  const other = otherOffer({ book, shown });
  if (other !== undefined) {
    throw new ClientError(`the book ${other}: close this, and read the new terms first`);
  }
}

/** What a commitment is to. */
export function offerFacts(book: Book, decimals: number): readonly (readonly [string, ReactNode])[] {
  return [
    ["Offer", String(book.offerVersion)],
    ["Terms, SHA-256", <Hash key="terms" bytes={book.termsSha256} />],
    [book.priceMaxAge > 0n ? "Highest price of a share" : "Price of a share", money(book.price, decimals)],
    ["Minimum of the book", money(book.minimum, decimals)],
    ["Cap of the book", money(book.cap, decimals)],
    ["May be locked from", moment(book.offerEnds)],
  ];
}

async function requireOpen(
  cluster: Planning["cluster"],
  { data }: Account<Book>,
  decimals: number,
): Promise<bigint> {
  const now = await clusterTime(cluster);
  const phase = phaseOf(data, now);
  if (phase === "draft") {
    throw new ClientError(`the book takes no deposits yet: it opens at ${moment(data.opensAt)}`);
  }
  if (!canEnter(phase)) {
    throw new ClientError(
      `the book takes no deposits any more: its deadline was ${moment(deadlineAt(data, now))}, with ${money(data.committed, decimals)} committed`,
    );
  }
  return now;
}

/** Refuses what the owner's associated account cannot pay, in words that say what it has. */
async function requireMoney(
  { cluster, signer }: Planning,
  book: Book,
  { asset, amount }: Readonly<{ asset: number; amount: bigint }>,
): Promise<void> {
  const { mint, tokenProgram, decimals } = assetOf(book, asset);
  const owner: Address = signer.address;
  const [account] = await readTokenAccounts(cluster, [
    await associatedTokenAddress({ owner, mint, tokenProgram }),
  ]);
  if (account === undefined) {
    throw new ClientError(
      `${owner} has no token account of the mint ${mint}, so nothing to put in: get some of that token first`,
    );
  }
  if (account.frozen) {
    throw new ClientError(`the token account of ${owner} is frozen by the issuer of the mint ${mint}`);
  }
  if (account.amount < amount) {
    throw new ClientError(
      `${owner} holds ${money(account.amount, decimals)} of the ${money(amount, decimals)} that it would put in`,
    );
  }
}
