/** Takes pictures of the gallery into target/gallery: narrow and wide, light and dark, and as they are printed. */
import { fileURLToPath } from "node:url";
import { buildGallery, startBrowser } from "./build.js";

const OUT = fileURLToPath(new URL("../../../../target/gallery/", import.meta.url));
const WIDTHS = [360, 1_440];

const url = await buildGallery({ out: OUT, deals: ["private-credit", "infrastructure", "royalty"] });
console.log(url);
const browser = await startBrowser();
try {
  for (const width of WIDTHS) {
    for (const colorScheme of ["light", "dark"] as const) {
      const deviceScaleFactor = width < 500 ? 2 : 1;
      const page = await browser.newPage({
        viewport: { width, height: 900 },
        colorScheme,
        deviceScaleFactor,
      });
      page.on("pageerror", (error) => console.error(error));
      page.on("console", (message) => console.log(message.text()));
      await page.goto(url);
      await page.waitForTimeout(500);
      for (const [at, one] of (await page.$$("main > :not(h1)")).entries()) {
        await one.screenshot({ path: `${OUT}${width}-${colorScheme}-${at}.png` });
      }
      await page.close();
    }
  }
  const paper = await browser.newPage({ viewport: { width: 760, height: 1_000 }, colorScheme: "dark" });
  await paper.emulateMedia({ media: "print" });
  await paper.goto(url);
  await paper.waitForTimeout(500);
  await paper.screenshot({ path: `${OUT}print.png`, fullPage: true });
} finally {
  await browser.close();
}
