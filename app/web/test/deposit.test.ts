import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { listTickets, withdraw } from "@defi-ready/securities";
import { ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const path = `/deal/${deal.security}/book/${deal.seniorBook}`;

describe("an investor on the page", () => {
  it("deposits, sees its place and moves up when another leaves", async () => {
    const first = await deal.investor(500n * ONE);
    const ahead = await deal.deposit(first, 120n * ONE);
    const wallet = new TestWallet(await deal.investor(1_000n * ONE));
    const { page, faults, axe, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    await page.getByText("You have nothing in line yet").waitFor();
    await page.getByRole("button", { name: "Deposit" }).click();
    await page.getByLabel("Amount").fill("1e3");
    await page.getByText("without an exponent").waitFor();
    await page.getByLabel("Amount").fill("250");
    assert.deepEqual(await axe(), []);
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByRole("button", { name: "Sign with Test wallet" }).click({ trial: true });
    assert.deepEqual(await axe(), []);
    await sign(page);
    const card = page.getByRole("article", { name: "Ticket 1" });
    await card.locator('[data-ahead] [data-amount="120000000"]').waitFor();
    assert.deepEqual(await axe(), []);
    const book = await deal.readBook();
    await deal.send(
      await withdraw({ cluster: deal.cluster, owner: first, book, ticket: ahead, amount: 120n * ONE }),
      first,
    );
    await card.locator('[data-ahead] [data-amount="0"]').waitFor();
    const [ticket] = await listTickets(deal.cluster, { book: deal.seniorBook });
    assert.equal(ticket?.data.value, 250n * ONE);
    assert.equal(ticket?.data.committedTo, book.data.offerVersion);
    assert.equal(wallet.signed, 1);
    assert.deepEqual(faults, []);
    await close();
  });
});
