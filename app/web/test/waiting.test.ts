import assert from "node:assert/strict";
import { it } from "node:test";
import { clusterTime, postDistribution, readSecurity, send } from "@defi-ready/securities";
import { ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startServedDeal } from "./support/served-deal.js";

const served = await closeAfterTests(
  startServedDeal({ security: { measures: { kinds: 16, days: 0, hours: 24 } } }),
);
const { deal } = served;
const { cluster, security } = deal;

it("a payment that waits is shown with the time until which it can be sent back, and no flow of it", async () => {
  const payer = await deal.investor();
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
