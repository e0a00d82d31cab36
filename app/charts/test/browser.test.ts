import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { buildGallery, startBrowser } from "./gallery/build.js";

const LOOKS = [
  [360, "light"],
  [1_440, "dark"],
] as const;

describe("the pictures in a browser", () => {
  let browser: Browser;
  let url: string;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "securities-gallery-"));
    url = await buildGallery({ out: folder, deals: ["private-credit", "infrastructure", "royalty"] });
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(
    width: number,
    options: Readonly<{ colorScheme?: "light" | "dark"; reducedMotion?: "reduce" }> = {},
  ): Promise<Readonly<{ page: Page; faults: string[] }>> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, ...options });
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => faults.push(message.text()));
    await page.goto(url);
    await page.waitForSelector(".chart-line canvas");
    return { page, faults };
  }

  for (const [width, colorScheme] of LOOKS) {
    it(`fit ${width} pixels, axe finds nothing, nothing is refused, in ${colorScheme}`, async () => {
      const { page, faults } = await open(width, { colorScheme });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) {
          details.open = true;
        }
      });
      // The page's policy takes no script of ours, so axe comes in as what the browser's debugger evaluates.
      await page.evaluate(axe.source);
      const found = (await page.evaluate("axe.run({ preload: false })")) as {
        violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
      };
      const words = found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
      );
      assert.deepEqual(words, []);
      assert.deepEqual(faults, []);
      await page.close();
    });
  }

  it("go from ticket to ticket by the arrow keys, and say where one is", async () => {
    const { page } = await open(1_440);
    const bar = page.getByRole("slider").first();
    const said = () => bar.getAttribute("aria-valuetext");
    await bar.focus();
    assert.match(
      (await said()) ?? "",
      /^Ticket 3, yours: 250,000\.00 USDC, 500,000\.00 USDC ahead, accepted whole\. Place 3 of 6$/,
    );
    await page.keyboard.press("ArrowRight");
    assert.match((await said()) ?? "", /^Ticket 4: .* committed, 250,000\.00 USDC accepted/);
    await page.keyboard.press("End");
    assert.match((await said()) ?? "", /^What you would put in: 100,000\.00 USDC/);
    await page.keyboard.press("Home");
    assert.match((await said()) ?? "", /^Ticket 1: /);
    await page.close();
  });

  it("find the ticket under the pointer", async () => {
    const { page } = await open(1_440);
    const bar = page.getByRole("slider").first();
    const box = await bar.boundingBox();
    assert.ok(box !== null);
    // 1,310,000 are in line; the second ticket lies from 300,000 to 500,000.
    await page.mouse.move(box.x + (box.width * 400_000) / 1_310_000, box.y + 20);
    assert.match((await page.locator(".chart-readout").first().textContent()) ?? "", /^Ticket 2: /);
    await page.close();
  });

  /** Where the first ticket of the line ends, frame by frame, while it leaves. */
  const WATCH = `new Promise((resolve) => {
    const canvas = document.querySelector("canvas");
    const context = canvas.getContext("2d");
    const seen = [];
    const until = performance.now() + 1200;
    const look = () => {
      const row = context.getImageData(0, 5, canvas.width, 1).data;
      let edge = 4;
      while (edge < canvas.width && row[edge * 4] === row[16] && row[edge * 4 + 1] === row[17]) {
        edge += 1;
      }
      if (seen.at(-1) !== edge) {
        seen.push(edge);
      }
      if (performance.now() < until) {
        requestAnimationFrame(look);
      } else {
        resolve(seen);
      }
    };
    look();
    document.querySelector("#leave").click();
  })`;

  it("move the line up when somebody leaves: in steps, or at once for who asks for stillness", async () => {
    const edges = async (options: Readonly<{ reducedMotion?: "reduce" }>) => {
      const { page } = await open(1_440, options);
      await page.waitForTimeout(300);
      const seen = (await page.evaluate(WATCH)) as number[];
      await page.close();
      return seen;
    };
    const [moving, still] = [await edges({}), await edges({ reducedMotion: "reduce" })];
    assert.ok(moving.length > 3, `more than the first and the last place: ${moving}`);
    assert.equal(still.length, 2, `only the first and the last place: ${still}`);
    assert.deepEqual([moving[0], moving.at(-1)], still);
  });

  it("choose a payment by the arrow keys, whose flow is then drawn", async () => {
    const { page } = await open(1_440);
    const explorer = page.locator(".chart-explorer").first();
    const title = () => explorer.locator(".chart-flow .chart-title").textContent();
    const last = await title();
    await explorer.getByRole("radio", { checked: true }).focus();
    await page.keyboard.press("ArrowLeft");
    assert.notEqual(await title(), last);
    const focused = await page.evaluate(() => document.activeElement?.getAttribute("aria-checked"));
    assert.equal(focused, "true");
    await page.close();
  });
});
