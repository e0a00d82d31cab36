import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { knownKey } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Page } from "playwright-core";
import { cramped, emptyCells, sticksOut } from "./support/layout.js";
import { startMarket } from "./support/market.js";
import { startPage } from "./support/served-deal.js";
import { connect } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const WIDTHS = [360, 1440];
/** The dark page comes first: what is loaded into it is dark from the start. */
const SCHEMES = ["dark", "light"] as const;

describe("the page with deals as they are shipped", async () => {
  const market = await startMarket(["spac", "auto-loans"]);
  const served = await closeAfterTests(startPage(market.node.url));
  await closeAfterTests(Promise.resolve(market.node));
  const spac = market.open.get("spac");
  const loans = market.open.get("auto-loans");
  const places: readonly (readonly [string, string])[] = [
    ["deals", "/"],
    ["a deal that has paid", `/deal/${market.paid}`],
    ["a deal on offer", `/deal/${loans?.security}`],
    ["a book", `/deal/${spac?.security}/book/${spac?.books[0]?.book}`],
    ["the page of one's own", "/yours"],
    ["the desks, of nobody", "/desk"],
    ["a place that is none", "/nowhere"],
  ];
  /** What only whoever is connected sees, by the name of its key. */
  const own: readonly (readonly [string, string, string, string])[] = [
    ["what an investor has in line", "/yours", "securities market spac 0 investor 3", "In line"],
    ["an investor's part of a book", places[3]?.[1] ?? "", "securities market spac 0 investor 3", "Top up"],
    ["a sponsor's desk", "/desk", "securities market spac", "Sponsor"],
  ];

  for (const [name, path] of places) {
    for (const width of WIDTHS) {
      it(`axe finds nothing in ${name}, light and dark, at ${width} pixels, and nothing sticks out`, async () => {
        const { page, faults, axe, close } = await served.open(path, { width, scheme: SCHEMES[0] });
        await page.getByRole("heading", { level: 1 }).waitFor();
        if (path === "/" || path.startsWith("/deal/")) {
          await page.getByText(/as of slot/).waitFor();
        }
        await opened(page);
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          assert.deepEqual(await axe(), [], colorScheme);
          assert.deepEqual(await sticksOut(page), [], colorScheme);
          assert.deepEqual(await cramped(page), [], colorScheme);
          assert.deepEqual(width === 360 ? await emptyCells(page) : [], [], colorScheme);
        }
        assert.deepEqual(faults, []);
        await close();
      });
    }
  }

  for (const [name, path, key, shown] of own) {
    it(`axe finds nothing in ${name}, light and dark, at 360 and at 1440 pixels, and nothing sticks out`, async () => {
      const wallet = new TestWallet(await knownKey(key));
      for (const width of WIDTHS) {
        const { page, faults, axe, close } = await served.open(path, {
          width,
          scheme: SCHEMES[0],
          prepare: wallet.install,
        });
        const check = async (what: string) => {
          for (const colorScheme of SCHEMES) {
            await page.emulateMedia({ colorScheme });
            assert.deepEqual(await axe(), [], `${what}, ${width} ${colorScheme}`);
            assert.deepEqual(await sticksOut(page), [], `${what}, ${width} ${colorScheme}`);
          }
        };
        await connect(page);
        await page.getByText(shown, { exact: true }).first().waitFor();
        await opened(page);
        await check("the place");
        assert.deepEqual(width === 360 ? await emptyCells(page) : [], []);
        if (shown === "Top up") {
          await page.getByRole("button", { name: "Top up" }).click();
          await page.getByLabel("If you put it in now").waitFor();
          await check("the form");
        }
        assert.deepEqual(faults, []);
        await close();
      }
    });
  }

  it("is reached by keyboard: from the address bar to a deal, to its book, and through the line", async () => {
    const { page, faults, close } = await served.open("/");
    await page.getByRole("link", { name: "Meridian Acquisition Shares" }).waitFor();
    await tabTo(page, "Skip to the content");
    await page.keyboard.press("Enter");
    await tabTo(page, "Meridian Acquisition Shares");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Meridian Acquisition", level: 1 }).waitFor();
    await tabTo(page, "Offers");
    await page.keyboard.press("Enter");
    await tabTo(page, "Meridian Acquisition Shares");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Book of Meridian Acquisition Shares", level: 1 }).waitFor();
    await page.getByRole("table", { name: "Tickets in the order of the line" }).waitFor();
    await page.evaluate(() => document.querySelector<HTMLElement>(".tickets")?.focus());
    await page.keyboard.press("End");
    await page.waitForFunction(() => (document.querySelector(".tickets")?.scrollTop ?? 0) > 0);
    assert.deepEqual(faults, []);
    await close();
  });

  it("keeps the focus in the dialog of settings, and gives it back", async () => {
    const { page, faults, axe, close } = await served.open("/", { width: 360 });
    const button = page.getByRole("button", { name: /Cluster and settings/ });
    await button.press("Enter");
    await page.getByRole("dialog", { name: "Settings" }).waitFor();
    await page.getByLabel("Appearance").selectOption("dark");
    assert.deepEqual(await axe(), []);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    await page.keyboard.press("Escape");
    assert.equal(await button.evaluate((one) => one === document.activeElement), true);
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), ["securities.settings"]);
    assert.deepEqual(faults, []);
    await close();
  });

  it("finds deals by words, and says when none matches", async () => {
    const { page, close } = await served.open("/");
    const search = page.getByLabel("Find a deal");
    await search.fill("harbour settling");
    await page.getByText("1 of 3").waitFor();
    assert.equal(await page.locator(".deals > li").count(), 1);
    await search.fill("no such deal");
    await page.getByText("No deal matches").waitFor();
    await close();
  });
});

/** Opens what is folded away. */
async function opened(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) {
      one.open = true;
    }
  });
}

/** Presses Tab until the element of a name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => document.activeElement?.textContent ?? "");
    if (here.includes(name) && here.length < name.length + 20) {
      return;
    }
  }
  throw new Error(`80 presses of Tab do not lead to "${name}"`);
}
