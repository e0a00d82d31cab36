import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  listSources,
  lockBook,
  readBook,
  readSecurity,
  readTranche,
  readWaterfall,
  vaultsOf,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { connect, send } from "../src/client.js";
import { applyDeal, formatProblem, planDeal } from "../src/index.js";
import { dealFolder, type Edit, goodDeal } from "./support/deal-text.js";
import { BILL, DOLLAR, FUND, writeMint } from "./support/full-deal.js";
import { invest } from "./support/investor.js";
import { NOW, SOMEBODY, TestNode } from "./support/node.js";

const DAY = 86_400n;
const folder = dealFolder();
const node = await TestNode.start();
await writeMint(node, DOLLAR);
await writeMint(node, FUND, { tokenProgram: "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb" as Address });
let keys = 0;

/** The good deal without debt, with everything that its rules can have. */
const RULES: readonly Edit[] = [
  [
    `    kind: debt
    rate: "8.25"
    day_count: act/365
    amortisation: bullet
    compounding: true
    maturity: 2030-06-30
    par: "1.00"
`,
    `    kind: equity
    par: "1.00"
    preferred_return: "8.25"
    day_count: act/360
    compounding: true
    period: semi-annual
    smoothing: 2w
`,
  ],
  [
    "  - { pay: residual, tranche: Junior }\n",
    `  - { pay: reserve, target: "100", percent_of_debt: "2" }
  - { pay: carry, tranche: Junior, on: Senior, percent: "20", catch_up: "50" }
  - { pay: split, tranche: Senior, percent: "30.5" }
  - { pay: fee, of: income, percent: "1.25", to: sponsor }
  - { pay: fee, percent_a_year: "150", amount_a_year: "1,000.5", to: ${SOMEBODY} }
  - { pay: residual, tranche: Junior }
triggers:
  - { test: subordination, protects: Senior, least: "20", cure: 10d }
  - { test: losses, most: "10" }
  - { test: overdue, tranche: Senior, days: 60 }
  - { test: collateral, protects: Junior, least: "125", max_age: 5w, cure: 1d }
revolving_until: +90d
payment_tip: { most: "0.05", percent: "1" }
escheat: { owner: ${SOMEBODY}, after: 400d }
loss_notice: 3d
pool_daily_limit: "2.5"
payout_mints: [${DOLLAR}]
sources:
  - { note: Rent, kind: principal }
  - { note: Parking, release: 13w, mint: ${DOLLAR} }
  - { note: Interest, mint: ${FUND} }
`,
  ],
];

async function plan(sponsor: Address, ...edits: readonly Edit[]) {
  const deal = goodDeal(folder, ...RULES, ...edits);
  const planned = await planDeal({ rpc: node.rpc, deal, sponsor, createSettlementMint: true });
  return {
    ...planned,
    lines: planned.refusals.map((one) => formatProblem(one).replaceAll(`${folder}/`, "")),
  };
}

async function applied(...edits: readonly Edit[]) {
  keys += 1;
  const signer = await node.sponsor(keys);
  const deal = goodDeal(folder, ...RULES, ...edits);
  const options = { rpc: node.rpc, deal, signer, createSettlementMint: true };
  return { ...(await applyDeal(options)), options };
}

describe("rules, payout mints and sources", async () => {
  const { addresses, options, done } = await applied();
  const cluster = connect(node.url);
  const sponsor = options.signer.address;

  it("are made as the file says, and a second run finds them so", async () => {
    const { data: security } = await readSecurity(cluster, addresses.security);
    assert.deepEqual(
      [security.tipFlat, security.tipBps, security.escheat, security.escheatDays, security.lossNotice],
      [50_000n, 100, SOMEBODY, 400, 3n * DAY],
    );
    assert.deepEqual(
      vaultsOf(security).map(({ mint }) => mint),
      [addresses.settlementMint, DOLLAR, FUND],
    );
    const { data: tranche } = await readTranche(cluster, addresses.tranches[0]?.tranche as Address);
    assert.deepEqual(
      [
        tranche.kind,
        tranche.par,
        tranche.ratePpm,
        tranche.dayCount,
        tranche.periodMonths,
        tranche.smoothingDays,
      ],
      [1, 1_000_000n, 82_500, 1, 6, 14],
    );
    const { data: waterfall } = await readWaterfall(cluster, addresses.security);
    assert.deepEqual(
      waterfall.tiers.slice(3, 8).map(({ kind, bps, catchUpBps, amount }) => [kind, bps, catchUpBps, amount]),
      [
        [8, 200, 0, 100_000_000n],
        [10, 2_000, 5_000, 0n],
        [11, 3_050, 0, 0n],
        [6, 125, 0, 0n],
        [7, 15_000, 0, 1_000_500_000n],
      ],
    );
    assert.deepEqual(
      waterfall.triggers
        .slice(0, waterfall.triggerCount)
        .map(({ kind, rank, bps, days, cureDays }) => [kind, rank, bps, days, cureDays]),
      [
        [1, 0, 2_000, 0, 10],
        [2, 0, 1_000, 0, 0],
        [3, 0, 0, 60, 0],
        [4, 1, 12_500, 35, 1],
      ],
    );
    assert.deepEqual([waterfall.revolvingUntil, waterfall.poolDailyBps], [NOW + 90n * DAY, 250]);
    const sources = await listSources(cluster, addresses.security);
    assert.deepEqual(
      sources.map(({ source: { data } }) => [data.mint, data.account, data.releaseDays]),
      addresses.sources.map(({ mint, account }, at) => [mint, account, [30, 91, 30][at]]),
    );
    assert.equal(done.filter(({ part }) => part === "source").length, 3);
    // It is sold: from the first lock on the structure stands.
    const book = addresses.books[0]?.book as Address;
    await invest(node, options.signer, addresses, { book, amount: 150_000_000n });
    await node.pass(3n * DAY);
    const lock = await lockBook({ caller: options.signer, book: await readBook(cluster, book) });
    await send(cluster, { instructions: lock, payer: options.signer });
    assert.equal((await applyDeal(options)).signatures.length, 0);
  });

  it("cost what the plan says", async () => {
    const more: Edit = ["note: Rent,", "note: Rent,"];
    const other = await node.sponsor(99);
    const deal = goodDeal(folder, ...RULES, more);
    const planned = await planDeal({
      rpc: node.rpc,
      deal,
      sponsor: other.address,
      createSettlementMint: true,
    });
    await applyDeal({ rpc: node.rpc, deal, signer: other, createSettlementMint: true });
    const after = await planDeal({ rpc: node.rpc, deal, sponsor: other.address });
    assert.equal(planned.balance - after.balance, planned.cost);
  });

  for (const [name, edit, refusal] of [
    [
      "a tip",
      ['most: "0.05"', 'most: "0.06"'],
      "payment_tip: on chain: 0.05 or 1.00 %; in the file: 0.06 or 1.00 %.",
    ],
    [
      "an escheat",
      ["after: 400d", "after: 401d"],
      `escheat: on chain: to ${SOMEBODY} after 400d; in the file: to ${SOMEBODY} after 401d.`,
    ],
    [
      "a notice of losses",
      ["loss_notice: 3d", "loss_notice: 4d"],
      "loss_notice: on chain: 3d; in the file: 4d.",
    ],
    [
      "a daily limit",
      ['pool_daily_limit: "2.5"', 'pool_daily_limit: "2"'],
      "pool_daily_limit: on chain: 2.50; in the file: 2.00.",
    ],
    [
      "rules of drawing",
      ["payment_tip:", 'draw: { limit: "500" }\npayment_tip:'],
      "draw: on chain: no rules; in the file: 500.00 within 30d.",
    ],
    [
      "a period",
      ["semi-annual", "annual"],
      "tranches[0].period: on chain: semi-annual; in the file: annual.",
    ],
    ["smoothing", ["2w", "15d"], "tranches[0].smoothing: on chain: 14d; in the file: 15d."],
    [
      "a preferred return",
      ['"8.25"', '"8"'],
      "tranches[0].preferred_return: on chain: 8.25; in the file: 8.00.",
    ],
    ["a cure", ["cure: 1d", "cure: 2d"], "triggers: on chain: at least 20.00 % below Senior (cure 10d),"],
    ["a tier", ['"30.5"', '"30"'], "waterfall: on chain: interest of Senior,"],
    ["revolving", ["+90d", "+91d"], "revolving_until: on chain: 2025-04-01; in the file: 2025-04-02."],
    [
      "a source",
      ["note: Parking", "note: Parks"],
      "sources[1].note: on chain: Parking; in the file: Parks. The source",
    ],
    [
      "a kind of a source",
      ["kind: principal", "kind: income"],
      "sources[0].kind: on chain: principal; in the file: income.",
    ],
    ["what a fee is of", ["of: income", "of: gross"], "waterfall: on chain: interest of Senior,"],
    ["a release", ["release: 13w", "release: 90d"], "sources[1].release: on chain: 91d; in the file: 90d."],
  ] as const satisfies readonly (readonly [string, Edit, string])[]) {
    it(`refuse another ${name.replace(/^an? /, "")} of a deal that is sold`, async () => {
      const { lines } = await plan(sponsor, edit);
      assert.equal(lines.length, 1, lines.join("\n"));
      assert.ok(lines[0]?.replace(/^deal\.yaml:\d+:\d+: /, "").startsWith(refusal), lines[0]);
    });
  }

  it("take another source at any time", async () => {
    const { items, lines } = await plan(sponsor, ["books:\n", "  - note: Vending\nbooks:\n"]);
    assert.deepEqual(lines, []);
    assert.deepEqual(
      items.filter(({ action }) => action !== "keep").map(({ part, name }) => [part, name]),
      [["source", "Vending"]],
    );
  });

  it("refuse a mint that is not there before anything is sent", async () => {
    const { lines } = await plan((await node.sponsor(98)).address, [`[${DOLLAR}]`, `[${BILL}]`]);
    assert.match(
      lines.join("\n"),
      /^deal\.yaml:\d+:16: payout_mints\[0\]: B1LL\w+ is not on this cluster: give the mint's address/,
    );
  });
});
