import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { issueCredential, NOBODY } from "@defi-ready/securities";
import { ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startServedDeal } from "./support/served-deal.js";
import { connect } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const [LEAST, MOST] = [-(2n ** 63n), 2n ** 63n - 1n];

describe("what anybody may write into an account", () => {
  it("a payment for a period of all times is shown in words", async () => {
    await deal.deposit(await deal.investor(), 200n * ONE);
    await deal.deposit(await deal.investor(), 200n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    await deal.pay(5n * ONE, { periodStart: LEAST, periodEnd: MOST });
    const { page, faults, close } = await served.open(`/deal/${deal.security}`);
    await page.getByText("beyond any calendar").first().waitFor();
    assert.equal(await page.getByText("This is a fault of the page").count(), 0);
    assert.deepEqual(faults, []);
    await close();
  });

  it("a credential without an end never expires", async () => {
    const wallet = new TestWallet(await deal.investor(1_000n * ONE));
    const qualifier = await deal.investor();
    const terms = { expiresAt: MOST, category: 0, jurisdiction: 0, person: NOBODY };
    await deal.send(await issueCredential({ qualifier, subject: wallet.signer.address, terms }), qualifier);
    const { page, faults, close } = await served.open("/yours", { prepare: wallet.install });
    await connect(page);
    await page.getByText("never expires").waitFor();
    assert.deepEqual(faults, []);
    await close();
  });

  it("a book under the address of another deal is refused, and its own deal named", async () => {
    const { page, faults, close } = await served.open(
      `/deal/${deal.sponsor.address}/book/${deal.seniorBook}`,
    );
    await page.getByText("This book belongs to another deal").waitFor();
    assert.equal(await page.getByRole("button", { name: "Deposit" }).count(), 0);
    await page.getByRole("link", { name: "Look at it there" }).click();
    await page.getByRole("heading", { name: "Your money in this book" }).waitFor();
    assert.ok(page.url().endsWith(`#/deal/${deal.security}/book/${deal.seniorBook}`));
    assert.deepEqual(faults, []);
    await close();
  });
});
