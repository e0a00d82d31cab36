import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Page } from "playwright-core";
import { sticksOut } from "./support/layout.js";
import { startServedDeal } from "./support/served-deal.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;

/** In the page: extensions that are not what they say, or not made as the standard says. */
function registerHostile(): void {
  const features = {
    "standard:connect": { version: "1.0.0", connect: () => Promise.resolve({ accounts: [] }) },
    "solana:signTransaction": {
      version: "1.0.0",
      supportedTransactionVersions: ["legacy", 0],
      signTransaction: () => Promise.reject(new Error("no")),
    },
  };
  const script = btoa(
    '<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.hasRun=1"><script>globalThis.hasRun=1</script><image href="https://elsewhere.example/pixel.png"/></svg>',
  );
  const plain = {
    version: "1.0.0",
    icon: "data:image/png;base64,AAAA",
    chains: ["solana:localnet"],
    features,
  };
  const wallets = [
    { ...plain, accounts: [], name: "Phant\u202eom<img src=x onerror=globalThis.hasRun=1>" },
    { ...plain, accounts: [], name: "W".repeat(300) },
    { ...plain, accounts: [], name: "Tracker", icon: "https://elsewhere.example/pixel.png" },
    { ...plain, accounts: [], name: "Runner", icon: "javascript:globalThis.hasRun=1" },
    { ...plain, accounts: [], name: "Drawer", icon: `data:image/svg+xml;base64,${script}` },
    { ...plain, accounts: [], name: "Page", icon: "data:text/html;base64,PHNjcmlwdD4=" },
    { ...plain, name: "Garbled", accounts: [{ address: "<b>no</b>", chains: ["solana:localnet"] }] },
    { ...plain, name: 7, accounts: [] },
    { ...plain, name: "No chains", accounts: [], chains: undefined },
    { ...plain, name: "No accounts" },
    {
      ...plain,
      accounts: [],
      get name(): string {
        throw new Error("a name that cannot be read");
      },
    },
  ];
  const take = (api: { register(one: object): void }) => {
    for (const one of wallets) {
      api.register(one);
    }
  };
  addEventListener("wallet-standard:app-ready", (event) => take((event as CustomEvent).detail));
  dispatchEvent(new CustomEvent("wallet-standard:register-wallet", { detail: take }));
}

describe("extensions that say they are wallets", () => {
  it("run nothing, ask nobody, hide nothing, and do not keep the others from being offered", async () => {
    const wallet = new TestWallet(await deal.investor(100n * ONE));
    const asked: string[] = [];
    const { page, faults, axe, close } = await served.open("/yours", {
      width: 360,
      prepare: async (one: Page) => {
        one.on("request", (request) => asked.push(request.url()));
        await one.addInitScript(registerHostile);
        await wallet.install(one);
      },
    });
    await page.getByRole("button", { name: "Connect wallet" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Test wallet" }).waitFor();
    await dialog.getByText("Phant[U+202E]om<img src=x onerror=").waitFor();
    assert.equal(await dialog.getByRole("button", { name: /No chains|No accounts/ }).count(), 0);
    assert.deepEqual(
      await dialog
        .locator("img")
        .evaluateAll((all) => all.map((one) => (one as HTMLImageElement).src.slice(0, 15))),
      ["data:image/png;", "data:image/png;", "data:image/svg+", "data:image/png;", "data:image/svg+"],
    );
    assert.deepEqual(await sticksOut(page), []);
    assert.deepEqual(await axe(), []);
    await dialog.getByRole("button", { name: "Garbled" }).click();
    await dialog.getByText("Garbled gave no account for Solana").waitFor();
    await dialog.getByRole("button", { name: "Test wallet" }).click();
    await page.getByText("This account holds nothing here").waitFor();
    assert.equal(await page.evaluate(() => "hasRun" in globalThis), false);
    assert.deepEqual(
      asked.filter((url) => url.includes("elsewhere")),
      [],
    );
    assert.deepEqual(faults, []);
    await close();
  });
});
