/**
 * The demo plays each shipped deal; the program, the command line, statements, the register and the page say the same of what
 * it leaves. Playing a deal takes longer than all that is compared: everything that wants shipped deals played is here.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  allotShares,
  formatGroupedAmount,
  issueCredential,
  listAllSecurities,
  listDistributions,
  NOBODY,
  payoutOf,
  preflightTransfer,
  principalOf,
  readHolder,
  readSecurityState,
  settlementVault,
} from "@defi-ready/securities";
import { runCommandLine } from "@defi-ready/securities-cli";
import { play, startOf } from "@defi-ready/securities-demo";
import { shippedDeals } from "@defi-ready/securities-migrations";
import { DAY, DEADLINE, ONE, SOL, startProgram, TestNode } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner } from "@solana/kit";
import { type Browser, startBrowser } from "./support/browser.js";
import { startPage, startServedDeal } from "./support/served-deal.js";
import { assertStatements, writesUpWhatIncomeCovers } from "./support/statements.js";
import { connect } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

type Figures = Readonly<{
  outstanding: string;
  credited: string;
  owed: string;
  shares: string;
  arrears: string;
  holders: string;
}>;

/** Deals of which something is written up. */
const WRITTEN_UP: readonly string[] = ["auto-loans", "mortgages", "private-credit-floating"];

/** What a command prints as JSON. */
async function printed<T>(...args: readonly string[]): Promise<T> {
  let [out, err] = ["", ""];
  const code = await runCommandLine(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  assert.equal(code, 0, err);
  return JSON.parse(out) as T;
}

type Shown = Readonly<{
  reconciles: boolean;
  tranches: readonly Readonly<
    Record<"principal" | "funded" | "paid" | "shares" | "arrears", string> & { holders: number }
  >[];
}>;
type Stated = Readonly<{
  reconciles: boolean;
  classes: readonly Readonly<
    Record<"outstanding" | "interest" | "principal" | "income" | "owed" | "shares", string>
  >[];
}>;

describe("the program, the command line, a statement and the page show the same figures", async () => {
  const browser = await closeAfterTests(startBrowser());
  for (const { name, file } of shippedDeals()) {
    it(`of ${name}`, async () => {
      const writtenUp = await compare(browser, { name, file });
      assert.ok(writtenUp > 0 || !WRITTEN_UP.includes(name), "what is written up is seen");
    });
  }
});

/** What a command, a statement and the register print of locks and allotments. */
type Terms = Readonly<{ locked: string; allotted: string }>;
type Held = Readonly<{
  holdings: readonly Readonly<{ rank: number; locked: string; allotment: Readonly<{ allotted: string }> }>[];
}>;
type OwnStatement = Readonly<{
  reconciles: boolean;
  classes: readonly Readonly<{ rank: number; transfers: Terms }>[];
}>;
type Registered = Readonly<{
  reconciles: boolean;
  entries: readonly Readonly<{ owner: string; transfers: Terms }>[];
}>;

describe("the program, the command line, a statement and the page show the same locks and allotments", async () => {
  const qualifier = await generateKeyPairSigner();
  const served = await closeAfterTests(
    startServedDeal({
      qualifiers: [qualifier.address],
      terms: { cliffDays: 10, vestingDays: 90 },
      transfers: [{ maxHolders: 5, maxShares: 400n * ONE }],
    }),
  );
  const { deal } = served;
  const { cluster, senior: tranche } = deal;
  const [owner, receiver] = [await deal.investor(), await deal.investor()];

  it("on a day on which a part has vested", async () => {
    await deal.fund(qualifier.address, SOL);
    for (const { address: subject } of [owner, receiver]) {
      const terms = { expiresAt: DEADLINE + 400n * DAY, category: 0, jurisdiction: 0, person: NOBODY };
      await deal.send(await issueCredential({ qualifier, subject, terms }));
    }
    await deal.deposit(owner, 301n * ONE);
    await deal.deposit(receiver, 50n * ONE);
    await deal.lock(deal.seniorBook);
    await deal.settle();
    for (const [one, limit] of [
      [owner, 350n],
      [receiver, 360n],
    ] as const) {
      const holder = await readHolder(cluster, { tranche, owner: one.address });
      const { security } = deal;
      await deal.send(await allotShares({ cluster, owner: one, security, holder, limit: limit * ONE }), one);
    }
    await deal.moveTo(DEADLINE + 47n * DAY);
    // 37 of 90 days have passed since the cliff, rounded up to the holder's disadvantage.
    const locked = (301n * ONE * 53n + 89n) / 90n;
    const program = { locked: String(locked), allotted: String(350n * ONE) };
    const free = 301n * ONE - locked;
    const ask = async (amount: bigint) =>
      await preflightTransfer(cluster, {
        security: await deal.readSecurity(),
        tranche: await deal.readTranche(),
        from: owner.address,
        to: receiver.address,
        amount,
      });
    assert.deepEqual(await ask(free), { ok: true });
    const refused = await ask(free + 1n);
    assert.equal(refused.ok ? "" : refused.name, "SharesLocked");
    const { data: record } = await readHolder(cluster, { tranche, owner: owner.address });
    assert.equal(String(record.allotted), program.allotted);

    const shown = await printed<Held>("--url", deal.url, "--json", "holder", "show", owner.address);
    assert.deepEqual(
      shown.holdings.map(({ locked: amount, allotment: { allotted } }) => ({ locked: amount, allotted })),
      [program],
    );
    const args = ["--url", deal.url, "statement", deal.security, owner.address, "--format", "json"];
    const stated = await printed<OwnStatement>(...args);
    assert.equal(stated.reconciles, true);
    const [own, ...others] = stated.classes;
    assert.deepEqual(others, []);
    assert.deepEqual([own?.transfers.locked, own?.transfers.allotted], [program.locked, program.allotted]);
    const listed = await printed<Registered>("--url", deal.url, "--json", "register", deal.security);
    assert.equal(listed.reconciles, true);
    const entry = listed.entries.find((one) => one.owner === owner.address);
    assert.deepEqual(
      [entry?.transfers.locked, entry?.transfers.allotted],
      [program.locked, program.allotted],
    );

    const wallet = new TestWallet(owner);
    const { page, faults, close } = await served.open("/yours", { prepare: wallet.install });
    await connect(page);
    const shares = (amount: bigint) => formatGroupedAmount(amount, 6);
    await page.getByText(`${shares(locked)} shares are locked: fewer each day until 2025-05-21`).waitFor();
    await page.getByText(`It may receive 49.00 more shares, up to ${shares(350n * ONE)}`).waitFor();
    await page.getByText(`At most ${shares(free)} shares can be transferred now`).waitFor();
    assert.deepEqual(faults, []);
    await close();
  });
});

/** Plays a deal, and compares; how many payments wrote something up. */
async function compare(
  browser: Browser,
  { name, file }: Readonly<{ name: string; file: string }>,
): Promise<number> {
  const node = new TestNode(await startProgram({ deterministic: { unixTimestamp: startOf(file) } }));
  const served = await startPage(node.url, browser);
  try {
    const said: string[] = [];
    // The keys are those of an embedded validator: a deal that floats names its reporter.
    const { differences } = await play({
      cluster: node.cluster,
      deal: file,
      repeatable: true,
      say: (line) => said.push(line),
    });
    assert.deepEqual(differences, []);
    const out = said.join("\n");
    assert.match(out, /a bot settled \d+ tickets/);
    assert.match(out, /Every vault reconciles to the unit/);
    if (name === "mortgages") {
      writesUpWhatIncomeCovers(out);
    }
    const [found, ...others] = await listAllSecurities(node.cluster);
    assert.ok(found !== undefined);
    assert.deepEqual(others, []);
    await assertStatements({ cluster: node.cluster, name, security: found.address });
    const { security, tranches } = await readSecurityState(node.cluster, found.address);
    const { decimals } = settlementVault(security.data);
    const program: readonly Figures[] = tranches.map(({ tranche: { data }, holders }) => {
      const { payable, paid } = payoutOf(data);
      return {
        outstanding: String(principalOf(data)),
        credited: String(payable + paid),
        owed: String(payable),
        shares: String(data.shares),
        arrears: String(data.arrears),
        holders: String(holders.length),
      };
    });

    const shown = await printed<Shown>("--url", node.url, "--json", "show", found.address);
    assert.equal(shown.reconciles, true);
    assert.deepEqual(
      shown.tranches.map(({ principal, funded, paid, shares, arrears, holders }) => ({
        outstanding: principal,
        credited: funded,
        owed: String(BigInt(funded) - BigInt(paid)),
        shares,
        arrears,
        holders: String(holders),
      })),
      program,
    );

    const stated = await printed<Stated>("--url", node.url, "statement", found.address, "--format", "json");
    assert.equal(stated.reconciles, true);
    assert.deepEqual(
      stated.classes.map(({ outstanding, interest, principal, income, owed, shares }) => ({
        outstanding,
        credited: String(BigInt(interest) + BigInt(principal) + BigInt(income)),
        owed,
        shares,
      })),
      program.map(({ outstanding, credited, owed, shares }) => ({ outstanding, credited, owed, shares })),
    );

    const { page, faults, close } = await served.open(`/deal/${found.address}`);
    const table = page.getByRole("table", { name: "Classes", exact: true });
    await table.waitFor();
    const [titles = [], ...rows] = await table
      .locator("tr")
      .evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll("th, td")].map((cell) => (cell.textContent ?? "").trim())),
      );
    const cell = (row: readonly string[], title: string) => row[titles.indexOf(title)];
    const money = (amount: string) => formatGroupedAmount(BigInt(amount), decimals);
    assert.deepEqual(
      rows.map((row) => ["Outstanding", "Arrears", "Credited", "Holders"].map((title) => cell(row, title))),
      program.map(({ outstanding, arrears, credited, holders }) => [
        money(outstanding),
        money(arrears),
        money(credited),
        holders,
      ]),
    );
    const records = await listDistributions(node.cluster, found.address);
    const writing = records.filter(({ data }) => data.writtenUp.some((amount) => amount > 0n));
    for (const { data } of writing) {
      await page.getByRole("button", { name: `Payment ${data.number}: where it went`, exact: true }).click();
      const steps = page.getByRole("table", { name: `Where payment ${data.number} went`, exact: true });
      const shownUp = await steps.getByRole("row").filter({ hasText: "written up, without cash" }).all();
      assert.deepEqual(
        await Promise.all(
          shownUp.map((row) => row.locator("[data-amount]").first().getAttribute("data-amount")),
        ),
        data.writtenUp.filter((amount) => amount > 0n).map(String),
      );
    }
    assert.deepEqual(faults, []);
    await close();
    return writing.length;
  } finally {
    await served.close();
    await node.close();
  }
}
