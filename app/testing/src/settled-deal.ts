import { listTickets, releaseProceeds, settleTicket } from "@defi-ready/securities";
import { FeeBase, ReservePurpose, TrancheKind } from "@defi-ready/securities/program";
import type { Address, KeyPairSigner } from "@solana/kit";
import { generateKeyPairSigner } from "@solana/kit";
import { DEADLINE, JUNIOR, ONE, openOffering, SENIOR, type Structure } from "./offering.js";
import { TestDeal, type TestDealOptions } from "./test-deal.js";

/** A deal with a debt, an equity that has a capital, a cover, fees, a reserve and triggers. */
export type SettledDeal = Readonly<{
  deal: TestDeal;
  cover: Address;
  /** The payee of both fees. */
  manager: Address;
  /** Holds 100 of the debt, 100 of the equity and 30 of the cover. */
  investor: KeyPairSigner;
  /** Stops the validator. */
  close(): Promise<void>;
}>;

/** Tranches, tiers and triggers of a deal. */
function structureOf(manager: Address): Structure {
  return {
    tranches: [
      SENIOR,
      { ...JUNIOR, par: ONE },
      { ...JUNIOR, rank: 2, kind: TrancheKind.Cover, par: ONE, lossCap: 12n * ONE },
    ],
    waterfall: {
      tiers: [
        { __kind: "Fee", bps: 100, incomeOnly: false, payee: manager },
        {
          __kind: "AnnualFee",
          base: FeeBase.Debt,
          bps: 50,
          amount: 36n * ONE,
          min: 0n,
          max: 0n,
          payee: manager,
          fromTreasury: false,
        },
        { __kind: "Interest", rank: 0 },
        { __kind: "Arrears", rank: 0 },
        { __kind: "Reserve", purpose: ReservePurpose.All, amount: 5n * ONE, bps: 0 },
        { __kind: "Cover", rank: 2 },
        { __kind: "Principal", rank: 0 },
        { __kind: "Principal", rank: 1 },
        { __kind: "Residual", rank: 1 },
      ],
      triggers: [
        { test: { __kind: "Subordination", rank: 0, minBps: 3_000 }, cureDays: 5, consequences: 1 },
        { test: { __kind: "Losses", maxBps: 2_000 }, cureDays: 0, consequences: 1 },
        {
          test: { __kind: "Collateral", rank: 0, minBps: 12_000, maxAge: 30 },
          cureDays: 10,
          consequences: 1,
        },
      ],
    },
  };
}

/** Starts a deal that is sold and settled. */
export async function startSettledDeal(options: TestDealOptions = {}): Promise<SettledDeal> {
  const manager = (await generateKeyPairSigner()).address;
  const structure = structureOf(manager);
  const deal = await TestDeal.start({ structure, ...options });
  const [, , cover] = deal.tranches;
  if (cover === undefined) {
    throw new RangeError("the structure has a cover of rank 2");
  }
  const { cluster, sponsor, security, seniorBook, juniorBook } = deal;
  const minimum = { terms: { minimum: 10n * ONE } };
  const coverBook = await openOffering(cluster, { sponsor, security, tranche: cover, ...minimum });
  const investor = await deal.investor(300n * ONE);
  await deal.deposit(investor, 100n * ONE, seniorBook);
  await deal.deposit(investor, 100n * ONE, juniorBook);
  await deal.deposit(investor, 30n * ONE, coverBook);
  await deal.moveTo(DEADLINE);
  for (const address of [seniorBook, juniorBook, coverBook]) {
    await deal.lockBook(address);
    const book = await deal.readBook(address);
    for (const ticket of await listTickets(cluster, { book: address })) {
      await deal.send(await settleTicket({ cluster, payer: sponsor, book, ticket }));
    }
  }
  // A cover's capital is where it can pay for losses at once.
  await deal.send(await releaseProceeds({ book: await deal.readBook(coverBook), asset: 0 }));
  return { deal, cover, manager, investor, close: () => deal.close() };
}
