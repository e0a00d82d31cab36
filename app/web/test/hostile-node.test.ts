import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Page } from "playwright-core";
import { startServedDeal } from "./support/served-deal.js";
import { confirmed, connect, reviewDeposit, signButton } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const [dealPath, bookPath] = [`/deal/${deal.security}`, `/deal/${deal.security}/book/${deal.seniorBook}`];
await deal.deposit(await deal.investor(), 30n * ONE);
await deal.deposit(await deal.investor(), 150n * ONE);

type Change = (result: unknown, method: string) => unknown;

/** Stands between a page and its node, and changes what that answers. */
async function lying(page: Page): Promise<Readonly<{ lie(change: Change): void; methods: Set<string> }>> {
  let change: Change = (result) => result;
  const methods = new Set<string>();
  await page.context().route(
    (url) => url.href.startsWith(deal.url),
    async (route) => {
      const { method, id } = route.request().postDataJSON() as { method: string; id: unknown };
      methods.add(method);
      const given = await route.fetch().catch(() => undefined);
      if (given === undefined) {
        // The page was left meanwhile.
        await route.abort().catch(() => undefined);
        return;
      }
      const { result, error } = (await given.json()) as Record<string, unknown>;
      const answer = error === undefined ? { result: change(result, method) } : { error };
      await route.fulfill({ json: { jsonrpc: "2.0", id, ...answer } }).catch(() => undefined);
    },
  );
  return {
    lie: (next) => {
      change = next;
    },
    methods,
  };
}

/** Waits until a place is shown, or says why it is not; what it says then. */
async function outcome(page: Page): Promise<string> {
  await page.waitForFunction(
    () =>
      document.querySelector("main .notice") !== null ||
      (document.querySelector("main h2") !== null && document.querySelector("main .loading") === null),
    undefined,
    { timeout: 20_000 },
  );
  return await page.innerText("main");
}

/** The bytes of all accounts in an answer, changed. */
function withData(result: unknown, change: (data: Buffer) => Buffer): unknown {
  if (Array.isArray(result)) {
    return result.map((one) => withData(one, change));
  }
  if (typeof result !== "object" || result === null) {
    return result;
  }
  return Object.fromEntries(
    Object.entries(result).map(([key, value]) =>
      key === "data" && Array.isArray(value) && typeof value[0] === "string"
        ? [key, [change(Buffer.from(value[0], "base64")).toString("base64"), "base64"]]
        : [key, withData(value, change)],
    ),
  );
}

/** Keeps the eight bytes that an account's kind is known by, and writes the same into all others. */
const filled = (byte: number) => (data: Buffer) =>
  Buffer.concat([data.subarray(0, 8), Buffer.alloc(Math.max(0, data.length - 8), byte)]);

describe("a node that lies", () => {
  const LIES: readonly (readonly [string, Change])[] = [
    ["cuts accounts short", (result) => withData(result, (data) => data.subarray(0, 20))],
    ["empties them", (result) => withData(result, () => Buffer.alloc(0))],
    ["fills them with zeros", (result) => withData(result, filled(0))],
    ["fills them with ones", (result) => withData(result, filled(255))],
    ["fills them with large signed numbers", (result) => withData(result, filled(127))],
    ["gives nothing for accounts", (result, method) => (method.startsWith("getM") ? { value: [] } : result)],
  ];
  const WRONG = [null, {}, "text", { context: { slot: 1 }, value: null }];
  let end = (): Promise<void> => Promise.resolve();
  afterEach(() => end());
  /** Each method is lied about once, wherever it is asked first. */
  const tried = new Set<string>();
  /** What no reader should see, whatever a node says. */
  const BROKEN = /nothing is shown|fault of the page|undefined|NaN|\[object|Cannot read propert/;

  for (const [name, path] of [
    ["the deals", "/"],
    ["a deal", dealPath],
    ["a book", bookPath],
  ] as const) {
    it(`about ${name} is told so in words, and never breaks the page`, async () => {
      const { page, faults, close } = await served.open("/nowhere");
      end = async () => {
        await page.context().unrouteAll({ behavior: "ignoreErrors" });
        await close();
      };
      const { lie, methods } = await lying(page);
      const wrong: string[] = [];
      const visit = async (what: string): Promise<void> => {
        await page.goto("about:blank");
        await page.goto(`${served.url}#${path}`);
        const told = await outcome(page).catch(() => "nothing is shown");
        const bad = BROKEN.exec(told);
        if (bad !== null || !(await page.locator(".header").isVisible())) {
          const from = Math.max(0, (bad?.index ?? 0) - 80);
          wrong.push(`${what}: ${told.slice(from, from + 240)}`);
        }
      };
      await visit("nothing");
      for (const [what, change] of LIES) {
        lie(change);
        await visit(what);
      }
      for (const method of [...methods].filter((one) => !tried.has(one))) {
        tried.add(method);
        for (const one of WRONG) {
          lie((result, asked) => (asked === method ? one : result));
          await visit(`${method} gives ${JSON.stringify(one)}`);
        }
      }
      assert.deepEqual(
        faults.filter((fault) => fault.startsWith("uncaught")),
        [],
      );
      assert.deepEqual(wrong, []);
    });
  }

  it("that never answers is waited for with words, and given up in time", async () => {
    const { page, close } = await served.open(dealPath, {
      prepare: async (one) => {
        await one.clock.install();
        await one.route(
          (url) => url.href.startsWith(deal.url),
          () => undefined,
        );
      },
    });
    await page.getByText("Reading the deal").waitFor();
    await page.clock.fastForward(9_000);
    await page.getByText("Another node can be chosen").waitFor();
    await page.clock.fastForward(120_000);
    await page.getByRole("alert").getByText("Cannot read the deal").waitFor();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "Classes" }).waitFor();
    await close();
  });
});

describe("a transaction", () => {
  const values = async (wallet: TestWallet) => {
    const { listTickets } = await import("@defi-ready/securities");
    const tickets = await listTickets(deal.cluster, { book: deal.seniorBook, owner: wallet.signer.address });
    return tickets.map(({ data }) => data.value);
  };

  it("that its user signs too late is not done, and said so; started over, it happens once", async () => {
    const wallet = new TestWallet(await deal.investor(1_000n * ONE));
    const { page, faults, close } = await served.open(bookPath, { prepare: wallet.install });
    await connect(page);
    const dialog = await reviewDeposit(page, "50");
    wallet.meanwhile = () => deal.call("securities_warp", [{ slots: 200 }]);
    await signButton(page).click();
    await dialog.getByText("Not done", { exact: true }).waitFor();
    await dialog.getByText(/expired/).waitFor();
    assert.deepEqual(await values(wallet), []);
    wallet.meanwhile = undefined;
    await dialog.getByRole("button", { name: "Start over" }).click();
    await signButton(page).click();
    await confirmed(page).waitFor();
    assert.deepEqual(await values(wallet), [50n * ONE]);
    assert.deepEqual(faults, []);
    await close();
  });

  it("is signed once, however often the button is pressed", async () => {
    const wallet = new TestWallet(await deal.investor(1_000n * ONE));
    const { page, faults, close } = await served.open(bookPath, { prepare: wallet.install });
    await connect(page);
    await reviewDeposit(page, "50");
    await signButton(page).waitFor();
    await page.waitForFunction(() =>
      [...document.querySelectorAll("dialog button")].some(
        (one) => /^Sign with/.test(one.textContent ?? "") && !(one as HTMLButtonElement).disabled,
      ),
    );
    await page.evaluate(() => {
      const button = [...document.querySelectorAll<HTMLButtonElement>("dialog button")].find((one) =>
        /^Sign with/.test(one.textContent ?? ""),
      );
      for (let times = 0; times < 5; times += 1) {
        button?.click();
      }
    });
    await confirmed(page).waitFor();
    await page.waitForTimeout(300);
    assert.equal(wallet.signed, 1);
    assert.deepEqual(await values(wallet), [50n * ONE]);
    assert.deepEqual(faults, []);
    await close();
  });
});

it("a part of the page that does not arrive is said to be missing, and comes when the page is loaded again", async () => {
  const { page, close } = await served.open("/");
  await page.getByText(/as of slot/).waitFor();
  await page.route(/deal-page-.*\.js/, (route) => route.abort());
  await page.evaluate((to) => location.assign(`#${to}`), dealPath);
  await page.getByText("A part of the page did not arrive").waitFor();
  await page.unroute(/deal-page-.*\.js/);
  await page.getByRole("button", { name: "Load the page again" }).click();
  await page.getByRole("heading", { name: "Classes" }).waitFor();
  await close();
});
