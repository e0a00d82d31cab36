import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { listTickets } from "@defi-ready/securities";
import { ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Page } from "playwright-core";
import { servePage } from "../src/server/serve.js";
import { withoutInstructions } from "./support/messages.js";
import { startServedDeal } from "./support/served-deal.js";
import { confirmed, connect, losingNode, reviewDeposit, signButton } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const path = `/deal/${deal.security}/book/${deal.seniorBook}`;

const newWallet = async () => new TestWallet(await deal.investor(1_000n * ONE));

const valuesOf = async (wallet: TestWallet) =>
  (await listTickets(deal.cluster, { book: deal.seniorBook, owner: wallet.signer.address })).map(
    ({ data }) => data.value,
  );

/** A page with a clock that can be moved, and the wallet. */
const prepare = (wallet: TestWallet) => async (page: Page) => {
  await page.clock.install();
  await wallet.install(page);
};

describe("what a wallet does instead of what it was asked", () => {
  it("signs another message: it is not sent, and the page says so", async () => {
    const wallet = await newWallet();
    wallet.swap = withoutInstructions;
    const { page, faults, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    const dialog = await reviewDeposit(page, "50");
    await signButton(page).click();
    await dialog.getByText("Not done", { exact: true }).waitFor();
    await dialog.getByText("changed what is signed").waitFor();
    await dialog.getByText("nothing was sent").first().waitFor();
    assert.equal(wallet.signed, 1);
    assert.deepEqual(await valuesOf(wallet), []);
    assert.deepEqual(faults, []);
    await close();
  });

  it("a wallet that sends by itself is confirmed by what landed, and not by its word", async () => {
    const wallet = await newWallet();
    wallet.sendsTo = deal.cluster;
    const { page, faults, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    const dialog = await reviewDeposit(page, "50");
    await signButton(page).click();
    await confirmed(page).waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    assert.deepEqual(await valuesOf(wallet), [50n * ONE]);
    wallet.swap = withoutInstructions;
    await reviewDeposit(page, "60");
    await signButton(page).click();
    await dialog.getByText("Another transaction was sent", { exact: true }).waitFor();
    assert.equal(await confirmed(page).count(), 0);
    assert.deepEqual(await valuesOf(wallet), [50n * ONE]);
    assert.deepEqual(faults, []);
    await close();
  });

  it("a wallet that sends by itself and says nothing leaves the outcome open, until somebody has looked", async () => {
    const wallet = await newWallet();
    wallet.sendsTo = deal.cluster;
    const { page, faults, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    const dialog = await reviewDeposit(page, "50");
    const hang = async () => {
      wallet.manner = "hangs";
      await signButton(page).click();
      await dialog.getByRole("button", { name: "Stop waiting" }).click();
      await dialog.getByText("Sent, outcome unknown", { exact: true }).waitFor();
      assert.equal(await dialog.getByRole("button", { name: "Look again" }).count(), 0);
      wallet.manner = "signs";
    };
    await hang();
    await dialog.getByRole("button", { name: "I have looked it up elsewhere" }).click();
    await dialog.getByText("Only if you are sure").waitFor();
    await hang();
    await dialog.getByRole("button", { name: "Close" }).click();
    const tray = page.getByRole("region", { name: "Your transactions" });
    await tray.getByRole("button", { name: "I have looked it up elsewhere" }).click();
    await tray.waitFor({ state: "detached" });
    await reviewDeposit(page, "50");
    await signButton(page).click();
    await confirmed(page).waitFor();
    assert.deepEqual(await valuesOf(wallet), [50n * ONE]);
    assert.deepEqual(faults, []);
    await close();
  });

  it("says that something has changed while it asks: it goes on asking", async () => {
    const wallet = await newWallet();
    wallet.manner = "hangs";
    const { page, faults, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    const dialog = await reviewDeposit(page, "50");
    await signButton(page).click();
    await dialog.getByText("it asks you to sign").waitFor();
    await wallet.announce(page);
    await page.evaluate(() => {
      const another = {
        version: "1.0.0",
        name: "Another",
        icon: "data:,",
        chains: [],
        accounts: [],
        features: {},
      };
      const take = (api: { register(one: object): void }) => api.register(another);
      dispatchEvent(new CustomEvent("wallet-standard:register-wallet", { detail: take }));
    });
    await page.waitForTimeout(300);
    assert.equal(await dialog.getByText("it asks you to sign").count(), 1);
    assert.equal(await dialog.getByText("Not done").count(), 0);
    assert.deepEqual(faults, []);
    await close();
  });
});

describe("a transaction of unknown outcome", () => {
  it("is not signed again through another node of the same chain, which can look for it", async () => {
    const wallet = await newWallet();
    const clusters = [
      { name: "One", url: deal.url },
      { name: "Two", url: deal.url.replace("127.0.0.1", "localhost") },
    ];
    const server = await servePage({ port: 0, reach: { clusters } });
    const { page, close } = await served.browser.open({
      url: server.url,
      node: deal.url,
      path,
      prepare: prepare(wallet),
    });
    await connect(page);
    const node = await losingNode(page, deal.url);
    const dialog = await reviewDeposit(page, "70");
    node.lose();
    await signButton(page).click();
    await node.outlast();
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: /Cluster and settings/ }).click();
    await dialog.getByRole("button", { name: /^Two/ }).click();
    await page.getByRole("button", { name: "Top up" }).waitFor();
    await reviewDeposit(page, "70");
    await dialog.getByText("You asked for this before").waitFor();
    assert.equal(await signButton(page).count(), 0);
    await dialog.getByRole("button", { name: "Look again" }).click();
    await confirmed(page).waitFor();
    assert.equal(wallet.signed, 1);
    assert.deepEqual(await valuesOf(wallet), [70n * ONE]);
    await close();
    await server.close();
  });

  it("that was looked up elsewhere is planned anew, with a warning, before it can be signed", async () => {
    const wallet = await newWallet();
    await deal.deposit(wallet.signer, 80n * ONE);
    const { page, close } = await served.open(path, { prepare: prepare(wallet) });
    await connect(page);
    const node = await losingNode(page, deal.url);
    await page.getByRole("button", { name: "Withdraw" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("50");
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("30.00 stay at their place").waitFor();
    node.lose();
    await signButton(page).click();
    await node.outlast();
    node.answer();
    await dialog.getByRole("button", { name: "I have looked it up elsewhere" }).click();
    await dialog.getByText("the ticket holds only 30.00 by now", { exact: false }).waitFor();
    await dialog.getByText("it may happen twice").waitFor();
    assert.equal(await signButton(page).isDisabled(), true);
    assert.equal(wallet.signed, 1);
    assert.deepEqual(await valuesOf(wallet), [30n * ONE]);
    await close();
  });

  it("is remembered when the page is loaded again", async () => {
    const wallet = await newWallet();
    const { page, close } = await served.open(path, { prepare: prepare(wallet) });
    await connect(page);
    const node = await losingNode(page, deal.url);
    const dialog = await reviewDeposit(page, "70");
    node.lose();
    await signButton(page).click();
    await node.outlast();
    node.answer();
    page.on("dialog", (one) => void one.accept());
    await page.reload();
    await page.getByText("outcome unknown: do not repeat it").waitFor();
    await connect(page);
    await reviewDeposit(page, "70");
    await dialog.getByText("You asked for this before").waitFor();
    assert.equal(await signButton(page).count(), 0);
    await dialog.getByRole("button", { name: "Look again" }).click();
    await confirmed(page).waitFor();
    assert.equal(wallet.signed, 1);
    await close();
  });
});
