/**
 * A deal's life on the page, from the first deposit to a claim: two investors, the sponsor and the servicer, each with a
 * wallet of its own. Every figure that the investor was shown is compared with the chain.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  associatedTokenAddress,
  createSeries,
  readHolder,
  readMint,
  setCurve,
  tokenBalance,
  warrantMintAddress,
} from "@defi-ready/securities";
import { RewardKind } from "@defi-ready/securities/program";
import { DAY, DEADLINE, OFFER_ENDS, ONE } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Address, KeyPairSigner } from "@solana/kit";
import type { Page } from "playwright-core";
import { startServedDeal } from "./support/served-deal.js";
import { connect, reviewDeposit, sign, signButton } from "./support/steps.js";
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

/** Somebody with a wallet, at a place of the page. */
async function visit(signer: KeyPairSigner, place: string) {
  const wallet = new TestWallet(signer);
  const opened = await served.open(place, { prepare: wallet.install });
  await connect(opened.page);
  return { ...opened, wallet };
}

type Visit = Awaited<ReturnType<typeof visit>>;

/** The sponsor locks both books from its desk. */
async function lockBooks({ page, axe }: Visit): Promise<void> {
  for (const last of [false, true]) {
    await page.getByRole("button", { name: "Lock" }).first().click();
    await page.getByText("nobody can leave any more").waitFor();
    // What is enabled only now is on its way to its colours.
    await signButton(page).click({ trial: true });
    assert.deepEqual(await axe(), []);
    await sign(page);
    await page.getByRole("button", { name: "Lock" }).nth(1).waitFor({ state: "detached" });
    assert.equal(await page.getByRole("button", { name: "Lock" }).count(), last ? 0 : 1);
  }
}

/** The servicer posts a payment from its desk. */
async function post({ page, axe }: Visit, amount: string): Promise<void> {
  await page.getByRole("button", { name: "Post a payment" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Amount" }).fill(amount);
  await dialog.getByRole("textbox", { name: "Source" }).fill("rent of January");
  assert.deepEqual(await axe(), []);
  await dialog.getByRole("button", { name: "Review" }).click();
  await dialog.getByText("All of it is income.", { exact: true }).waitFor();
  await sign(page);
}

describe("the life of a deal", () => {
  it("what an investor is shown in line is what lock, settlement and a claim give, to the unit", async () => {
    const series = await promiseRewards();
    await deal.give(sponsor.address, 50n * ONE);
    const desk = await visit(sponsor, "/desk");
    const first = await visit(await deal.investor(), path);
    await reviewDeposit(first.page, "123.456789");
    await sign(first.page);

    const ours = await visit(await deal.investor(1_000n * ONE), path);
    const { page, axe, wallet } = ours;
    const owner = wallet.signer.address;
    await page.getByRole("button", { name: "Deposit" }).click();
    await page.getByRole("textbox", { name: "Amount" }).fill("333.333331");
    await page.getByRole("checkbox", { name: /^Commit it to offer/ }).uncheck();
    assert.deepEqual(await axe(), []);
    await page.getByRole("button", { name: "Review" }).click();
    await sign(page);
    const card = page.getByRole("article", { name: "Ticket 1" });
    await card.locator(`[data-ahead] [data-amount="${AHEAD}"]`).waitFor();
    const waiting = await shownOf(page);
    assert.deepEqual([waiting.Shares, waiting.warrants, waiting["bonus shares"]], [0n, 0n, 0n]);

    await card.getByRole("button", { name: "Commit" }).click();
    await sign(page);
    await card.getByText(/^Committed to offer/).waitFor();
    await deal.deposit(await deal.investor(), BEHIND);
    const behind = await shownOf(page);
    assert.ok((behind.warrants ?? 0n) > 0n && (behind["bonus shares"] ?? 0n) > 0n);

    await first.page.getByRole("button", { name: "Withdraw" }).click();
    await first.page.getByRole("dialog").getByRole("button", { name: "Review" }).click();
    await first.page.getByText("Everybody behind moves up by as much").waitFor();
    await sign(first.page);
    await card.locator('[data-ahead] [data-amount="0"]').waitFor();
    const promised = await shownOf(page);
    assert.ok((promised.warrants ?? 0n) > (behind.warrants ?? 0n), "nearer to the head there are more");
    assert.deepEqual(await axe(), []);

    // While the investor looks at its wallet, the sponsor locks: the program refuses what is signed then.
    await deal.deposit(await deal.investor(), 200n * ONE, deal.juniorBook);
    await deal.moveTo(OFFER_ENDS);
    await desk.page.reload();
    await connect(desk.page);
    await card.getByRole("button", { name: "Withdraw" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Review" }).click();
    wallet.meanwhile = () => lockBooks(desk);
    await signButton(page).click();
    await dialog.getByText("Not done", { exact: true }).waitFor();
    wallet.meanwhile = undefined;
    await dialog.getByText(/^The book cannot be left now: .*\(securities error \d+, CannotLeave\)/).waitFor();
    assert.deepEqual(await axe(), []);
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

    await post(desk, "50");
    await page.getByRole("link", { name: "Yours" }).click();
    const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: "Claim" }) });
    const owed = await row.locator(".dues [data-amount]").first().getAttribute("data-amount");
    assert.deepEqual(await axe(), []);
    const paid = await tokenBalance(cluster, await deal.wallet(owner));
    await page.getByRole("button", { name: "Claim" }).click();
    await sign(page);
    assert.equal((await tokenBalance(cluster, await deal.wallet(owner))) - paid, BigInt(owed ?? "0"));
    assert.ok(BigInt(owed ?? "0") > 0n);
    for (const { page: left, axe: look, faults, close } of [first, ours, desk]) {
      await left.bringToFront();
      assert.deepEqual(await look(), []);
      assert.deepEqual(faults, []);
      await close();
    }
    await assertReconciles(deal);
  });
});
