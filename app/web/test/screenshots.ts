/**
 * Pictures of the page with deals as they are shipped, into target/screenshots, and one for the README:
 * `make screenshots`.
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { screenshot } from "./support/browser.js";
import { startMarket } from "./support/market.js";
import { startPage } from "./support/served-deal.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const OUT = `${ROOT}target/screenshots/`;
const README = `${ROOT}docs/images/page.png`;

mkdirSync(OUT, { recursive: true });
mkdirSync(`${ROOT}docs/images`, { recursive: true });
const market = await startMarket(["spac", "auto-loans"]);
try {
  const served = await startPage(market.node.url);
  const loans = market.open.get("auto-loans");
  const spac = market.open.get("spac");
  const places: readonly (readonly [string, string])[] = [
    ["deals", "/"],
    ["paid-deal", `/deal/${market.paid}`],
    ["open-deal", `/deal/${loans?.security}`],
    ["book", `/deal/${loans?.security}/book/${loans?.books[1]?.book}`],
    ["book-with-rewards", `/deal/${spac?.security}/book/${spac?.books[0]?.book}`],
  ];
  try {
    for (const [name, path] of places) {
      for (const width of [360, 1440]) {
        for (const scheme of ["light", "dark"] as const) {
          const { page, faults, close } = await served.open(path, { width, scheme });
          await page.getByText(/as of slot/).waitFor();
          if (path.includes("/book/")) {
            await page.locator(".tickets").waitFor();
          }
          await page.waitForTimeout(800);
          await screenshot(page, `${OUT}${name}-${width}-${scheme}.png`);
          if (name === "paid-deal" && width === 1440 && scheme === "light") {
            await page.setViewportSize({ width: 1280, height: 1180 });
            await page.evaluate(() => document.getElementById("payments")?.scrollIntoView());
            await screenshot(page, README, false);
          }
          for (const fault of faults) {
            console.log(`${name} ${width} ${scheme}: ${fault}`);
          }
          await close();
        }
      }
    }
    console.log(`pictures are in ${OUT}`);
  } finally {
    await served.close();
  }
} finally {
  await market.node.close();
}
