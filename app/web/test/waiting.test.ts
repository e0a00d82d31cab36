import assert from "node:assert/strict";
import { it } from "node:test";
import {
  clusterTime,
  listDistributions,
  listPendingPayments,
  postDistribution,
  readSecurity,
  send,
} from "@defi-ready/securities";
import { DAY, ONE, SOL } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign, signButton } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(
  startServedDeal({ security: { measures: { kinds: 16, days: 0, hours: 24 } } }),
);
const { deal } = served;
const { cluster, security, sponsor, arbitrator } = deal;
const payer = await deal.investor();

async function openAs(signer: KeyPairSigner, path = `/deal/${security}`) {
  const wallet = new TestWallet(signer);
  const opened = await served.open(path, { prepare: wallet.install, width: 1440 });
  await connect(opened.page);
  return { ...opened, dialog: opened.page.getByRole("dialog") };
}

it("a payment that waits is shown with the time until which it can be sent back, and no flow of it", async () => {
  await deal.deposit(payer, 300n * ONE);
  await deal.deposit(payer, 200n * ONE, deal.juniorBook);
  await deal.lock();
  await deal.settle();
  const now = await clusterTime(cluster);
  const { instructions } = await postDistribution({
    payer,
    security: await readSecurity(cluster, security),
    payment: {
      amount: 50n * ONE,
      wait: true,
      periodStart: now,
      periodEnd: now,
      note: "rents",
      documentSha256: new Uint8Array(32),
    },
  });
  await send(cluster, { instructions, payer });
  for (const width of [360, 1440]) {
    const { page, faults, axe, close } = await served.open(`/deal/${security}`, { width });
    const waits = page.getByRole("table", { name: "Payments that wait" });
    await waits.getByText("50.00").waitFor();
    await waits.getByText(/^until /).waitFor();
    await page.getByText("Nothing has been paid in yet").waitFor();
    assert.deepEqual(await axe(), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} wide`);
    assert.deepEqual(faults, []);
    await close();
  }
});

it("its payer and the arbitrator send it back together: one wallet alone only exports", async () => {
  for (const [signer, other] of [
    [payer, arbitrator],
    [arbitrator, payer],
  ] as const) {
    const { page, dialog, faults, axe, close } = await openAs(signer);
    await page.getByRole("button", { name: "Send it back" }).click();
    await dialog.getByText(/50\.00 go back to whoever posted the payment/).waitFor();
    await dialog.getByText(`${other.address}, has to sign too`).waitFor();
    assert.equal(await signButton(page).count(), 0);
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();
  }
  const { page, close } = await openAs(sponsor);
  await page.getByRole("table", { name: "Payments that wait" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Send it back" }).count(), 0, "nobody else");
  await close();
});

it("anyone carries it out once it can be sent back no more", async () => {
  await deal.pass(DAY);
  const anyone = await deal.investor();
  const { page, dialog, faults, close } = await openAs(anyone);
  await page.getByRole("button", { name: "Carry it out" }).click();
  await dialog.getByText(/50\.00 that waited run through the waterfall/).waitFor();
  await sign(page);
  assert.deepEqual(await listPendingPayments(cluster, security), []);
  assert.equal((await listDistributions(cluster, security)).length, 1);
  assert.deepEqual(faults, []);
  await close();
});

it("a servicer lets a payment wait", async () => {
  await deal.give(sponsor.address, 500n * ONE);
  await deal.fund(sponsor.address, SOL);
  const { page, dialog, faults, close } = await openAs(sponsor, "/desk");
  await page.getByRole("button", { name: "Post a payment" }).click();
  await dialog.getByRole("textbox", { name: "Amount" }).fill("40");
  await dialog.getByRole("textbox", { name: "Source" }).fill("rent of March");
  await dialog.getByRole("checkbox", { name: /It waits for 24 hours/ }).check();
  await dialog.getByRole("button", { name: "Review" }).click();
  await dialog.getByText(/It waits for 24 hours, in which you and the arbitrator/).waitFor();
  await sign(page);
  const waits = await listPendingPayments(cluster, security);
  assert.deepEqual(
    waits.map(({ data }) => data.gross),
    [40n * ONE],
  );
  assert.deepEqual(faults, []);
  await close();
});
