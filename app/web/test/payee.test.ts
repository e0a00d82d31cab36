import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  announceLoss,
  clusterTime,
  escheat,
  escheatsAt,
  feesOf,
  leavesBookAt,
  listLosses,
  listOwedRefunds,
  listTickets,
  oweRefund,
  payeesOf,
  payHolders,
  readHolder,
  readTicket,
  readWaterfall,
  recordLoss,
  refundTicket,
  submitExpense,
  tokenBalance,
} from "@defi-ready/securities";
import { FeeBase } from "@defi-ready/securities/program";
import {
  DAY,
  DEADLINE,
  debtAndEquity,
  funded,
  JUNIOR,
  ONE,
  SOL,
  type Structure,
  TestDeal,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner, type KeyPairSigner, lamports } from "@solana/kit";
import { startBrowser } from "./support/browser.js";
import { startPage } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

/** A payee of two fees and of expenses, who manages a class of a thousand points too. */
const managed = (payee: Address): Structure => ({
  tranches: [
    { ...JUNIOR, rank: 0, share: { ...JUNIOR.share, name: "Fund", symbol: "FND" } },
    JUNIOR,
    {
      ...JUNIOR,
      rank: 2,
      decimals: 0,
      authorised: 1_000n,
      manager: payee,
      share: { ...JUNIOR.share, name: "Points", symbol: "PTS" },
    },
  ],
  waterfall: {
    tiers: [
      { __kind: "Fee", bps: 100, incomeOnly: false, payee },
      {
        __kind: "AnnualFee",
        base: FeeBase.Debt,
        bps: 0,
        amount: 365n * ONE,
        min: 0n,
        max: 0n,
        payee,
        fromTreasury: true,
      },
      { __kind: "Expense", cap: 50n * ONE, payee, fromTreasury: false },
      { __kind: "Split", rank: 2, bps: 2_000 },
      { __kind: "Split", rank: 1, bps: 1 },
      { __kind: "Residual", rank: 0 },
    ],
  },
});

/** Partners with a capital, and a manager who takes a fifth of each gain. */
const FUND: Structure = {
  tranches: [{ ...JUNIOR, rank: 0, par: ONE }, JUNIOR],
  waterfall: {
    ...debtAndEquity().waterfall,
    tiers: [
      { __kind: "Capital", rank: 0 },
      {
        __kind: "Carry",
        rank: 1,
        base: 0,
        carryBps: 2_000,
        catchUpBps: 10_000,
        multipleBps: 0,
        dealByDeal: true,
      },
      { __kind: "Residual", rank: 0 },
    ],
  },
};

describe("what one account is owed besides its shares", async () => {
  const browser = await closeAfterTests(startBrowser());
  const open = async (deal: TestDeal, owner: KeyPairSigner) => {
    const served = await closeAfterTests(startPage(deal.url, browser));
    const wallet = new TestWallet(owner);
    const watched = await served.open("/yours", { prepare: wallet.install });
    await connect(watched.page);
    const row = (has: string | RegExp) => watched.page.getByRole("row").filter({ hasText: has });
    return { ...watched, row };
  };

  it("a payee sees its fees, its expenses and its points, and has them paid", async () => {
    const payee = await generateKeyPairSigner();
    const deal = await closeAfterTests(TestDeal.start({ structure: managed(payee.address) }));
    const { cluster, sponsor } = deal;
    await cluster.rpc.requestAirdrop(payee.address, lamports(SOL)).send();
    await deal.deposit(await deal.investor(), 500n * ONE);
    await deal.deposit(await deal.investor(), 100n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    await deal.release();
    const waterfall = () => readWaterfall(cluster, deal.security);
    const fee = async (tier: number) => {
      const found = feesOf((await waterfall()).data).find((one) => one.tier === tier);
      assert.ok(found !== undefined);
      return found;
    };
    await deal.moveTo(DEADLINE + 10n * DAY);
    await deal.pay(100n * ONE);
    await deal.moveTo(DEADLINE + 20n * DAY);
    await deal.pay(200n * ONE);
    await deal.send(
      await submitExpense({
        sponsor,
        security: await deal.readSecurity(),
        waterfall: await waterfall(),
        tier: 2,
        amount: 7n * ONE,
        documentSha256: new Uint8Array(32).fill(4),
        note: "audit",
        now: await clusterTime(cluster),
      }),
    );
    await deal.moveTo(DEADLINE + 30n * DAY);
    assert.deepEqual([(await fee(0)).owed, (await fee(2)).unmet], [3n * ONE, 7n * ONE]);

    const { page, row, faults, axe, close } = await open(deal, payee);
    const ofAll = row("Fee of 1.00 % of what comes in");
    await ofAll.getByText("2025-02-20").waitFor();
    const amounts = (of: typeof ofAll) =>
      of.locator("[data-amount]").evaluateAll((all) => all.map((one) => one.getAttribute("data-amount")));
    assert.deepEqual(await amounts(ofAll), [String(3n * ONE), "0", "0"]);
    const ofExpenses = row("Expenses that the sponsor submits");
    assert.deepEqual(await amounts(ofExpenses), ["0", String(7n * ONE), "0"]);
    await ofExpenses.getByText("43.00 can still be submitted for it this year").waitFor();
    assert.deepEqual(await axe(), []);

    const account = await deal.wallet(payee.address);
    await ofAll.getByRole("button", { name: "Have it paid" }).click();
    await page.getByText("The deal pays 3.00 that its payments have set aside").waitFor();
    await sign(page);
    assert.equal(await tokenBalance(cluster, account), 3n * ONE);
    await ofAll.getByRole("button").waitFor({ state: "detached" });
    assert.deepEqual(await amounts(ofAll), ["0", "0", String(3n * ONE)]);

    const before = await fee(1);
    await row("Fee a year of 365.00")
      .getByRole("button", { name: /paid out of the treasury/ })
      .click();
    await sign(page);
    const after = await fee(1);
    // Ten days since the last payment, of 1.00 each.
    assert.equal(after.paid - before.paid, 10n * ONE);
    assert.equal(await tokenBalance(cluster, account), 13n * ONE);

    const points = page.getByRole("group", { name: "Points that no book grants" });
    await points.getByText("1,000").waitFor();
    await points.getByRole("button", { name: "Take" }).click();
    await sign(page);
    await points.waitFor({ state: "detached" });
    const [, , tranche] = deal.tranches;
    assert.ok(tranche !== undefined);
    const taken = await readHolder(cluster, { tranche, owner: payee.address });
    assert.equal(taken.data.shares, 1_000n);
    await row("points of").getByRole("button", { name: "Claim" }).waitFor();
    assert.deepEqual(faults, []);
    await close();
  });

  it("what its class owes back of carry, and what went to the escheat account, are told", async () => {
    const escheatOwner = await generateKeyPairSigner();
    const deal = await closeAfterTests(
      TestDeal.start({ structure: FUND, security: { escheat: escheatOwner.address, escheatDays: 365 } }),
    );
    const { cluster, sponsor } = deal;
    const investor = await deal.investor(300n * ONE);
    await deal.deposit(investor, 200n * ONE);
    await deal.deposit(investor, 100n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    await deal.pay(200n * ONE, { principal: 100n * ONE });
    await deal.closeWallet(investor);
    const holder = () => readHolder(cluster, { tranche: deal.junior, owner: investor.address });
    const { data: security } = await deal.readSecurity();
    const payees = await payeesOf({ security, holders: [await holder()] });
    const tipAccount = await deal.wallet(sponsor.address);
    await deal.send(
      await payHolders({ security: await deal.readSecurity(), tranche: deal.junior, payees, tipAccount }),
    );
    const from = escheatsAt({ security, holder: (await holder()).data });
    assert.ok(from !== undefined);
    await deal.moveTo(from);
    const record = await holder();
    await deal.send(await escheat({ payer: sponsor, security: await deal.readSecurity(), holder: record }));
    const lost = { servicer: sponsor, security: await deal.readSecurity(), amount: 100n * ONE };
    const { instructions } = await announceLoss({ ...lost, reportSha256: new Uint8Array(32).fill(5) });
    await deal.send(instructions);
    const [loss] = await listLosses(cluster, deal.security);
    assert.ok(loss !== undefined);
    await deal.moveTo(loss.data.dueAt);
    await deal.send(await recordLoss({ security: await deal.readSecurity(), loss: loss.address }));

    const { row, faults, axe, close } = await open(deal, investor);
    const [partners, manager] = [row("200.00"), row("100.00")];
    await manager.getByText("19.999999 went to the deal's escheat account").waitFor();
    await manager.getByText("The class owes back 20.00 of carry").waitFor();
    assert.equal(await partners.getByText(/owes back|escheat/).count(), 0);
    // What went there was not paid to the holder.
    assert.equal(
      await manager.locator("td").nth(2).locator("[data-amount]").getAttribute("data-amount"),
      "0",
    );
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();
  });

  it("a refund that left its book names its deal and its day, and is claimed", async () => {
    const deal = await closeAfterTests(TestDeal.start());
    const { cluster } = deal;
    const bot = await funded(cluster);
    const gone = await deal.investor(20n * ONE);
    const { address } = await deal.deposit(gone, 20n * ONE);
    await deal.closeWallet(gone);
    await deal.moveTo(DEADLINE);
    const ticket = () => readTicket(cluster, address);
    const refund = async () =>
      deal.send(
        await refundTicket({ tipAccount: bot.address, book: await deal.readBook(), ticket: await ticket() }),
        bot,
      );
    await refund();
    const leaves = leavesBookAt((await ticket()).data);
    assert.ok(leaves !== undefined);
    await deal.moveTo(leaves);
    await deal.send(
      await oweRefund({ payer: bot, book: await deal.readBook(), ticket: await ticket() }),
      bot,
    );
    assert.deepEqual(await listTickets(cluster, { book: deal.seniorBook }), []);

    const { page, row, faults, axe, close } = await open(deal, gone);
    const owed = row("20.00");
    await owed.getByText("2026-02-10").waitFor();
    assert.ok(await owed.locator(`a[href="#/deal/${deal.security}"]`).isVisible());
    assert.deepEqual(await axe(), []);
    await owed.getByRole("button", { name: "Claim" }).click();
    await sign(page);
    assert.equal(await tokenBalance(cluster, await deal.wallet(gone.address)), 20n * ONE);
    assert.deepEqual(await listOwedRefunds(cluster, gone.address), []);
    await page.getByRole("heading", { name: "Refunds that wait for you" }).waitFor({ state: "detached" });
    assert.deepEqual(faults, []);
    await close();
  });
});
