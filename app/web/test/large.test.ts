import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatGroupedAmount, listTickets, withdraw } from "@defi-ready/securities";
import { ONE, writeTickets } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startServedDeal } from "./support/served-deal.js";

const TICKETS = 10_000;
/** The longest that the page may keep its reader waiting while it takes in a change, on a busy machine, in milliseconds. */
const LONGEST = 250;

describe(`a book of ${TICKETS} tickets`, async () => {
  const served = await closeAfterTests(
    startServedDeal({ linePlaces: TICKETS + 16, terms: { cap: BigInt(TICKETS) * 10n * ONE } }),
  );
  const { deal } = served;
  const first = await deal.investor();
  await deal.deposit(first, 40n * ONE);
  await writeTickets(deal.cluster, { book: deal.seniorBook, count: TICKETS - 1, value: 10n * ONE });

  it("draws only the tickets in view, and moves all of them up without keeping the reader waiting", async () => {
    const { page, faults, close } = await served.open(`/deal/${deal.security}/book/${deal.seniorBook}`);
    const table = page.getByRole("table", { name: "Tickets in the order of the line" });
    await table.waitFor({ timeout: 60_000 });
    assert.equal(await table.getAttribute("aria-rowcount"), String(TICKETS + 1));
    assert.ok((await table.locator("tbody tr").count()) < 60);
    await page.locator(".tickets").press("End");
    await table.getByText(formatGroupedAmount(BigInt(TICKETS - 2) * 10n * ONE + 40n * ONE, 6)).waitFor();
    await page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(globalThis, { seen });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
          seen.push(Math.round(duration));
        }
      }).observe({ type: "longtask" });
    });
    const book = await deal.readBook();
    const { cluster } = deal;
    const [ticket] = await listTickets(cluster, { book: deal.seniorBook, owner: first.address });
    assert.ok(ticket !== undefined);
    await deal.send(await withdraw({ cluster, owner: first, book, ticket, amount: 40n * ONE }), first);
    await table
      .getByText(formatGroupedAmount(BigInt(TICKETS - 2) * 10n * ONE, 6))
      .waitFor({ timeout: 60_000 });
    await page.waitForTimeout(500);
    const tasks = await page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen);
    console.log(`long tasks, in milliseconds: ${tasks.join(", ") || "none"}`);
    assert.ok(Math.max(0, ...tasks) <= LONGEST, `${tasks}`);
    assert.deepEqual(faults, []);
    await close();
  });
});
