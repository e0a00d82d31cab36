/**
 * Takes pictures of the gallery into target/gallery: narrow and wide, light and dark. With `--serve` it builds the page and
 * says where it is, to be looked at in a browser.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { playedDeal } from "../support/played.js";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const OUT = fileURLToPath(new URL("../../../../target/gallery/", import.meta.url));
const WIDTHS = [360, 1_440];
const SCHEMES = ["light", "dark"] as const;
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Deals that were played, as the page reads them: amounts as texts with an n behind them. */
async function written(names: readonly string[]): Promise<string> {
  const deals = await Promise.all(names.map(async (name) => [name, await playedDeal(name)] as const));
  return JSON.stringify(Object.fromEntries(deals), (_, value) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
}

mkdirSync(OUT, { recursive: true });
await build({
  entryPoints: [`${HERE}main.tsx`, `${HERE}../../charts.css`, `${HERE}gallery.css`],
  bundle: true,
  entryNames: "[name]",
  banner: {
    js: `globalThis.PLAYED=${JSON.stringify(await written(["private-credit", "infrastructure", "royalty"]))};`,
  },
  define: { "process.env.NODE_ENV": '"production"' },
  format: "iife",
  jsx: "automatic",
  outdir: OUT,
  target: "es2022",
});
writeFileSync(
  `${OUT}index.html`,
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="gallery.css"><link rel="stylesheet" href="charts.css"><div id="root"></div><script src="main.js"></script>`,
);
console.log(`file://${OUT}index.html`);
if (!process.argv.includes("--serve")) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ARGS,
  });
  try {
    for (const width of WIDTHS) {
      for (const colorScheme of SCHEMES) {
        const page = await browser.newPage({
          viewport: { width, height: 900 },
          colorScheme,
          deviceScaleFactor: width < 500 ? 2 : 1,
        });
        page.on("pageerror", (error) => console.error(error));
        await page.goto(`file://${OUT}index.html`);
        await page.waitForTimeout(500);
        for (const [at, one] of (await page.$$("main > *")).entries()) {
          await one.screenshot({ path: `${OUT}${width}-${colorScheme}-${at}.png` });
        }
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        console.log(`${width} ${colorScheme}: ${overflow > 0 ? `${overflow} px too wide` : "fits"}`);
        await page.close();
      }
    }
  } finally {
    await browser.close();
  }
}
