import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Page } from "playwright-core";
import { startServedDeal } from "./support/served-deal.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const place = `/deal/${deal.security}`;
const MINUTE = 61_000;
const WARNING = "Another deal is named like this one";

/** How often a page has asked its node for accounts: of one deal, which it names, and of all deals. */
function counted(page: Page): { one: number; all: number } {
  const counts = { one: 0, all: 0 };
  page.on("request", (request) => {
    if (request.method() !== "POST" || !request.url().startsWith(deal.url)) {
      return;
    }
    const { method, params } = request.postDataJSON() as { method: string; params: [string, unknown] };
    if (method === "getAccountInfo" && params[0] === deal.security) {
      counts.one += 1;
    }
    const { filters } = (method === "getProgramAccounts" ? params[1] : {}) as { filters?: unknown[] };
    // By the kind alone: all accounts of the kind, whatever deal they are of.
    if (filters?.length === 1) {
      counts.all += 1;
    }
  });
  return counts;
}

describe("what a page asks its node for", () => {
  it("is one deal, minute after minute: all deals are read once, for names that read alike", async () => {
    await deal.deposit(await deal.investor(), 20n * ONE);
    let counts = { one: 0, all: 0 };
    const { page, faults, close } = await served.open(place, {
      prepare: async (opened) => {
        await opened.clock.install();
        counts = counted(opened);
      },
    });
    await page.getByRole("heading", { name: "Classes" }).waitFor();
    await page.waitForLoadState("networkidle");
    assert.equal(counts.all, 3, "securities, tranches and books");
    for (let minute = 0; minute < 4; minute += 1) {
      const before = counts.one;
      // A minute that passes while it is being read does not count.
      for (let tries = 0; tries < 20 && counts.one === before; tries += 1) {
        await page.clock.fastForward(MINUTE);
        await page.waitForTimeout(400);
      }
      assert.ok(counts.one > before, `minute ${minute}: the deal itself is read again`);
    }
    assert.equal(counts.all, 3);
    await page.goto(`${served.url}#${place}/book/${deal.seniorBook}`);
    await page.getByRole("heading", { name: "The line" }).waitFor();
    await page.waitForLoadState("networkidle");
    assert.equal(counts.all, 3, "its book is of the same deal");
    assert.equal(await page.getByText(WARNING).count(), 0);
    assert.deepEqual(faults, []);
    await close();
  });

  it("is no deal again whose name the list has read", async () => {
    let counts = { one: 0, all: 0 };
    const { page, faults, close } = await served.open("/", {
      prepare: async (opened) => {
        await opened.clock.install();
        counts = counted(opened);
      },
    });
    await page.locator(`a[href="#${place}"]`).first().waitFor();
    await page.waitForLoadState("networkidle");
    const { all } = counts;
    await page.locator(`a[href="#${place}"]`).first().click();
    await page.getByRole("heading", { name: "Classes" }).waitFor();
    await page.clock.fastForward(2 * MINUTE);
    await page.waitForLoadState("networkidle");
    assert.equal(counts.all, all);
    assert.deepEqual(faults, []);
    await close();
  });

  it("is nothing forever where an address is of no deal", async () => {
    let counts = { one: 0, all: 0 };
    const { page, close } = await served.open(`/deal/${deal.mint}`, {
      prepare: (opened) => {
        counts = counted(opened);
        return Promise.resolve();
      },
    });
    await page.getByRole("alert").first().waitFor();
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(1_000);
    assert.ok(counts.all <= 6, `${counts.all} reads`);
    await close();
  });
});
