import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  curvesOf,
  disclosureItems,
  findDisclosureCalendar,
  NOBODY,
  readBook,
  readSecurity,
  readSeries,
  readTranche,
  transferRulesOf,
} from "@defi-ready/securities";
import { AllocationRule, RewardKind } from "@defi-ready/securities/program";
import { knownKey } from "@defi-ready/securities-testing";
import type { Address } from "@solana/kit";
import { connect } from "../src/client.js";
import { toHex } from "../src/deal/values.js";
import { applyDeal, loadDeal, parseDeal } from "../src/index.js";
import { invest } from "./support/investor.js";
import { NOW, TestNode } from "./support/node.js";

const DAY = 86_400n;
const file = (name: string) => fileURLToPath(new URL(`../deals/${name}/deal.yaml`, import.meta.url));

describe("the demonstration deal of a company that seeks a target", () => {
  const path = file("spac");
  const deal = loadDeal(path);

  it("opens without an offer, with warrants by place in line, and takes a target for its first", async () => {
    const node = await TestNode.start();
    const signer = await node.sponsor(1);
    const cluster = connect(node.url);
    const options = { rpc: node.rpc, signer, createSettlementMint: true };
    const { addresses, signatures } = await applyDeal({ ...options, deal });
    // Mint, security, tranche, governance, waterfall, book, two series with their curves, tips.
    assert.equal(signatures.length, 11);
    const at = addresses.books[0]?.book as Address;
    const { data: book } = await readBook(cluster, at);
    assert.deepEqual(
      [book.allocation, book.price, book.minimum, book.cap, book.minTicket],
      [AllocationRule.FirstCome, 10_000_000n, 20_000_000_000_000n, 50_000_000_000_000n, 10_000_000_000n],
    );
    assert.deepEqual(
      [book.offerVersion, book.offerEnds, book.offerPeriod, book.opensAt],
      [0, 0n, 20n * DAY, NOW],
    );
    const { delivery } = (await readSecurity(cluster, addresses.security)).data;
    assert.deepEqual([delivery.by, delivery.confirmedAt], [NOW + 1_004n * DAY, 0n]);
    assert.deepEqual(
      [book.deadline, book.latestDeadline, book.extensionBps],
      [NOW + 730n * DAY, NOW + 913n * DAY, 6_500],
    );
    assert.deepEqual(
      [book.lead, book.tip, book.tipBudget, book.lineCapacity],
      [NOBODY, 500_000n, 250_000_000n, 5_000],
    );
    assert.deepEqual(
      curvesOf(book).map(({ kind, budget, knotCount }) => [kind, budget, knotCount]),
      [
        [RewardKind.Warrants, 1_750_000_000_000n, 2],
        [RewardKind.Warrants, 250_000_000_000n, 1],
      ],
    );
    const series = await Promise.all(curvesOf(book).map(({ target }) => readSeries(cluster, target)));
    assert.deepEqual(
      series.map(({ data }) => [data.strike, data.expiresAt, data.tranche, data.book]),
      [1_826n, 2_557n].map((days) => [11_500_000n, NOW + days * DAY, addresses.tranches[0]?.tranche, at]),
    );

    const ticket = await invest(node, signer, addresses, { book: at, amount: 25_000_000_000_000n });
    assert.equal(ticket.data.committedTo, 0);
    const target = readFileSync(path, "utf8").replace(
      "    terms: { file: memorandum.txt }\n",
      "    terms: { file: target.txt }\n",
    );
    const proposed = parseDeal(path, target);
    const { done } = await applyDeal({ ...options, deal: proposed });
    assert.deepEqual(
      done.map(({ part, note }) => [part, note]),
      [["offer", "offer 1, open until 2025-01-21"]],
    );
    const { data: offered } = await readBook(cluster, at);
    assert.deepEqual(
      [offered.offerVersion, offered.offerEnds, offered.live, offered.committed],
      [1, NOW + 20n * DAY, 25_000_000_000_000n, 0n],
    );
    assert.equal(
      toHex(Uint8Array.from(offered.termsSha256)),
      toHex(proposed.books[0]?.termsSha256 ?? new Uint8Array()),
    );
    assert.equal((await applyDeal({ ...options, deal: proposed })).signatures.length, 0);
  });
});

describe("the demonstration deal of a venture syndicate", () => {
  const deal = loadDeal(file("venture-syndicate"));

  it("is led, chosen by the sponsor, and gives points of the carry to those who come early", async () => {
    const node = await TestNode.start();
    const signer = await node.sponsor(1);
    const cluster = connect(node.url);
    const options = { rpc: node.rpc, signer, createSettlementMint: true };
    const { addresses, signatures } = await applyDeal({ ...options, deal });
    // Mint, security, two tranches, disclosures, two classes' rules, waterfall, book, curve, offer and tips.
    assert.equal(signatures.length, 12);
    const [capital] = await Promise.all(
      addresses.books.map(async ({ book }) => (await readBook(cluster, book)).data),
    );
    assert.ok(capital !== undefined);
    assert.deepEqual(
      [capital.allocation, capital.ownerLimit, capital.maxTicket, capital.offerVersion, capital.offerPeriod],
      [AllocationRule.Discretionary, 250_000_000_000n, 0n, 1, 7n * DAY],
    );
    assert.deepEqual([capital.lead, capital.leadMinimum], [signer.address, 100_000_000_000n]);
    assert.deepEqual([capital.tip, capital.tipBudget], [500_000n, 150_000_000n]);
    const [points] = curvesOf(capital);
    assert.deepEqual(
      [points?.kind, points?.target, points?.budget, points?.knots.slice(0, points.knotCount)],
      [
        RewardKind.PromotePoints,
        addresses.tranches[1]?.tranche,
        300_000_000_000n,
        [
          { money: 250_000_000_000n, reward: 150_000_000_000n, bend: 0n },
          { money: 1_000_000_000_000n, reward: 300_000_000_000n, bend: 0n },
        ],
      ],
    );
    const { data: carry } = await readTranche(cluster, addresses.tranches[1]?.tranche as Address);
    assert.deepEqual(
      [carry.manager, carry.authorised, carry.sharesOffered],
      [signer.address, 1_000_000_000_000n, 300_000_000_000n],
      "what the curve sets aside is the investors', the rest the manager's",
    );
    assert.deepEqual([capital.cliffDays, capital.vestingDays], [365, 100]);
    const found = await Promise.all(
      addresses.tranches.map(async ({ tranche }) => (await readTranche(cluster, tranche)).data),
    );
    const window = { __kind: "Periodic", months: 3, anchor: 20_223, days: 14 };
    assert.deepEqual(
      found.map((tranche) => {
        const { window: windows, needs, insiderLockDays } = transferRulesOf(tranche);
        return [windows, needs, insiderLockDays];
      }),
      [
        [window, 0b1, 0],
        [window, 0b1, 730],
      ],
    );
    const calendar = await findDisclosureCalendar(cluster, addresses.security);
    assert.ok(calendar !== undefined);
    assert.deepEqual(
      disclosureItems(calendar.data).map(({ kind, months, anchor, dueDays, attestor }) => [
        kind,
        months,
        anchor,
        dueDays,
        attestor,
      ]),
      [[0, 3, 20_178, 40, (await knownKey("securities demo auditor")).address]],
    );
    assert.equal((await applyDeal({ ...options, deal })).signatures.length, 0);
  });

  it("has payments that return the capital first", () => {
    assert.deepEqual(
      deal.payments.map(({ amount }) => amount),
      [180_000_000_000n, 2_400_000_000_000n, 350_000_000_000n],
    );
    assert.deepEqual(
      deal.waterfall.map((tier) => ("rank" in tier ? `${tier.kind} ${tier.rank}` : tier.kind)),
      ["principal 0", "arrears 0", "interest 0", "split 1", "residual 0"],
    );
  });
});
