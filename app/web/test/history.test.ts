import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Page } from "playwright-core";
import { startPage } from "./support/served-deal.js";

const { deal } = await closeAfterTests(startSettledDeal());
await deal.pay(40n * ONE);
const served = await closeAfterTests(startPage(deal.url));
const newest = (await deal.readSecurity()).data.eventSequence;

/** The history's rows, cell by cell. */
const rowsOf = (page: Page): Promise<string[][]> =>
  page
    .getByRole("table", { name: "Events of the deal, the newest first" })
    .locator("tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("th, td")].map((cell) => (cell.textContent ?? "").trim())),
    );

/** Opens the deal, and reads its history to the end. */
async function readAll(prepare?: (page: Page) => Promise<void>) {
  const opened = await served.open(`/deal/${deal.security}`, { width: 360 });
  const { page } = opened;
  await page.getByRole("heading", { name: "History" }).waitFor();
  await prepare?.(page);
  await page.getByRole("button", { name: "Read the last events" }).click();
  await page.getByRole("button", { name: "Read again" }).waitFor();
  const older = page.getByRole("button", { name: "Older events" });
  while ((await older.count()) > 0) {
    await older.click();
    await page.waitForFunction(
      () =>
        ![...document.querySelectorAll("button")].some(
          (one) => one.textContent === "Older events" && one.disabled,
        ),
    );
  }
  return opened;
}

describe("a deal's history", () => {
  it("is read when it is asked for, event by event, down to the first", async () => {
    const { page, faults, axe, close } = await readAll();
    const rows = await rowsOf(page);
    assert.deepEqual(
      rows.map(([number]) => number),
      Array.from({ length: Number(newest) }, (_, at) => String(newest - BigInt(at))),
    );
    assert.deepEqual(rows[0]?.slice(2, 4), ["Distributed", "40.00"]);
    assert.match(rows[0]?.[1] ?? "", /^2025-\d\d-\d\d \d\d:\d\d UTC$/);
    assert.equal(rows.at(-1)?.[2], "Security created");
    assert.equal(await page.getByText("The node does not tell everything").count(), 0);
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();
  });

  it("says which events the node keeps back", async () => {
    const { page, close } = await readAll(async (one) => {
      await one.route(
        (url) => url.href.startsWith(deal.url),
        async (route) => {
          const { method, id } = route.request().postDataJSON() as { method: string; id: unknown };
          const response = await route.fetch();
          if (method !== "getSignaturesForAddress") {
            await route.fulfill({ response });
            return;
          }
          const { result } = (await response.json()) as { result: readonly unknown[] };
          await route.fulfill({ json: { jsonrpc: "2.0", id, result: result.slice(1) } });
        },
      );
    });
    await page.getByText("The node does not tell everything").waitFor();
    await page.getByText(new RegExp(`It keeps no transaction with the events ${newest}[ ,.]`)).waitFor();
    await close();
  });
});
