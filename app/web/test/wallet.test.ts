import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { listTickets } from "@defi-ready/securities";
import { ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Page } from "playwright-core";
import { startServedDeal } from "./support/served-deal.js";
import { confirmed, connect, losingNode, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const path = `/deal/${deal.security}/book/${deal.seniorBook}`;

/** Goes as far as the review of a deposit. */
async function review(page: Page, amount: string): Promise<void> {
  await page.getByRole("button", { name: /^(Deposit|Top up)$/ }).click();
  await page.getByRole("textbox", { name: "Amount" }).fill(amount);
  await page.getByRole("button", { name: "Review" }).click();
}

const ticketsOf = (wallet: TestWallet) =>
  listTickets(deal.cluster, { book: deal.seniorBook, owner: wallet.signer.address });

describe("a wallet on the page", () => {
  it("says no, or nothing: nothing is sent, and it can be started over", async () => {
    const wallet = new TestWallet(await deal.investor(1_000n * ONE));
    const { page, faults, axe, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    await review(page, "50");
    const dialog = page.getByRole("dialog");
    wallet.manner = "refuses";
    await dialog.getByRole("button", { name: "Sign with Test wallet" }).click();
    await dialog.getByText("you said no in the wallet. Nothing was sent").waitFor();
    assert.deepEqual(await axe(), []);
    await dialog.getByRole("button", { name: "Start over" }).click();
    wallet.manner = "hangs";
    await dialog.getByRole("button", { name: "Sign with Test wallet" }).click();
    await dialog.getByText("Look at Test wallet: it asks you to sign").waitFor();
    assert.deepEqual(await axe(), []);
    await dialog.getByRole("button", { name: "Stop waiting" }).click();
    await dialog.getByText("Stopped before the wallet signed: nothing was sent.").waitFor();
    assert.deepEqual(await ticketsOf(wallet), []);
    await dialog.getByRole("button", { name: "Start over" }).click();
    wallet.manner = "signs";
    await sign(page);
    assert.equal((await ticketsOf(wallet)).length, 1);
    assert.equal(wallet.signed, 1);
    assert.deepEqual(faults, []);
    await close();
  });

  it("a node that goes silent after it took the transaction: the outcome is unknown, and nothing is signed again", async () => {
    const wallet = new TestWallet(await deal.investor(1_000n * ONE));
    const { page, faults, axe, close } = await served.open(path, {
      prepare: async (one) => {
        await one.clock.install();
        await wallet.install(one);
      },
    });
    await connect(page);
    const node = await losingNode(page, deal.url);
    await review(page, "70");
    const dialog = page.getByRole("dialog");
    node.lose();
    await dialog.getByRole("button", { name: "Sign with Test wallet" }).click();
    await dialog.getByText("Sent, and not confirmed yet").waitFor();
    const signature = await dialog.getByRole("button", { name: /^Signature/ }).innerText();
    await node.outlast();
    await dialog.getByText("Do not do it again before you know").waitFor();
    assert.deepEqual(await axe(), []);
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByText("outcome unknown: do not repeat it").waitFor();
    node.answer();
    await review(page, "70");
    await dialog.getByText("You asked for this before").waitFor();
    assert.equal(await dialog.getByRole("button", { name: "Sign with Test wallet" }).count(), 0);
    await dialog.getByRole("button", { name: "Look again" }).click();
    await confirmed(page).waitFor();
    assert.equal(await dialog.getByRole("button", { name: /^Signature/ }).innerText(), signature);
    assert.equal(wallet.signed, 1);
    const tickets = await ticketsOf(wallet);
    assert.deepEqual(
      tickets.map(({ data }) => data.value),
      [70n * ONE],
    );
    assert.deepEqual(
      faults.filter((fault) => !fault.includes("net::ERR_CONNECTION_RESET")),
      [],
    );
    await close();
  });

  it("a wallet of another chain is told so before it is asked", async () => {
    const wallet = new TestWallet(await deal.investor(1_000n * ONE), ["solana:mainnet"]);
    const { page, faults, axe, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    await review(page, "50");
    await page
      .getByText("Test wallet does not sign for the cluster shown here (localnet), only for mainnet")
      .waitFor();
    const button = page.getByRole("button", { name: "Sign with Test wallet" });
    assert.equal(await button.isDisabled(), true);
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();
  });

  it("is connected again when the page opens again, unless it was disconnected", async () => {
    const wallet = new TestWallet(await deal.investor(1_000n * ONE));
    wallet.remembers = true;
    const { page, faults, axe, close } = await served.open(path, { prepare: wallet.install });
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await connect(page);
    const short = wallet.signer.address.slice(0, 4);
    const button = page.locator(".wallet-button");
    await button.getByText(short).waitFor();
    await page.reload();
    await button.getByText(short).waitFor();
    await button.click();
    assert.deepEqual(await axe(), []);
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.reload();
    await page.getByRole("button", { name: "Connect wallet" }).waitFor();
    assert.deepEqual(faults, []);
    await close();
  });

  it("a deposit needs no mouse, on a narrow screen in the dark", async () => {
    const wallet = new TestWallet(await deal.investor(1_000n * ONE));
    const { page, faults, axe, close } = await served.open(path, {
      prepare: wallet.install,
      width: 360,
      scheme: "dark",
    });
    const reach = async (name: RegExp) => {
      for (let steps = 0; steps < 80; steps += 1) {
        await page.keyboard.press("Tab");
        const label = await page.evaluate(() => {
          const at = document.activeElement as HTMLElement | null;
          const label = at instanceof HTMLInputElement ? at.labels?.[0]?.innerText : at?.innerText;
          return (at?.getAttribute("aria-label") ?? label ?? "").trim();
        });
        if (name.test(label)) {
          return;
        }
      }
      throw new Error(`${name} is not reached by keyboard`);
    };
    const isFocusInStep = () =>
      page.evaluate(() => document.activeElement?.closest(".step:not([hidden])") !== null);
    await page.getByRole("button", { name: "Deposit" }).waitFor();
    // A phone has no room for its second word, which is told all the same.
    await reach(/^Connect\s+wallet/);
    await page.keyboard.press("Enter");
    await reach(/^Test wallet/);
    await page.keyboard.press("Enter");
    await page.getByText("You have nothing in line yet").waitFor();
    await reach(/^Deposit$/);
    await page.keyboard.press("Enter");
    await reach(/^Amount$/);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("25");
    await page.keyboard.press("Enter");
    await page.getByText("You put 25.00 at the end of the line").waitFor();
    assert.ok(await isFocusInStep(), "the focus is with the review");
    assert.deepEqual(await axe(), []);
    await reach(/^Sign with/);
    await page.keyboard.press("Enter");
    await confirmed(page).waitFor();
    assert.ok(await isFocusInStep(), "the focus is with the outcome");
    await page.keyboard.press("Escape");
    await page.getByRole("article", { name: /^Ticket/ }).waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${width} pixels wide`);
    assert.deepEqual(faults, []);
    await close();
  });
});
