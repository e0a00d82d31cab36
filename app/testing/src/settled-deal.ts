import assert from "node:assert/strict";
import type { Address, KeyPairSigner } from "@solana/kit";
import { generateKeyPairSigner } from "@solana/kit";
import {
  listTickets,
  readSecurityState,
  reconcile,
  releaseProceeds,
  settleTicket,
} from "../../src/client/index.js";
import { TrancheKind } from "../../src/generated/index.js";
import { openOffering } from "./issue.js";
import { DEADLINE, JUNIOR, ONE, SENIOR, World, type WorldOptions } from "./world.js";

/** A deal with a debt, an equity that has a capital, a cover, fees, a reserve and triggers. */
export type Deal = Readonly<{
  world: World;
  cover: Address;
  /** The payee of both fees. */
  manager: Address;
  /** Holds 100 of the debt, 100 of the equity and 30 of the cover. */
  investor: KeyPairSigner;
}>;

/** Tranches, tiers and triggers of a deal. */
export function structureOf(manager: Address): WorldOptions["structure"] {
  return {
    tranches: [
      SENIOR,
      { ...JUNIOR, par: ONE },
      { ...JUNIOR, rank: 2, kind: TrancheKind.Cover, par: ONE, lossCap: 12n * ONE },
    ],
    waterfall: {
      tiers: [
        { __kind: "Fee", bps: 100, payee: manager },
        { __kind: "AnnualFee", bps: 50, amount: 36n * ONE, payee: manager },
        { __kind: "Interest", rank: 0 },
        { __kind: "Arrears", rank: 0 },
        { __kind: "Reserve", amount: 5n * ONE, bps: 0 },
        { __kind: "Cover", rank: 2 },
        { __kind: "Principal", rank: 0 },
        { __kind: "Principal", rank: 1 },
        { __kind: "Residual", rank: 1 },
      ],
      triggers: [
        { test: { __kind: "Subordination", rank: 0, minBps: 3_000 }, cureDays: 5 },
        { test: { __kind: "Losses", maxBps: 2_000 }, cureDays: 0 },
        { test: { __kind: "Collateral", rank: 0, minBps: 12_000, maxAge: 30 }, cureDays: 10 },
      ],
    },
  };
}

/** Starts a world with a deal that is sold and settled. */
export async function startDeal(options: WorldOptions = {}): Promise<Deal> {
  const manager = (await generateKeyPairSigner()).address;
  const structure = structureOf(manager);
  assert.ok(structure);
  const world = await World.start({ structure, ...options });
  const [, , cover] = world.tranches;
  assert.ok(cover !== undefined);
  const { cluster, sponsor, security, seniorBook, juniorBook } = world;
  const minimum = { terms: { minimum: 10n * ONE } };
  const coverBook = await openOffering(cluster, sponsor, security, cover, minimum);
  const investor = await world.investor(300n * ONE);
  await world.deposit(investor, 100n * ONE, seniorBook);
  await world.deposit(investor, 100n * ONE, juniorBook);
  await world.deposit(investor, 30n * ONE, coverBook);
  await world.warp(DEADLINE);
  for (const address of [seniorBook, juniorBook, coverBook]) {
    await world.lockBook(address);
    const book = await world.readBook(address);
    for (const ticket of await listTickets(cluster, address)) {
      await world.send(await settleTicket(cluster, sponsor, book, ticket));
    }
  }
  // A cover's capital stands where it pays for losses at once.
  await world.send([await releaseProceeds(await world.readBook(coverBook), 0)]);
  return { world, cover, manager, investor };
}

/** Compares every counter of a world with the sum of its parts. */
export async function assertReconciles({ cluster, security }: World): Promise<void> {
  const broken = reconcile(await readSecurityState(cluster, security)).filter(({ holds }) => !holds);
  assert.deepEqual(broken, []);
}
