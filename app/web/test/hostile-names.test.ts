import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSecurity, send } from "@defi-ready/securities";
import {
  createTranches,
  debtAndEquity,
  ONE,
  type Structure,
  TestDeal,
  type TestDealOptions,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Address } from "@solana/kit";
import { startBrowser } from "./support/browser.js";
import { sticksOut } from "./support/layout.js";
import { startPage } from "./support/served-deal.js";

/** A structure whose classes have these names. */
function called(...names: readonly string[]): Structure {
  const plain = debtAndEquity();
  const tranches = plain.tranches.map((tranche, rank) => ({
    ...tranche,
    share: { ...tranche.share, name: names[rank] ?? "", symbol: "W".repeat(10) },
  }));
  return { ...plain, tranches };
}

/** Another security on a deal's chain, of the same sponsor. */
async function another(deal: TestDeal, structure: Structure): Promise<Address> {
  const { cluster, sponsor, arbitrator, mint } = deal;
  const { instructions, security } = await createSecurity({
    cluster,
    sponsor,
    settlementMint: mint,
    terms: {
      id: 8n,
      documentSha256: new Uint8Array(32).fill(1),
      documentUri: "https://example.test/other.pdf",
      servicer: sponsor.address,
      reporter: sponsor.address,
      arbitrator: arbitrator.address,
      minDistribution: ONE,
      destinations: [await deal.wallet(sponsor.address)],
    },
  });
  await send(cluster, { instructions, payer: sponsor });
  await createTranches(cluster, { sponsor, security, structure });
  return security;
}

describe("names that are made to mislead", async () => {
  const browser = await closeAfterTests(startBrowser());
  const start = async (options: TestDealOptions) => {
    const deal = await closeAfterTests(TestDeal.start(options));
    return { deal, served: await closeAfterTests(startPage(deal.url, browser)) };
  };

  it("of one long word, of letters that cover others and of no letters at all stay in their place", async () => {
    const heaped = `H${"\u0336".repeat(12)}`;
    const { deal, served } = await start({
      structure: called("W".repeat(32), heaped),
      security: { documentUri: `https://example.test/${"a".repeat(100)}` },
    });
    await deal.deposit(await deal.investor(), 20n * ONE);
    const places = ["/", `/deal/${deal.security}`, `/deal/${deal.security}/book/${deal.seniorBook}`];
    for (const path of places) {
      const { page, faults, axe, close } = await served.open(path, { width: 360 });
      await page.getByText("W".repeat(32)).first().waitFor();
      await page.getByText(/as of slot/).waitFor();
      assert.deepEqual(await sticksOut(page), [], path);
      assert.deepEqual(await axe(), [], path);
      assert.ok(!(await page.innerText("body")).includes("\u0336".repeat(4)), "no heap of marks");
      assert.deepEqual(faults, []);
      await close();
    }
  });

  it("like that of another deal are told in the list, and on the pages of both, with their addresses", async () => {
    const { deal, served } = await start({
      structure: called("Harbour Credit Senior", "Harbour Credit Junior"),
    });
    const warning = "Another deal is named like this one";
    const alone = await served.open(`/deal/${deal.security}`);
    await alone.page.getByRole("heading", { name: "Classes" }).waitFor();
    await alone.page.waitForTimeout(500);
    assert.equal(await alone.page.getByText(warning).count(), 0);
    await alone.close();
    const other = await another(deal, called("Harb0ur Credit Senior", "Harb0ur Credit Junior"));
    const list = await served.open("/");
    await list.page.getByText(warning).nth(1).waitFor();
    assert.equal(await list.page.getByText(warning).count(), 2);
    assert.deepEqual(await list.axe(), []);
    assert.deepEqual(list.faults, []);
    await list.close();
    for (const [path, own, its] of [
      [`/deal/${deal.security}`, deal.security, other],
      [`/deal/${other}`, other, deal.security],
      [`/deal/${deal.security}/book/${deal.seniorBook}`, deal.security, other],
    ] as const) {
      const { page, faults, axe, close } = await served.open(path, { width: 360 });
      const notice = page.locator(".notice", { hasText: warning });
      await notice.getByText(own).waitFor();
      assert.ok(await notice.locator(`a[href="#/deal/${its}"]`).isVisible());
      assert.deepEqual(await axe(), []);
      assert.deepEqual(await sticksOut(page), []);
      assert.deepEqual(faults, []);
      await close();
    }
  });

  it("with a letter of another script among Latin ones show that letter by its number", async () => {
    const { deal, served } = await start({ structure: called("H\u0430rbour Senior", "H\u0430rbour Junior") });
    const { page, faults, close } = await served.open(`/deal/${deal.security}`);
    await page.getByRole("heading", { level: 1, name: "H[U+0430]rbour" }).waitFor();
    assert.match(await page.title(), /^H\[U\+0430\]rbour/);
    assert.ok(!(await page.innerText("body")).includes("\u0430"));
    assert.deepEqual(faults, []);
    await close();
  });
});
