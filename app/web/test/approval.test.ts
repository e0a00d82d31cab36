import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readTicket } from "@defi-ready/securities";
import { AllocationRule } from "@defi-ready/securities/program";
import { ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(
  startServedDeal({ terms: { allocation: AllocationRule.Discretionary } }),
);
const { deal } = served;

describe("a sponsor who chooses", () => {
  it("approves a part of a ticket, and is told what is none, too much or of no ticket", async () => {
    const ticket = await deal.deposit(await deal.investor(), 150n * ONE);
    const wallet = new TestWallet(deal.sponsor);
    const { page, faults, axe, close } = await served.open("/desk", { prepare: wallet.install });
    await connect(page);
    // The other book is first come, first served: there is nothing to choose.
    await page.getByRole("button", { name: "Approve a ticket" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Approve a ticket" }).count(), 1);
    await page.getByRole("button", { name: "Approve a ticket" }).click();
    const dialog = page.getByRole("dialog");
    const field = (name: string) => dialog.getByRole("textbox", { name });
    const review = () => dialog.getByRole("button", { name: "Review" }).click();
    await field("Ticket").fill("-1");
    await field("Accepted of it").fill("120");
    await review();
    await dialog.getByText("A ticket's number is a whole number").waitFor();
    assert.deepEqual(await axe(), []);
    await field("Ticket").fill("7");
    await review();
    await dialog.getByText("has no ticket 7", { exact: false }).waitFor();
    await dialog.getByRole("button", { name: "Back" }).click();
    await field("Ticket").fill("0");
    await field("Accepted of it").fill("150.000001");
    await review();
    await dialog.getByText("holds 150.00: approve that or less", { exact: false }).waitFor();
    await dialog.getByRole("button", { name: "Back" }).click();
    await field("Accepted of it").fill("120.5");
    await review();
    await dialog.getByText("120.50 of the 150.00 of ticket 0 are accepted").waitFor();
    await sign(page);
    assert.equal((await readTicket(deal.cluster, ticket.address)).data.approved, 120_500_000n);
    assert.deepEqual(faults, []);
    await close();
  });
});
