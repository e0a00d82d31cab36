import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { playDeals } from "@defi-ready/securities-demo";
import { type Deal, loadDeal } from "@defi-ready/securities-migrations";
import { demo, type Run } from "./run.js";

// inputs: tools/test-validator

const ROOT = new URL("../../../", import.meta.url).pathname;
const CREDIT = join(ROOT, "migrations/deals/credit-syndicate/deal.yaml");
const ROYALTY = join(ROOT, "migrations/deals/royalty/deal.yaml");
const folder = mkdtempSync(join(tmpdir(), "securities-demo-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Run> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd: ROOT, env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

type Amounts = Readonly<Record<string, string>>;
type Summary = Readonly<{
  books: readonly Amounts[];
  drawn: string;
  sale: Amounts;
  wrapped: Amounts | null;
  payments: readonly Readonly<{ amount: string; tiers: readonly Amounts[] }>[];
  investors: readonly Amounts[];
  vault: Amounts;
  differences: readonly string[];
}>;

/** Who deposits which thousandths of which book's cap; Birch and Kelp leave before the lock. */
const DEPOSITS: readonly (readonly [name: string, book: number, thousandths: bigint])[] = [
  ["Alder", 0, 150n],
  ["Birch", 0, 100n],
  ["Cedar", 0, 200n],
  ["Dogwood", 0, 80n],
  ["Elm", 0, 170n],
  ["Fir", 0, 120n],
  ["Gorse", 0, 160n],
  ["Hazel", 0, 140n],
  ["Iris", 1, 300n],
  ["Juniper", 1, 250n],
  ["Kelp", 1, 280n],
  ["Larch", 1, 240n],
];

type Line = {
  name: string;
  book: number;
  deposited: bigint;
  accepted: bigint;
  shares: bigint;
  due: Fraction;
};
/** A rational number: nothing is rounded before the end. */
type Fraction = { top: bigint; bottom: bigint };

/** First come, first served, by hand. */
function allocate(deal: Deal): Line[] {
  const taken = [0n, 0n];
  return DEPOSITS.map(([name, book, thousandths]) => {
    const terms = deal.books[book];
    assert.ok(terms);
    const deposited = (terms.cap * thousandths) / 1_000n;
    const stays = name === "Birch" || name === "Kelp" ? 0n : deposited;
    const room = terms.cap - (taken[book] ?? 0n);
    const accepted = stays < room ? stays : room;
    taken[book] = (taken[book] ?? 0n) + accepted;
    const shares = (accepted * 1_000_000n) / terms.price;
    return { name, book, deposited, accepted, shares, due: { top: 0n, bottom: 1n } };
  });
}

/** A year of payments through interest, arrears, principal and residual, by hand, in months of 30 days. */
function waterfall(deal: Deal, issued: bigint): bigint[][] {
  const debt = deal.tranches[0]?.debt;
  assert.ok(debt);
  let [repaid, arrears, carried] = [0n, 0n, 0n];
  const year = 1_000_000n * 360n;
  return deal.payments.map(({ amount }, index) => {
    const outstanding = issued - repaid;
    const accrued = (outstanding + arrears) * BigInt(debt.ratePpm) * 30n + carried;
    const interestDue = accrued / year;
    carried = accrued % year;
    let left = amount;
    const take = (due: bigint) => {
      const part = due < left ? due : left;
      left -= part;
      return part;
    };
    const interest = take(interestDue);
    const fromArrears = debt.ratePpm === 0 ? 0n : take(arrears);
    arrears += interestDue - interest - fromArrears;
    const schedule = debt.amortisation === "sweep" ? issued : (issued * BigInt(index + 1)) / 24n;
    const principal = take(schedule > repaid ? schedule - repaid : 0n);
    repaid += principal;
    return debt.ratePpm === 0 ? [principal, left] : [interest, fromArrears, principal, left];
  });
}

/** Adds a holder's part of a payment to its tranche. */
function credit(due: Fraction, amount: bigint, shares: bigint, all: bigint): Fraction {
  return { top: due.top * all + amount * shares * due.bottom, bottom: due.bottom * all };
}

function check(path: string, summary: Summary): void {
  const deal = loadDeal(path);
  const lines = allocate(deal);
  const total = (book: number) =>
    lines.filter((line) => line.book === book).reduce((sum, { shares }) => sum + shares, 0n);
  const [senior, junior] = [total(0), total(1)];
  const accepted = lines.reduce((sum, line) => sum + line.accepted, 0n);
  assert.equal(summary.drawn, String(accepted));

  const issued = lines.filter(({ book }) => book === 0).reduce((sum, line) => sum + line.accepted, 0n);
  const expected = waterfall(deal, issued);
  assert.deepEqual(
    summary.payments.map(({ tiers }) => tiers.map(({ amount }) => BigInt(amount ?? ""))),
    expected,
  );

  const [seller, buyer] = ["Cedar", "Birch"].map((name) => lines.find((line) => line.name === name));
  const [iris, kelp] = ["Iris", "Kelp"].map((name) => lines.find((line) => line.name === name));
  assert.ok(seller && buyer && iris && kelp);
  const wraps = { half: 0n };
  for (const [index, tiers] of expected.entries()) {
    if (index === 6) {
      const half: bigint = seller.shares / 2n;
      assert.equal(summary.sale.shares, String(half));
      seller.shares -= half;
      buyer.shares += half;
    }
    if (index === 6 && deal.tranches[1]?.wrapped) {
      // Iris's half earns on, as units; Kelp has it in the end, with what it received.
      wraps.half = iris.shares / 2n;
      assert.equal(summary.wrapped?.shares, String(wraps.half));
      iris.shares -= wraps.half;
      kelp.shares += wraps.half;
    } else if (index === 10 && wraps.half > 0n) {
      assert.equal(summary.wrapped?.cash, String(kelp.due.top / kelp.due.bottom));
      assert.deepEqual([summary.wrapped?.from, summary.wrapped?.to], ["Iris", "Kelp"]);
    }
    const residual = tiers.at(-1) ?? 0n;
    const toSenior = tiers.slice(0, -1).reduce((sum, amount) => sum + amount, 0n);
    for (const line of lines) {
      line.due =
        line.book === 0
          ? credit(line.due, toSenior, line.shares, senior)
          : credit(line.due, residual, line.shares, junior);
    }
  }

  for (const [index, line] of lines.entries()) {
    const found = summary.investors[index];
    assert.ok(found);
    assert.deepEqual(
      [found.name, found.deposited, found.accepted, found.returned, found.shares],
      [
        line.name,
        String(line.deposited),
        String(line.accepted),
        String(line.deposited - line.accepted),
        String(line.shares),
      ],
    );
    // The amount paid is the amount due, to the unit: the last fraction of a unit stays with the holder.
    const short = line.due.top - BigInt(found.paid ?? "") * line.due.bottom;
    // What was wrapped has two of them: units hold whole base units when they are unwrapped.
    const most = line.name === "Kelp" ? 2n : 1n;
    assert.ok(short >= 0n && short <= most * line.due.bottom, `${line.name}: ${found.paid}`);
    assert.equal(found.owed, "0");
  }
  const received = deal.payments.reduce((sum, { amount }) => sum + amount, 0n);
  const paid = summary.investors.reduce((sum, one) => sum + BigInt(one.paid ?? ""), 0n);
  assert.equal(summary.vault.received, String(received));
  assert.equal(summary.vault.paid, String(paid));
  assert.equal(summary.vault.balance, String(received - paid));
  assert.equal(summary.vault.owed, summary.vault.balance);
  assert.deepEqual(summary.differences, []);
}

for (const [name, path] of [
  ["a credit syndicate", CREDIT],
  ["a royalty", ROYALTY],
] as const) {
  test(`the demo plays ${name} to figures that a calculation by hand gives`, async () => {
    const file = join(folder, `${name}.json`);
    const { code, out, err } = await demo("--deal", path, "--summary", file);
    assert.equal(code, 0, err);
    assert.match(out, /12 investors deposit/);
    assert.match(out, /Cedar moves up/);
    const together = /the 2 books close together: one transaction locks all of them/;
    assert.equal(together.test(out), path === CREDIT, "as its file says");
    assert.equal(
      /Kelp, who unwraps them: .* that they received in the last 4 payments/.test(out),
      path === ROYALTY,
    );
    assert.match(out, /Every vault reconciles to the unit/);
    assert.doesNotMatch(out, /[1-9A-HJ-NP-Za-km-z]{32,}/, "no raw keys");
    check(path, JSON.parse(readFileSync(file, "utf8")) as Summary);
  });
}

test("it plays several, and says which", async () => {
  const said: string[] = [];
  assert.ok(await playDeals({ deals: ["venture-syndicate", "fund"] }, (line) => said.push(line)));
  assert.deepEqual(
    said
      .filter((line) => line.includes("==="))
      .map((line) => /\/deals\/([\w-]+)\/deal\.yaml/.exec(line)?.[1]),
    ["venture-syndicate", "fund"],
  );
});

test("the demo explains failures, and exits with 1", async () => {
  const nobody = await demo("--url", "http://127.0.0.1:9");
  assert.equal(nobody.code, 1);
  assert.match(nobody.err, /^error: cannot reach http:\/\/127\.0\.0\.1:9/);

  const unbuilt = await demo("--program", join(folder, "none.so"));
  assert.equal(unbuilt.code, 1);
  assert.match(unbuilt.err, /there is no bytecode at .*: build it with `make build`/);

  const missing = await demo("--deal", join(folder, "none.yaml"));
  assert.equal(missing.code, 1);
  assert.match(missing.err, /none\.yaml/);
});

test("without a test validator, the script that compares with it says so", async () => {
  const script = join(ROOT, "tools/test-validator");
  const { SOLANA_TEST_VALIDATOR: _, ...env } = process.env;
  const none = await run(script, [], { ...env, PATH: "/usr/bin:/bin" });
  assert.equal(none.code, 1);
  assert.match(none.err, /there is no solana-test-validator in the PATH/);

  const file = join(folder, "not-executable");
  writeFileSync(file, "");
  const wrong = await run(script, [], { ...env, SOLANA_TEST_VALIDATOR: file });
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /cannot be executed/);
});
