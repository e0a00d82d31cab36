import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSeries, readHolder, readTranche, setCurve, tokenBalance } from "@defi-ready/securities";
import { RewardKind } from "@defi-ready/securities/program";
import { DAY, DEADLINE, ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const { cluster } = deal;
const path = `/deal/${deal.security}/book/${deal.seniorBook}`;

describe("an investor's year", () => {
  it("warrants are granted, money is paid, claimed, and shares and warrants move on", async () => {
    const { sponsor } = deal;
    const junior = await readTranche(cluster, deal.junior);
    const { instructions, series } = await createSeries({
      sponsor,
      tranche: junior,
      terms: { strike: 2n * ONE, expiresAt: DEADLINE + 400n * DAY },
    });
    await deal.send(instructions);
    await deal.send(
      await setCurve({
        sponsor,
        book: await deal.readBook(),
        kind: RewardKind.Warrants,
        tranche: deal.junior,
        series,
        knots: [{ money: 1_000n * ONE, reward: 100n * ONE, bend: 100n * ONE }],
      }),
    );
    const wallet = new TestWallet(await deal.investor(1_000n * ONE));
    const owner = wallet.signer.address;
    const { page, faults, axe, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    await page.getByRole("button", { name: "Deposit" }).click();
    await page.getByLabel("Amount").fill("300");
    await page.getByRole("button", { name: "Review" }).click();
    await sign(page);
    await deal.deposit(await deal.investor(), 200n * ONE, deal.juniorBook);
    await deal.lock();
    await page.getByRole("button", { name: "Settle" }).click();
    await sign(page);
    await page.getByText("You have nothing in this book").waitFor();
    await deal.pay(50n * ONE);
    await page.getByRole("link", { name: "Yours" }).click();
    await page.getByRole("button", { name: "Claim" }).waitFor();
    assert.deepEqual(await axe(), []);
    const before = await tokenBalance(cluster, await deal.wallet(owner));
    await page.getByRole("button", { name: "Claim" }).click();
    await sign(page);
    assert.ok((await tokenBalance(cluster, await deal.wallet(owner))) > before);
    await page.getByRole("button", { name: "Exercise" }).click();
    await page.getByRole("textbox", { name: "Warrants" }).fill("10");
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByText("less than you would pay").waitFor();
    await sign(page);
    await page.getByRole("button", { name: "Transfer" }).first().click();
    await page.getByRole("textbox", { name: "To" }).fill(owner);
    await page.getByRole("textbox", { name: "Shares" }).fill("5");
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByText("That is your own address").waitFor();
    await page.getByRole("textbox", { name: "To" }).fill(deal.mint);
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByText("is a mint").waitFor();
    assert.deepEqual(await axe(), []);
    const receiver = await deal.funded();
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByRole("textbox", { name: "To" }).fill(receiver.address);
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByText("Anybody may hold these shares").waitFor();
    await sign(page);
    const theirs = await readHolder(cluster, { tranche: deal.senior, owner: receiver.address });
    assert.equal(theirs.data.shares, 5n * ONE);
    assert.deepEqual(faults, []);
    await close();
  });
});
