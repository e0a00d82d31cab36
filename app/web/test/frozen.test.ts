import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findHolder, freezeShares, openWindow, readHolder, readTranche } from "@defi-ready/securities";
import { DAY, DEADLINE, ONE } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import { cramped, sticksOut } from "./support/layout.js";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const FIRST = DEADLINE + 20n * DAY;
const window = { __kind: "Periodic", months: 1, anchor: Number(FIRST / DAY), days: 4 } as const;
const served = await closeAfterTests(startServedDeal({ frozen: [1], transfers: [{}, { window }] }));
const { deal } = served;
const { cluster, junior } = deal;
const [ann, bob, cid] = [await deal.investor(), await deal.investor(), await deal.funded()];

async function openAs(signer: KeyPairSigner, path: string, width = 1440) {
  const wallet = new TestWallet(signer);
  const opened = await served.open(path, { prepare: wallet.install, width });
  await connect(opened.page);
  return { ...opened, wallet, dialog: opened.page.getByRole("dialog") };
}

describe("shares in the frozen form", () => {
  it("say at the deal what the form is, and are not thawed outside windows", async () => {
    await deal.deposit(ann, 300n * ONE, deal.juniorBook);
    await deal.deposit(bob, 100n * ONE, deal.juniorBook);
    await deal.deposit(bob, 100n * ONE);
    await deal.lock();
    await deal.settle();
    const { page, faults, axe, close } = await served.open(`/deal/${deal.security}`);
    const part = page.locator("#transfers");
    await part.getByText("are plain tokens, whose accounts are frozen outside exchange windows").waitFor();
    await part.getByText("Accounts that are thawed").waitFor();
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();
    const own = await openAs(ann, "/yours");
    await own.page.getByText("None can be transferred now: the next exchange window is from").waitFor();
    assert.equal(await own.page.getByRole("button", { name: "Thaw" }).count(), 0);
    assert.deepEqual(own.faults, []);
    await own.close();
  });

  it("are thawed and sent in a window", async () => {
    await deal.moveTo(FIRST);
    const tranche = await readTranche(cluster, junior);
    await deal.send(await openWindow({ tranche, calendar: undefined, now: FIRST }));
    const { page, faults, axe, dialog, close } = await openAs(ann, "/yours", 360);
    await page.getByRole("button", { name: "Thaw" }).click();
    await dialog.getByText("are plain tokens from then on").waitFor();
    assert.deepEqual(await axe(), []);
    assert.deepEqual(await sticksOut(page), []);
    await sign(page);
    await page.getByText("Thawed: your account holds 300.00, which count once it is frozen.").waitFor();
    await page.getByRole("button", { name: "Transfer" }).click();
    await page.getByRole("textbox", { name: "To", exact: true }).fill(cid.address);
    await page.getByRole("textbox", { name: "Shares" }).fill("75");
    await page.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("Both accounts are thawed for it.").waitFor();
    await sign(page);
    await page.getByText("Thawed: your account holds 225.00, which count once it is frozen.").waitFor();
    assert.deepEqual(await cramped(page), []);
    assert.deepEqual(faults, []);
    await close();
  });

  it("have what comes in held until all are frozen", async () => {
    await deal.pay(180n * ONE, { principal: 100n * ONE });
    const { page, faults, axe, close } = await served.open(`/deal/${deal.security}`);
    const part = page.locator("#transfers");
    await part.getByText("Held until all are frozen").waitFor();
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();

    const receiver = await openAs(cid, "/yours");
    await receiver.page.getByText("Thawed: your account holds 75.00").waitFor();
    await receiver.page.getByRole("button", { name: "Freeze" }).click();
    await receiver.dialog.getByText("Another account of the class is still thawed").waitFor();
    assert.deepEqual(await receiver.axe(), []);
    await sign(receiver.page);
    assert.equal((await readHolder(cluster, { tranche: junior, owner: cid.address })).data.shares, 75n * ONE);
    assert.deepEqual(receiver.faults, []);
    await receiver.close();
    await deal.moveTo(FIRST + 4n * DAY);
    const holder = await findHolder(cluster, { tranche: junior, owner: ann.address });
    assert.ok(holder !== undefined);
    await deal.send(
      await freezeShares({ caller: deal.sponsor, tranche: await readTranche(cluster, junior), holder }),
    );
    const after = await served.open(`/deal/${deal.security}`, { width: 360 });
    const thawed = after.page.locator("#transfers .facts div", { hasText: "Accounts that are thawed" });
    await thawed.getByText("0", { exact: true }).waitFor();
    assert.equal(await after.page.getByText("Held until all are frozen").count(), 0);
    assert.deepEqual(await sticksOut(after.page), []);
    await after.close();
    await assertReconciles(deal);
  });
});
