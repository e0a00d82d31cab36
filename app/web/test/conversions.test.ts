import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  checkTriggers,
  clusterTime,
  findHolder,
  listConversions,
  readConversion,
  readTranche,
} from "@defi-ready/securities";
import { DAY, debtAndEquity, ONE, START } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Address, KeyPairSigner } from "@solana/kit";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const plain = debtAndEquity();
const [debt, equity] = plain.tranches;
assert.ok(debt !== undefined && equity !== undefined);
const price = {
  __kind: "Price",
  ...{ floor: ONE / 2n, cap: ONE / 2n, discountBps: 0, withInterest: false },
} as const;
const common = { opensAt: START, closesAt: START + 900n * DAY, shares: 20_000n * ONE } as const;
const served = await closeAfterTests(
  startServedDeal({
    structure: {
      tranches: [{ ...debt, authorised: 10_000n * ONE }, equity],
      waterfall: {
        ...plain.waterfall,
        // The equity has no capital, so it never holds.
        triggers: [
          { test: { __kind: "Subordination", rank: 0, minBps: 5_000 }, cureDays: 5, consequences: 1 },
        ],
      },
    },
    conversions: [
      { from: 0, into: 1, terms: { ...common, by: { __kind: "Holders" }, rule: price } },
      { from: 0, into: 1, terms: { ...common, by: { __kind: "Trigger", place: 0 }, rule: price } },
    ],
  }),
);
const { deal } = served;
const { cluster, security, senior, junior } = deal;
const [ann, bob, cid] = [await deal.investor(), await deal.investor(), await deal.investor()];

async function openAs(signer: KeyPairSigner, path = `/deal/${security}`, width?: number) {
  const wallet = new TestWallet(signer);
  const opened = await served.open(path, {
    prepare: wallet.install,
    ...(width === undefined ? {} : { width }),
  });
  await connect(opened.page);
  return {
    ...opened,
    dialog: opened.page.getByRole("dialog"),
    part: opened.page.locator("#conversions"),
  };
}

const shares = async (tranche: Address, owner: Address) =>
  (await findHolder(cluster, { tranche, owner }))?.data.shares ?? 0n;

describe("conversions", () => {
  it("are shown with their terms in words and figures", async () => {
    await deal.deposit(ann, 300n * ONE);
    await deal.deposit(bob, 100n * ONE);
    await deal.deposit(cid, 200n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    for (const width of [360, 1440]) {
      const { page, faults, axe, close } = await served.open(`/deal/${security}`, { width });
      const part = page.locator("#conversions");
      const [elected, whole] = [part.getByRole("article").nth(0), part.getByRole("article").nth(1)];
      await elected.getByText(/^Holders can convert until/).waitFor();
      await elected.getByText("by each holder, its own shares").waitFor();
      await elected
        .getByText("principal at 0.50 a share of Junior; interest that is due is forfeited")
        .waitFor();
      await elected.getByText("200.00 of Junior").waitFor();
      await elected.getByText("20,000.00 shares, for all 10,000.00 that there may be").waitFor();
      await whole.getByText("Its trigger has not failed for long enough").waitFor();
      await whole.getByText(/^all at once, once trigger 0 has failed for 5 days\. It holds if/).waitFor();
      assert.equal(await part.getByRole("button", { name: /Convert|Collect/ }).count(), 0);
      assert.deepEqual(await axe(), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `the page is ${wide} wide`);
      assert.deepEqual(faults, []);
      await close();
    }
  });

  it("are elected by a holder for a part of its shares, which sees what it gets and what ends", async () => {
    const { page, part, dialog, faults, axe, close } = await openAs(ann, undefined, 360);
    await part.getByText("Your 300.00 shares would become 600.00 of Junior.").waitFor();
    await part.getByRole("button", { name: "Convert" }).click();
    await dialog.getByRole("textbox", { name: "Shares" }).fill("100");
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("Your 100.00 shares of Senior become shares of Junior.").waitFor();
    await dialog.getByText("200.00 shares", { exact: true }).waitFor();
    await dialog.getByText("Principal that ends").waitFor();
    assert.deepEqual(await axe(), []);
    await sign(page);
    await part.getByText("Your 200.00 shares would become 400.00 of Junior.").waitFor();
    assert.deepEqual(
      [await shares(senior, ann.address), await shares(junior, ann.address)],
      [200n * ONE, 200n * ONE],
    );
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `the page is ${wide} wide`);
    assert.deepEqual(faults, []);
    await close();

    const own = await openAs(bob, "/yours");
    const row = own.page
      .getByRole("group", { name: "Shares that you can convert or collect" })
      .getByRole("row", { name: /200\.00 of Junior/ });
    await row.getByRole("button", { name: "Convert" }).waitFor();
    assert.deepEqual(await own.axe(), []);
    assert.deepEqual(own.faults, []);
    await own.close();
  });

  it("convert a whole class once a trigger has failed, by anyone, and are collected by each holder", async () => {
    await deal.send(await checkTriggers({ security: await deal.readSecurity() }));
    await deal.moveTo((await clusterTime(cluster)) + 6n * DAY);
    const anybody = await openAs(await deal.funded());
    const whole = anybody.part.getByRole("article").nth(1);
    await whole.getByText("Due: anyone can convert the whole class").waitFor();
    await whole.getByRole("button", { name: "Convert the class" }).click();
    await anybody.dialog.getByText(/for every holder\. This cannot be taken back/).waitFor();
    assert.deepEqual(await anybody.axe(), []);
    await sign(anybody.page);
    await whole.getByText("Converted: what the shares became can be collected").waitFor();
    await whole.getByText("claims of 300.00 shares").waitFor();
    await whole.getByText("100 shares are claims on").waitFor();
    await anybody.part.getByRole("article").nth(0).getByText("Over", { exact: true }).waitFor();
    assert.equal((await readTranche(cluster, senior)).data.status, 2);
    assert.deepEqual(anybody.faults, []);
    await anybody.close();

    const own = await openAs(bob, "/yours", 360);
    const row = own.page
      .getByRole("group", { name: "Shares that you can convert or collect" })
      .getByRole("row", { name: /200\.00 of Junior/ });
    await row.getByRole("button", { name: "Collect" }).click();
    await own.dialog.getByText("you collect what your shares became").waitFor();
    assert.deepEqual(await own.axe(), []);
    await sign(own.page);
    await row.waitFor({ state: "detached" });
    assert.equal(await shares(junior, bob.address), 200n * ONE);
    assert.deepEqual(own.faults, []);
    await own.close();

    const { page, part, faults, close } = await openAs(ann);
    await part.getByRole("button", { name: "Collect" }).click();
    await sign(page);
    await part.getByText("claims of 0.00 shares").waitFor();
    assert.deepEqual(
      [await shares(senior, ann.address), await shares(junior, ann.address)],
      [0n, 600n * ONE],
    );
    await part.getByRole("button", { name: "Close" }).first().click();
    await sign(page);
    await part.getByRole("article").nth(1).waitFor({ state: "detached" });
    assert.equal((await listConversions(cluster, security)).length, 1);
    assert.equal((await readConversion(cluster, { tranche: senior, number: 1 })).data.done, 1);
    assert.deepEqual(faults, []);
    await close();
  });
});
