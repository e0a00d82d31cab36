import {
  formatGroupedAmount,
  listHoldings,
  obligationsOf,
  readSecurityState,
  reconcile,
  settlementVault,
  tokenBalance,
} from "@defi-ready/securities";
import type { Deal } from "@defi-ready/securities-migrations";
import { table } from "@defi-ready/securities-terminal";
import type { Address } from "@solana/kit";
import { at, type Investor, isPlain, PAYMENTS_BEFORE_SALE, PAYMENTS_BEFORE_UNWRAP, SPONSOR } from "./cast.js";
import { type Sale, standing, type TierPayment, tierPayments } from "./payments.js";
import type { Stage } from "./stage.js";
import type { Wrapped } from "./wrapping.js";

const DIGIT = 64n;

/** An investor's deposits and receipts. Amounts are in settlement base units, shares in share base units. */
type InvestorFigures = Readonly<{
  name: string;
  tranche: string;
  deposited: bigint;
  accepted: bigint;
  /** Money returned: from the book, or by leaving it. */
  returned: bigint;
  left: boolean;
  /** Money received from another investor for shares, or paid to one. */
  traded: bigint;
  shares: bigint;
  paid: bigint;
  owed: bigint;
  /** The balance of its wallet at the end. */
  wallet: bigint;
}>;

/** The figures at the end; nothing in them depends on keys or on the cluster. */
export type Figures = Readonly<{
  deal: string;
  /** Of the settlement mint. */
  decimals: number;
  books: readonly Readonly<{ tranche: string; locked: bigint; accepted: bigint; refunded: bigint }>[];
  /** Proceeds that the sponsor drew, settlement base units. */
  drawn: bigint;
  /** `null` if nobody sold. */
  sale: Sale | null;
  /** `null` if nobody wrapped. */
  wrapped: Wrapped | null;
  payments: readonly Readonly<{ amount: bigint; tiers: readonly TierPayment[] }>[];
  investors: readonly InvestorFigures[];
  vault: Readonly<{ received: bigint; paid: bigint; owed: bigint; balance: bigint }>;
  /** The figures that do not add up; empty if all do. */
  differences: readonly string[];
  /** How many figures were compared. */
  checks: number;
}>;

/** Observations along the way. */
export type Story = Readonly<{
  deal: Deal;
  investors: readonly Investor[];
  /** The balance of each wallet once its book was settled. */
  returned: ReadonlyMap<string, bigint>;
  /** Settlement base units. */
  drawn: bigint;
  sale: Sale | undefined;
  wrapped: Wrapped | undefined;
}>;

/** Collects the figures, and compares each with a second calculation. */
export async function collect(stage: Stage, story: Story): Promise<Figures> {
  const { deal, sale, wrapped, drawn } = story;
  const state = await readSecurityState(stage.cluster, stage.addresses.security);
  const vault = settlementVault(state.security.data);
  const vaultBalance = at(state.balances, 0);
  const payments = await tierPayments(stage);
  const investors = await Promise.all(
    story.investors.map((investor) => figuresOf(stage, story, investor, payments)),
  );
  const books = state.tranches.flatMap(({ books: open }) => open.map(({ book }) => book.data));
  const accepted = sum(investors.map((one) => one.figures.accepted));
  const paid = sum(investors.map((one) => one.figures.paid));
  const checks = [
    ...reconcile(state).map(({ what, holds }) => [what, holds] as const),
    ["the vault holds exactly what it owes", vaultBalance === obligationsOf(vault)] as const,
    [
      "accepted money is what the books accepted",
      accepted === sum(books.map((book) => book.accepted)),
    ] as const,
    ...(isPlain(deal)
      ? [
          ["accepted money is the sponsor's draw", accepted === drawn] as const,
          [
            "payments are what the deal says",
            sum(deal.payments.map(({ amount }) => amount)) === vault.received,
          ] as const,
          ["what the investors got is what the vault paid", paid === vault.paid] as const,
        ]
      : []),
    ...investors.flatMap((one) => one.checks),
  ];
  return {
    deal: deal.tranches.map(({ name }) => name).join(" and "),
    decimals: stage.decimals,
    books: books.map((book, index) => ({
      tranche: trancheName(deal, index),
      locked: book.locked,
      accepted: book.accepted,
      refunded: book.refunded,
    })),
    drawn,
    sale: sale ?? null,
    wrapped: wrapped ?? null,
    payments: payments.map((tiers) => ({ amount: sum(tiers.map(({ amount }) => amount)), tiers })),
    investors: investors.map((one) => one.figures),
    vault: {
      received: vault.received,
      paid: vault.paid,
      owed: obligationsOf(vault),
      balance: vaultBalance,
    },
    differences: checks.filter(([, holds]) => !holds).map(([what]) => what),
    checks: checks.length,
  };
}

type Checked = Readonly<{ figures: InvestorFigures; checks: readonly (readonly [string, boolean])[] }>;

async function figuresOf(
  stage: Stage,
  { deal, returned: all, sale, wrapped }: Story,
  investor: Investor,
  payments: readonly (readonly TierPayment[])[],
): Promise<Checked> {
  const { name, signer, book, amount } = investor;
  const { rank } = at(deal.books, book);
  const { shares, owed, paid: ofRank } = await standing(stage, rank, signer.address);
  const paid = isPlain(deal) ? ofRank : await paidInAll(stage, signer.address);
  const wallet = await tokenBalance(stage.cluster, await stage.wallet(signer.address));
  const returned = all.get(name) ?? 0n;
  const traded = name === sale?.seller ? sale.price : name === sale?.buyer ? -sale.price : 0n;
  const sold = name === sale?.seller ? sale.shares : name === sale?.buyer ? -sale.shares : 0n;
  const gone = name === wrapped?.from ? wrapped.shares : name === wrapped?.to ? -wrapped.shares : 0n;
  const due = async () =>
    entitlement(
      payments.map((tiers) =>
        sum(tiers.filter((tier) => paysHoldersOf(tier, rank)).map((tier) => tier.amount)),
      ),
      (payment) => (payment < PAYMENTS_BEFORE_SALE ? shares + sold + gone : shares),
      (await standingOfTranche(stage, rank)).shares,
      // Units are unwrapped with whole base units: their fraction stays in the wrapper.
      name === wrapped?.to ? PAYMENTS_BEFORE_SALE + PAYMENTS_BEFORE_UNWRAP : 0,
    );
  return {
    figures: {
      name,
      tranche: trancheName(deal, book),
      deposited: amount,
      accepted: amount - returned,
      returned,
      left: investor.leaves,
      traded,
      shares,
      paid,
      owed,
      wallet,
    },
    checks: [
      ...(isPlain(deal)
        ? [[`${name} was paid exactly what was its own`, paid + owed === (await due())] as const]
        : []),
      // The sponsor's wallet has its draws too.
      ...(name === SPONSOR
        ? []
        : [
            [
              `${name} has in its wallet what came back, was paid and traded`,
              wallet === returned + paid + traded,
            ] as const,
          ]),
    ],
  };
}

/** What an owner was paid as a holder of any class: rewards make it one of others. */
async function paidInAll(stage: Stage, owner: Address): Promise<bigint> {
  const holdings = await listHoldings(stage.cluster, owner);
  return sum(holdings.map(({ data }) => data.earnings[0]?.paid ?? 0n));
}

async function standingOfTranche(stage: Stage, rank: number): Promise<Readonly<{ shares: bigint }>> {
  return at(await stage.tranches(), rank).data;
}

/**
 * A holder's due from payments to its tranche, in whole units: the sum of its parts by the shares held at each, with
 * fractions carried as the program's documentation says.
 *
 * @param wholeBefore The payment before which the fraction is lost.
 */
function entitlement(
  payments: readonly bigint[],
  sharesAt: (payment: number) => bigint,
  total: bigint,
  wholeBefore: number,
): bigint {
  let remainder = 0n;
  let earned = 0n;
  for (const [index, amount] of payments.entries()) {
    if (index === wholeBefore) {
      earned = (earned >> DIGIT) << DIGIT;
    }
    const numerator = (amount << DIGIT) + remainder;
    remainder = numerator % total;
    earned += sharesAt(index) * (numerator / total);
  }
  return earned >> DIGIT;
}

/** Fees, the reserve and a cover keep the money that they take. */
function paysHoldersOf({ kind, rank }: TierPayment, of: number): boolean {
  return rank === of && !["fee", "annual fee", "expense", "reserve", "cover"].includes(kind);
}

function trancheName(deal: Deal, book: number): string {
  return at(deal.tranches, at(deal.books, book).rank).name;
}

/** The figures for people. */
export function render(figures: Figures): string {
  const money = (amount: bigint) => formatGroupedAmount(amount, figures.decimals);
  const people = figures.investors.map((one) => [
    one.name,
    one.tranche,
    money(one.deposited),
    money(one.returned),
    money(one.accepted),
    money(one.traded),
    money(one.shares),
    money(one.paid),
  ]);
  const all = figures.payments.flatMap((payment) => payment.tiers);
  const totals = [...new Set(all.map(({ kind }) => kind))].map((kind) => {
    const tiers = all.filter((tier) => tier.kind === kind);
    return [kind, money(sum(tiers.map(({ amount }) => amount)))];
  });
  const columns = ["Deposited", "Came back", "Put in", "Traded", "Shares", "Paid"].map((right) => ({
    right,
  }));
  return [
    table(["Who", "Tranche", ...columns], people),
    table(["Paid as", { right: "Total" }], [...totals, ["together", money(figures.vault.received)]]),
    verdict(figures),
  ].join("\n\n");
}

function verdict({ differences, checks, vault, decimals }: Figures): string {
  const money = (amount: bigint) => formatGroupedAmount(amount, decimals);
  return differences.length === 0
    ? `Every vault reconciles to the unit: ${money(vault.received)} came in, ${money(vault.paid)} was paid, ` +
        `${money(vault.balance)} is there and owed (${checks} checks).`
    : ["Does not reconcile:", ...differences.map((what) => `  ${what}`)].join("\n");
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
