/** An investor's story on the page, from a deposit to a claim: every figure that it was shown is compared with the chain. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  associatedTokenAddress,
  createSeries,
  listTickets,
  readHolder,
  readMint,
  setCurve,
  tokenBalance,
  warrantMintAddress,
  withdraw,
} from "@defi-ready/securities";
import { RewardKind } from "@defi-ready/securities/program";
import { DAY, DEADLINE, ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Address } from "@solana/kit";
import type { Page } from "playwright-core";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const { cluster, sponsor } = deal;
const path = `/deal/${deal.security}/book/${deal.seniorBook}`;

/** Amounts that leave something to round. */
const [AHEAD, OURS, BEHIND] = [123_456_789n, 333_333_331n, 77_777_777n];
const RUNS_OUT = { money: 1_000n * ONE, reward: 70_000_003n, bend: 60_000_001n };
const STEADY = { money: 1_000n * ONE, reward: 33_333_337n };

/** The ticket as its card shows it: base units by the name of the figure. */
async function shownOf(page: Page): Promise<Readonly<Record<string, bigint>>> {
  const card = page.getByRole("article", { name: /^Ticket/ });
  const entries = await card.locator(".facts > div").evaluateAll((all) =>
    all.map((one) => {
      const amount = one.querySelector("[data-amount]")?.getAttribute("data-amount") ?? "-1";
      return [one.querySelector("dt")?.textContent ?? "", amount] as const;
    }),
  );
  return Object.fromEntries(entries.map(([name, amount]) => [name, BigInt(amount)]));
}

/** Promises warrants that run out along the line, and bonus shares at a steady rate. */
async function promiseRewards(): Promise<Address> {
  const { instructions, series } = await createSeries({
    sponsor,
    tranche: await deal.readTranche(deal.junior),
    terms: { strike: 2n * ONE, expiresAt: DEADLINE + 400n * DAY },
  });
  await deal.send(instructions);
  const warrants = { kind: RewardKind.Warrants, tranche: deal.junior, series, knots: [RUNS_OUT] };
  await deal.send(await setCurve({ sponsor, book: await deal.readBook(), ...warrants }));
  const bonus = { kind: RewardKind.BonusShares, knots: [STEADY] };
  await deal.send(await setCurve({ sponsor, book: await deal.readBook(), ...bonus }));
  return series;
}

async function heldOf(owner: Address, mint: Address): Promise<bigint> {
  const { tokenProgram } = await readMint(cluster, mint);
  return await tokenBalance(cluster, await associatedTokenAddress({ owner, mint, tokenProgram }));
}

describe("an investor's story", () => {
  it("what it is shown in line is what the lock and the settlement give, to the unit", async () => {
    const series = await promiseRewards();
    const [first, last] = [await deal.investor(), await deal.investor()];
    await deal.deposit(first, AHEAD);
    const wallet = new TestWallet(await deal.investor(1_000n * ONE));
    const owner = wallet.signer.address;
    const { page, faults, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    await page.getByRole("button", { name: "Deposit" }).click();
    await page.getByRole("textbox", { name: "Amount" }).fill("333.333331");
    await page.getByRole("checkbox", { name: /^Commit it to offer/ }).uncheck();
    await page.getByRole("button", { name: "Review" }).click();
    await sign(page);
    const card = page.getByRole("article", { name: "Ticket 1" });
    await card.locator(`[data-ahead] [data-amount="${AHEAD}"]`).waitFor();
    const waiting = await shownOf(page);
    assert.deepEqual([waiting.Shares, waiting.warrants, waiting["bonus shares"]], [0n, 0n, 0n]);

    await card.getByRole("button", { name: "Commit" }).click();
    await sign(page);
    await card.getByText(/^Committed to offer/).waitFor();
    await deal.deposit(last, BEHIND);
    const behind = await shownOf(page);
    assert.ok((behind.warrants ?? 0n) > 0n && (behind["bonus shares"] ?? 0n) > 0n);

    const [ticket] = await listTickets(cluster, { book: deal.seniorBook, owner: first.address });
    assert.ok(ticket !== undefined);
    const leaving = { cluster, owner: first, book: await deal.readBook(), ticket, amount: AHEAD };
    await deal.send(await withdraw(leaving), first);
    await card.locator('[data-ahead] [data-amount="0"]').waitFor();
    const promised = await shownOf(page);
    assert.ok((promised.warrants ?? 0n) > (behind.warrants ?? 0n), "nearer to the head there are more");

    // Behind an open form the book is locked: the review refuses, and says why.
    await card.getByRole("button", { name: "Withdraw" }).click();
    const dialog = page.getByRole("dialog");
    await deal.deposit(await deal.investor(), 200n * ONE, deal.juniorBook);
    await deal.lock();
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("the book is locked", { exact: false }).waitFor();
    assert.equal(await dialog.getByRole("button", { name: "Sign with Test wallet" }).isDisabled(), true);
    await dialog.getByRole("button", { name: "Close" }).click();

    const before = await tokenBalance(cluster, await deal.wallet(owner));
    await page.getByRole("button", { name: "Settle" }).click();
    await sign(page);
    const { shares } = (await readHolder(cluster, { tranche: deal.senior, owner })).data;
    const { mint } = (await deal.readTranche()).data;
    const settled = {
      accepted: OURS - ((await tokenBalance(cluster, await deal.wallet(owner))) - before),
      shares,
      tokens: await heldOf(owner, mint),
      warrants: await heldOf(owner, await warrantMintAddress(series)),
    };
    const all = (promised.Shares ?? 0n) + (promised["bonus shares"] ?? 0n);
    assert.deepEqual(settled, {
      accepted: promised.Accepted,
      shares: all,
      tokens: all,
      warrants: promised.warrants,
    });

    await deal.pay(50n * ONE);
    await page.getByRole("link", { name: "Yours" }).click();
    const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: "Claim" }) });
    const owed = await row.locator(".dues [data-amount]").first().getAttribute("data-amount");
    const paid = await tokenBalance(cluster, await deal.wallet(owner));
    await page.getByRole("button", { name: "Claim" }).click();
    await sign(page);
    assert.equal((await tokenBalance(cluster, await deal.wallet(owner))) - paid, BigInt(owed ?? "0"));
    assert.ok(BigInt(owed ?? "0") > 0n);
    assert.deepEqual(faults, []);
    await close();
  });
});
