import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatGroupedAmount, listTickets } from "@defi-ready/securities";
import { debtAndEquity, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startBrowser } from "./support/browser.js";
import { startPage } from "./support/served-deal.js";
import { connect, reviewDeposit, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

/** The first whole number that a floating-point number cannot hold, in base units, and as people write it. */
const LARGE = 2n ** 53n + 1n;
const WRITTEN = formatGroupedAmount(LARGE, 6);

const plain = debtAndEquity();
const deal = await closeAfterTests(
  TestDeal.start({
    structure: {
      ...plain,
      tranches: plain.tranches.map((tranche) => ({ ...tranche, authorised: 10n ** 19n })),
    },
    terms: { cap: 10n ** 18n, minTicket: 10n ** 15n, minimum: 10n ** 15n },
  }),
);
const path = `/deal/${deal.security}/book/${deal.seniorBook}`;

describe("amounts above 2^53", () => {
  it("are typed, reviewed, signed and shown to the unit", async () => {
    const served = await closeAfterTests(startPage(deal.url));
    const wallet = new TestWallet(await deal.investor(2n ** 60n));
    const { page, faults, close } = await served.open(path, { prepare: wallet.install });
    await connect(page);
    const dialog = await reviewDeposit(page, WRITTEN);
    await dialog.getByText(`You put ${WRITTEN} at the end of the line`).waitFor();
    await sign(page);
    const card = page.getByRole("article", { name: "Ticket 0" });
    assert.equal(await card.locator("h3 [data-amount]").getAttribute("data-amount"), String(LARGE));
    const row = page.getByRole("table", { name: "Tickets in the order of the line" }).getByRole("row");
    await row.getByText(WRITTEN).first().waitFor();
    const [ticket] = await listTickets(deal.cluster, { book: deal.seniorBook });
    assert.equal(ticket?.data.value, LARGE);
    await page.getByRole("slider", { name: "Tickets in order of the line" }).focus();
    await page.locator(".chart-readout", { hasText: WRITTEN }).waitFor();
    assert.deepEqual(faults, []);
    await close();
  });
});

describe("a reader elsewhere", () => {
  it("sees the same days, times and figures, and that they are in UTC", async () => {
    const texts: string[] = [];
    for (const place of [
      { timezoneId: "UTC", locale: "en-US" },
      { timezoneId: "Pacific/Kiritimati", locale: "de-DE" },
      { timezoneId: "America/Los_Angeles", locale: "ar-EG" },
    ]) {
      const browser = await closeAfterTests(startBrowser(place));
      const served = await closeAfterTests(startPage(deal.url, browser));
      const told: string[] = [];
      for (const at of [`/deal/${deal.security}`, path]) {
        const { page, faults, close } = await served.open(at);
        await page.getByText("Live, as of slot").waitFor();
        await page.getByText("All times and days are in UTC").waitFor();
        // Until nothing is being read any more.
        await page.locator("main", { hasNotText: /Reading / }).waitFor();
        if (at === path) {
          await page.getByText("See what your money would get before you connect a wallet").waitFor();
        }
        told.push(await page.innerText("main"));
        assert.deepEqual(faults, []);
        await close();
      }
      texts.push(told.join("\n"));
    }
    assert.match(texts[0] ?? "", /2025-02-10 00:00 UTC/);
    assert.deepEqual(texts.slice(1), [texts[0], texts[0]]);
  });
});
