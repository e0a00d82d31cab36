import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { listTickets, makeOffer, previewTicket, withdraw } from "@defi-ready/securities";
import { DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Page } from "playwright-core";
import { moment } from "../src/format.js";
import { startPage, startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const path = `/deal/${deal.security}/book/${deal.seniorBook}`;

/** What the form says that the deposit would get, by its name. */
function whatIf(page: Page) {
  const text = (name: string) =>
    page.getByLabel("If you put it in now").locator(`dt:text-is("${name}") + dd`);
  const told = async (name: string) =>
    BigInt((await text(name).locator("[data-amount]").getAttribute("data-amount")) ?? "-1");
  return { text, told };
}

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
    const { text, told } = whatIf(page);
    assert.deepEqual(await told("Ahead of it in line"), 120n * ONE);
    const box = page.getByRole("checkbox", { name: /^Commit it to offer 1/ });
    await box.uncheck();
    await text("Accepted").getByText("until you commit it").waitFor();
    assert.equal(await told("Shares"), 0n);
    await box.check();
    await text("Accepted").getByText("until you commit it").waitFor({ state: "detached" });
    const [accepted, shares] = [await told("Accepted"), await told("Shares")];
    assert.deepEqual(await axe(), []);
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByText(`until its deadline, ${moment(DEADLINE)}, whichever comes first`).waitFor();
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
    assert.ok(ticket !== undefined);
    const got = await previewTicket(deal.cluster, ticket);
    assert.deepEqual([got.accepted, got.shares], [accepted, shares]);
    assert.equal(accepted, 250n * ONE);
    assert.equal(ticket?.data.value, 250n * ONE);
    assert.equal(ticket?.data.committedTo, book.data.offerVersion);
    assert.equal(wallet.signed, 1);
    assert.deepEqual(faults, []);
    await close();
  });

  it("with less than a ticket sees what it would get, and is told what it holds before it signs", async () => {
    const wallet = new TestWallet(await deal.investor(3n * ONE));
    const { page, faults, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    await page.getByRole("button", { name: "Deposit" }).click();
    await page.getByLabel("Amount").fill("250");
    await page.getByText("You hold 3.00 of it.").waitFor();
    const { told } = whatIf(page);
    assert.equal(await told("Accepted"), 250n * ONE);
    assert.equal(await page.getByRole("slider", { name: "If you put in" }).isDisabled(), false);
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByText("You hold 3.00 of it.").waitFor();
    assert.equal(await page.getByRole("button", { name: /^Sign with/ }).count(), 0);
    assert.deepEqual(faults, []);
    await close();
  });

  it("is not committed to an offer that came while the form was open", async () => {
    const wallet = new TestWallet(await deal.investor(1_000n * ONE));
    const { page, faults, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    await page.getByRole("button", { name: "Deposit" }).click();
    const box = (version: number) =>
      page.getByRole("checkbox", { name: new RegExp(`^Commit it to offer ${version}`) });
    assert.equal(await box(1).isChecked(), true);
    const offer = { termsSha256: new Uint8Array(32).fill(9) };
    await deal.send(await makeOffer({ sponsor: deal.sponsor, book: await deal.readBook(), offer }));
    await page.getByText("The sponsor has made offer 2 in the meantime").waitFor();
    assert.equal(await box(2).isChecked(), false);
    assert.deepEqual(faults, []);
    await close();
  });

  it("of a class that requires a credential is told what it gets without one, and who goes first", async () => {
    const qualifier = await deal.investor();
    const strict = await closeAfterTests(
      TestDeal.start({
        qualifiers: [qualifier.address],
        terms: { lead: deal.arbitrator.address, leadMinimum: 50n * ONE },
      }),
    );
    const wallet = new TestWallet(await strict.investor(1_000n * ONE));
    const other = await closeAfterTests(startPage(strict.url));
    const { page, faults, close } = await other.open(`/deal/${strict.security}/book/${strict.seniorBook}`, {
      prepare: wallet.install,
    });
    await connect(page);
    await page.getByRole("button", { name: "Deposit" }).click();
    await page.getByText("The lead investor goes first").waitFor();
    const { text, told } = whatIf(page);
    await text("Shares").getByText("until you have a credential").waitFor();
    assert.equal(await told("Accepted"), 0n);
    assert.deepEqual(faults, []);
    await close();
  });
});
