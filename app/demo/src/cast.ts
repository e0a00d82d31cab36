import type { Book } from "@defi-ready/securities/program";
import type { CapitalTerms, Deal, Party, TrancheTerms } from "@defi-ready/securities-migrations";
import { knownKey } from "@defi-ready/securities-testing";
import { type Account, type Address, generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";
import { referenceOf } from "./reference.js";

/** A deposit of the story: who puts how much into which book. */
type Part = Readonly<{
  name: string;
  /** Index among the deal's books. */
  book: number;
  /** Thousandths of the cap; of a lead its minimum is deposited. */
  share: bigint;
  leaves: boolean;
}>;

/** The twelve of a deal of two books, in their order. */
const TWELVE: readonly Part[] = [
  { name: "Alder", book: 0, share: 150n, leaves: false },
  { name: "Birch", book: 0, share: 100n, leaves: true },
  { name: "Cedar", book: 0, share: 200n, leaves: false },
  { name: "Dogwood", book: 0, share: 80n, leaves: false },
  { name: "Elm", book: 0, share: 170n, leaves: false },
  { name: "Fir", book: 0, share: 120n, leaves: false },
  { name: "Gorse", book: 0, share: 160n, leaves: false },
  { name: "Hazel", book: 0, share: 140n, leaves: false },
  { name: "Iris", book: 1, share: 300n, leaves: false },
  { name: "Juniper", book: 1, share: 250n, leaves: false },
  { name: "Kelp", book: 1, share: 280n, leaves: true },
  { name: "Larch", book: 1, share: 240n, leaves: false },
];
/** Those of any other deal, book by book. */
const NAMES = [
  ...[
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Gorse",
    "Hazel",
    "Iris",
    "Juniper",
    "Kelp",
    "Larch",
  ],
  ...[
    "Maple",
    "Nettle",
    "Oak",
    "Pine",
    "Quince",
    "Rowan",
    "Sorrel",
    "Thyme",
    "Umbra",
    "Vetch",
    "Willow",
    "Yew",
  ],
  ...[
    "Aspen",
    "Bracken",
    "Clover",
    "Daisy",
    "Elder",
    "Fern",
    "Gentian",
    "Heather",
    "Ivy",
    "Jasmine",
    "Linden",
    "Mint",
  ],
];
/** What they put in; the second leaves, and the others fill the cap. */
const SHARES = [300n, 250n, 280n, 240n, 200n] as const;
const LEAVES = 1;
/** In place of the part of a lead, who puts in its minimum. */
const LEAD = 0n;
/** The sponsor's part in the story. */
export const SPONSOR = "sponsor";

/** Whether a deal is of the plain shape whose every payment can be reckoned twice: its shares are free to change hands. */
export function isPlain({ books, tranches, payments, qualifiers }: Deal): boolean {
  const plain = books.every(
    ({ lead, offerEnds, lockUp }) =>
      lead === null && offerEnds !== null && lockUp.cliffDays + lockUp.vestingDays === 0,
  );
  const free = qualifiers.length === 0 && tranches.every(({ transfers }) => isFree(transfers));
  return (
    plain && free && books.length === 2 && tranches.length === 2 && payments.length > PAYMENTS_BEFORE_SALE
  );
}

/** Whether shares move at any time, and as many as anybody likes. */
const isFree = ({ windows, dailyShares, insiderLockDays }: TrancheTerms["transfers"]): boolean =>
  windows.kind === "always" && dailyShares === 0n && insiderLockDays === 0;

/** How many payments of a plain deal there are before the sale. */
export const PAYMENTS_BEFORE_SALE = 6;
/** How many payments shares stay wrapped that are wrapped after the sale. */
export const PAYMENTS_BEFORE_UNWRAP = 4;

/** Who deposits. */
function partsOf(deal: Deal): readonly Part[] {
  if (isPlain(deal)) {
    return TWELVE;
  }
  const each = SHARES.length;
  return deal.books.flatMap(({ lead }, book) => [
    ...(lead === null ? [] : [{ name: leadOf(lead, book), book, share: LEAD, leaves: false }]),
    ...SHARES.map((share, place) => ({
      name: at(NAMES, book * each + place),
      book,
      share,
      leaves: place === LEAVES,
    })),
  ]);
}

/** An investor of the story. */
export type Investor = Readonly<{
  name: string;
  signer: KeyPairSigner;
  /** Index among the deal's books. */
  book: number;
  /** Its deposit, settlement base units. */
  amount: bigint;
  /** Whether it leaves before the lock. */
  leaves: boolean;
  /** Whether it goes first in its book, and stays. */
  isLead: boolean;
}>;

/** Who acts for the security besides the sponsor. */
const ROLES = ["servicer", "reporter", "arbitrator"] as const;
/** Who says of everybody that they may hold shares, where the deal asks for that. */
export const QUALIFIER = "qualifier";

/** Who goes first in a book: the sponsor, or somebody of the story in place of whom the file names. */
const leadOf = ({ investor }: Readonly<{ investor: Party }>, book: number): string =>
  investor === SPONSOR ? SPONSOR : `the lead of book ${book + 1}`;

/** Terms whose rate follows the story's reference rate, if any. */
const following = <T extends CapitalTerms>(terms: T | null, reference: Address): T | null =>
  terms === null || terms.floating === null
    ? terms
    : { ...terms, floating: { ...terms.floating, reference } };

/**
 * A deal with the people of the story in place of those whom its file names, since only they sign here: roles, leads, one
 * qualifier and one attestor for all. So are its money, which the sponsor mints, and the reference rate, which the reporter reports.
 */
export async function playedBy(deal: Deal, keys: ReadonlyMap<string, KeyPairSigner>): Promise<Deal> {
  const reference = await referenceOf(keyOf(keys, "reporter").address);
  const addressOf = (role: (typeof ROLES)[number]) => keyOf(keys, role).address;
  return {
    ...deal,
    roles: {
      servicer: addressOf("servicer"),
      reporter: addressOf("reporter"),
      arbitrator: addressOf("arbitrator"),
    },
    settlementMint: { kind: "create", decimals: deal.settlementMint.decimals },
    tranches: deal.tranches.map((tranche) => ({
      ...tranche,
      debt: following(tranche.debt, reference),
      capital: following(tranche.capital, reference),
    })),
    qualifiers: deal.qualifiers.length === 0 ? [] : [keyOf(keys, QUALIFIER).address],
    disclosures: deal.disclosures.map((one) =>
      one.attestor === SPONSOR ? one : { ...one, attestor: keyOf(keys, "auditor").address },
    ),
    books: deal.books.map((terms, book) => {
      const { lead } = terms;
      return lead === null || lead.investor === SPONSOR
        ? terms
        : { ...terms, lead: { ...lead, investor: keyOf(keys, leadOf(lead, book)).address } };
    }),
  };
}
/** Somebody who lives in a country that a deal refuses. */
export const STRANGER = "Thistle";

/** Who acts besides the sponsor, and whoever is shown to be refused. */
const OTHERS = [...ROLES, "auditor", QUALIFIER, STRANGER] as const;

/**
 * Gives everybody a key: known keys if the chain is discarded, so that a run can be repeated to the byte; new ones if
 * it is kept.
 */
export async function keysFor(deal: Deal, repeatable: boolean): Promise<ReadonlyMap<string, KeyPairSigner>> {
  const investors = partsOf(deal).map(({ name }) => name);
  const names = new Set([SPONSOR, ...OTHERS, "bot", ...investors]);
  const keys = [...names].map(async (name) => {
    const signer = repeatable ? await knownKey(`securities demo ${name}`) : await generateKeyPairSigner();
    return [name, signer] as const;
  });
  return new Map(await Promise.all(keys));
}

/** The investors, and the deposit of each: its part of the cap in whole lots, within what the book allows. */
export function investorsOf(
  deal: Deal,
  keys: ReadonlyMap<string, KeyPairSigner>,
  books: readonly Account<Book>[],
): Investor[] {
  return partsOf(deal).map(({ name, book, share, leaves }) => {
    const { cap, lot, minTicket, maxTicket, ownerLimit, leadMinimum } = at(books, book).data;
    const limits = [maxTicket, ownerLimit].filter((limit) => limit > 0n);
    const isLead = share === LEAD;
    const wanted = isLead ? leadMinimum : (cap * share) / 1_000n;
    const part = [wanted, ...limits].reduce((least, one) => (one < least ? one : least));
    const amount = part < minTicket ? minTicket : part - (part % lot);
    return { name, signer: keyOf(keys, name), book, amount, leaves, isLead };
  });
}

/** A person's key. */
export function keyOf(keys: ReadonlyMap<string, KeyPairSigner>, name: string): KeyPairSigner {
  const key = keys.get(name);
  if (key === undefined) {
    throw new RangeError(`nobody is called ${name}`);
  }
  return key;
}

/** The name behind an address. */
export function nameOf(investors: readonly Investor[], owner: Address): string {
  return investors.find(({ signer }) => signer.address === owner)?.name ?? owner;
}

/** An element that must exist. */
export function at<T>(list: readonly T[], index: number): T {
  const one = list[index];
  if (one === undefined) {
    throw new RangeError(`there is no element ${index}`);
  }
  return one;
}
