import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  addMonths,
  clusterTime,
  creditedOf,
  formatGroupedAmount,
  isCommitted,
  listTickets,
  moneyAhead,
  payoutOf,
  principalOf,
  readBookState,
  readBytes,
  readDistribution,
  readSecurityState,
  settlementVault,
  tiersOf,
  withdraw,
} from "@defi-ready/securities";
import { type Flow, flowsOf, project } from "@defi-ready/securities-projection";
import { readEngine } from "@defi-ready/securities-projection/node";
import { ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Page } from "playwright-core";
import { startPage, startServedDeal } from "./support/served-deal.js";

/** The cells of a table's rows, by the table's name. */
async function rowsOf(page: Page, caption: string): Promise<string[][]> {
  const table = page.getByRole("table", { name: caption, exact: true });
  await table.waitFor();
  return await table
    .locator("tbody tr:not(.gap-row)")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("th, td")].map((cell) => (cell.textContent ?? "").trim())),
    );
}

const money = (amount: bigint) => formatGroupedAmount(amount, 6);

describe("a deal's page shows the figures that the client reads", async () => {
  const settled = await closeAfterTests(startSettledDeal());
  const { deal } = settled;
  const distribution = await deal.pay(40n * ONE, {
    principal: 10n * ONE,
    note: "rent of <b>March</b>\u202e",
  });
  const served = await closeAfterTests(startPage(deal.url));
  const state = await readSecurityState(deal.cluster, deal.security);

  it("of its classes", async () => {
    const { page, faults, close } = await served.open(`/deal/${deal.security}`);
    await page.getByRole("heading", { name: "Classes" }).waitFor();
    const rows = await rowsOf(page, "Classes");
    let ahead = 0n;
    assert.deepEqual(
      rows.map((row) => [row[3], row[4], row[6], row[8], row[9]]),
      state.tranches.map(({ tranche: { data } }) => {
        const before = money(ahead);
        ahead += principalOf(data);
        return [
          money(principalOf(data)),
          data.kind === 2 ? "bears losses first" : before,
          money(data.arrears),
          money(creditedOf(payoutOf(data))),
          String(data.holders),
        ];
      }),
    );
    assert.deepEqual(faults, []);
    await close();
  });

  it("of its tiers, and of where a payment went, with nothing hidden in its note", async () => {
    const { page, faults, close } = await served.open(`/deal/${deal.security}`);
    const tiers = await rowsOf(page, "Tiers of the waterfall");
    assert.deepEqual(
      tiers.map((row) => row[2]),
      tiersOf(state.waterfall.data).map(({ taken }) => money(taken)),
    );
    const { data } = await readDistribution(deal.cluster, distribution);
    const went = await rowsOf(page, `Where payment ${data.number} went`);
    assert.deepEqual(
      went.filter(([, amount]) => amount?.startsWith("+") === false).map(([, amount]) => amount),
      [...data.tiers, data.reinvestmentAfter, data.undistributed].filter((amount) => amount > 0n).map(money),
    );
    const [payment] = await rowsOf(page, "Payments, the newest first");
    assert.equal(payment?.[2], money(40n * ONE));
    assert.equal(payment?.[4], "rent of <b>March</b>[U+202E]");
    assert.deepEqual(faults, []);
    await close();
  });

  it("of what it would pay, as the program's code projects it in Node", async () => {
    const { page, faults, close } = await served.open(`/deal/${deal.security}`);
    const field = (name: string) => page.getByLabel(name);
    await field("Income each month").fill("1e6");
    await page.getByRole("button", { name: "Project" }).click();
    await page.getByText("without an exponent").waitFor();
    await field("Income each month").fill("0.5");
    await field("Months, at most 240").fill("3");
    await page.getByRole("button", { name: "Project" }).click();
    await page.getByText("The program refuses 3 of these payments").waitFor();
    await page.getByText("below the security's smallest").waitFor();
    await field("Income each month").fill("10");
    await field("Principal each month").fill("2.5");
    await field("Months, at most 240").fill("18");
    await page.getByRole("button", { name: "Project" }).click();
    // The projection before had refusals: it stands until this one is there.
    await page.getByText("of these payments").waitFor({ state: "hidden" });
    const rows = await rowsOf(page, "What each class would receive");

    const addresses = [deal.security, state.waterfall.address, ...deal.tranches];
    const [security, waterfall, ...tranches] = (await readBytes(deal.cluster, addresses)).map(
      (account) => account?.data ?? new Uint8Array(),
    );
    assert.ok(security !== undefined && waterfall !== undefined);
    const now = await clusterTime(deal.cluster);
    const steps = Array.from({ length: 18 }, (_, month) => ({
      at: addMonths(now, month + 1),
      event: {
        __kind: "Pay" as const,
        amount: 12_500_000n,
        principal: 2_500_000n,
        recovery: false,
        clawback: null,
      },
    }));
    const start = { __kind: "Accounts" as const, security, waterfall, tranches, conversions: [] };
    const flows = flowsOf({ start, steps }, project(readEngine(), { start, steps }));
    const sum = (list: readonly Flow[], of: "interest" | "principal" | "other") =>
      money(list.reduce((all, one) => all + one[of], 0n));
    assert.deepEqual(
      rows.map((row) => row.slice(1)),
      flows.map((list) => [
        sum(list, "interest"),
        sum(list, "principal"),
        sum(list, "other"),
        money(list.at(-1)?.outstanding ?? 0n),
      ]),
    );
    assert.ok(flows.flat().some(({ principal }) => principal > 0n));
    assert.deepEqual(faults, []);
    await close();
  });

  it("of its cash", async () => {
    const { page, close } = await served.open(`/deal/${deal.security}`);
    const vault = settlementVault(state.security.data);
    const shown = async (name: string) =>
      (await page
        .locator(".facts > div", { has: page.locator("dt", { hasText: name }) })
        .first()
        .locator("dd")
        .textContent()) ?? "";
    await page.getByRole("heading", { name: "Cash and reserves" }).waitFor();
    assert.equal(await shown("Owed to holders"), money(vault.payable));
    assert.equal(await shown("Received so far"), money(vault.received));
    assert.equal(await shown("Fees to be paid out"), money(vault.fees));
    assert.equal(await shown("Capital of covers"), money(vault.cover));
    await close();
  });
});

describe("a book's page", async () => {
  const served = await closeAfterTests(startServedDeal());
  const { deal } = served;
  const [first, second, third] = await Promise.all([deal.investor(), deal.investor(), deal.investor()]);
  for (const [owner, amount] of [
    [first, 20n],
    [second, 35n],
    [third, 15n],
  ] as const) {
    await deal.deposit(owner, amount * ONE);
  }
  const place = `/deal/${deal.security}/book/${deal.seniorBook}`;
  const line = "Tickets in the order of the line";

  it("shows each ticket with its money, what is ahead of it, and whether it is committed", async () => {
    const { page, faults, close } = await served.open(place);
    await page.getByRole("table", { name: line }).waitFor();
    const book = await deal.readBook();
    const state = await readBookState(deal.cluster, { book, now: 0n });
    assert.deepEqual(
      (await rowsOf(page, line)).map((row) => row.slice(1)),
      state.tickets.map(({ data }) => [
        String(data.id),
        `${data.owner.slice(0, 4)}…${data.owner.slice(-4)}`,
        money(data.value),
        money(moneyAhead({ line: state.line, version: book.data.offerVersion, place: data.place }).live),
        isCommitted({ book: book.data, ticket: data }) ? "Committed" : "Not committed",
      ]),
    );
    assert.deepEqual(faults, []);
    await close();
  });

  it("shows before the reader's eyes that somebody leaves and those behind move up", async () => {
    const { page, faults, close } = await served.open(place);
    await page.getByText("Live, as of slot").waitFor();
    const before = await rowsOf(page, line);
    assert.deepEqual(
      before.map((row) => row[4]),
      [0n, 20n * ONE, 55n * ONE].map(money),
    );
    const book = await deal.readBook();
    const [ticket] = await listTickets(deal.cluster, { book: deal.seniorBook, owner: first.address });
    assert.ok(ticket !== undefined);
    const { cluster } = deal;
    await deal.send(await withdraw({ cluster, owner: first, book, ticket, amount: 20n * ONE }), first);
    await page
      .locator(`text=${money(50n * ONE)}`)
      .first()
      .waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".tickets tbody tr").length === 2);
    assert.deepEqual(
      (await rowsOf(page, line)).map((row) => row[4]),
      [0n, 35n * ONE].map(money),
    );
    assert.deepEqual(faults, []);
    await close();
  });
});
