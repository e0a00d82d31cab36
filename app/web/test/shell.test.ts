import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startServedDeal } from "./support/served-deal.js";

describe("the page's shell", async () => {
  const served = await closeAfterTests(startServedDeal());

  it("lists the deal, opens it, and opens its books, without a fault", async () => {
    const { page, faults, axe, close } = await served.open();
    await page.getByRole("link", { name: served.deal.security.slice(0, 4) }).click();
    await page.getByRole("link", { name: served.deal.seniorBook.slice(0, 4) }).waitFor();
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();
  });
});
