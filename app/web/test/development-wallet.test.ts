import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { build } from "vite";
import { SITE, servePage } from "../src/server/serve.js";
import { startBrowser } from "./support/browser.js";
import { confirmed } from "./support/steps.js";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const DEVELOPMENT = fileURLToPath(new URL("../../../target/development-page/", import.meta.url));
/** What only the wallet for development says and calls. */
const MARKS = ["Development wallet", "Get test money", "securities_setAccount", "generateKey("];

/** The texts of a built site's scripts. */
function scriptsOf(site: string): string {
  return readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".js"))
    .map((path) => readFileSync(join(site, path), "utf8"))
    .join("\n");
}

describe("the development wallet", () => {
  it("is not in the published site, nor anything else that makes keys", async () => {
    await build({ root: ROOT, mode: "development-wallet", logLevel: "error" });
    const [published, own] = [scriptsOf(SITE), scriptsOf(DEVELOPMENT)];
    for (const mark of MARKS) {
      assert.ok(own.includes(mark), `the build for development has "${mark}"`);
      assert.ok(!published.includes(mark), `the published site has "${mark}"`);
    }
  });

  it("gets test money from the embedded validator, and deposits it", async () => {
    const deal = await closeAfterTests(TestDeal.start());
    const server = await closeAfterTests(
      servePage({
        port: 0,
        site: DEVELOPMENT,
        reach: { clusters: [{ name: "Embedded validator", url: deal.url }] },
      }),
    );
    const browser = await closeAfterTests(startBrowser());
    const path = `/deal/${deal.security}/book/${deal.seniorBook}`;
    const { page, faults, axe } = await browser.open({ url: server.url, node: deal.url, path });
    await page.getByRole("button", { name: "Connect wallet" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Development wallet" }).click();
    await page.locator(".wallet-button").click();
    await dialog.getByRole("button", { name: "Get test money" }).click();
    await dialog.getByText("You have 10 SOL").waitFor();
    assert.deepEqual(await axe(), []);
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Deposit" }).click();
    await dialog.getByRole("textbox", { name: "Amount" }).fill("500");
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByRole("button", { name: "Sign with Development wallet" }).click();
    await confirmed(page).waitFor();
    assert.equal((await deal.readBook()).data.live, 500_000_000n);
    assert.deepEqual(faults, []);
  });
});
