import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  clusterTime,
  earningsOf,
  isoMinute,
  readHolder,
  readWrapper,
  shareAccountAddress,
  tokenBalance,
} from "@defi-ready/securities";
import { DAY, ONE, TestDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { sticksOut } from "./support/layout.js";
import { startPage, startServedDeal } from "./support/served-deal.js";
import { connect, sign, signButton } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal({ wrapped: [0] }));
const { deal } = served;
const { cluster } = deal;

describe("wrapped shares on the page", () => {
  it("are wrapped and unwrapped after what happens is said, and shown with what they stand for", async () => {
    const wallet = new TestWallet(await deal.investor(500n * ONE));
    const owner = wallet.signer.address;
    await deal.deposit(wallet.signer, 300n * ONE);
    await deal.deposit(await deal.investor(), 100n * ONE);
    await deal.deposit(await deal.investor(), 200n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    await deal.pay(50n * ONE);
    const { mint } = (await readWrapper(cluster, deal.senior)).data;
    const { page, faults, axe, close } = await served.open("/yours", { prepare: wallet.install });
    await connect(page);

    // 400 shares received 50 before anything was wrapped: 0.125 each.
    await page.getByRole("button", { name: "Wrap" }).click();
    await page.getByRole("textbox", { name: "Shares" }).fill("301");
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByText("You hold 300.00.").waitFor();
    await page.getByRole("textbox", { name: "Shares" }).fill("100");
    await page.getByRole("button", { name: "Review" }).click();
    const dialog = page.getByRole("dialog");
    await dialog
      .getByText("which you bring: 12.50 of it you are owed, and 0.00 leaves your account")
      .waitFor();
    await dialog.getByText("the shares and what they earned go with them").waitFor();
    assert.deepEqual(await axe(), []);
    await sign(page);
    assert.equal(await tokenBalance(cluster, await shareAccountAddress(owner, mint)), 100n * ONE);

    const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: "Unwrap" }) });
    await row.waitFor();
    const amounts = async () =>
      (await row.locator("[data-amount]").all()).reduce<Promise<string[]>>(
        async (all, one) => [...(await all), (await one.getAttribute("data-amount")) ?? ""],
        Promise.resolve([]),
      );
    assert.deepEqual(await amounts(), [String(100n * ONE), String((25n * ONE) / 2n)]);
    assert.deepEqual(await axe(), []);

    await page.getByRole("button", { name: "Unwrap" }).click();
    await page.getByRole("textbox", { name: "Units" }).fill("60");
    await page.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("They hold 7.50, which you are owed then").waitFor();
    await sign(page);
    await row.locator(`[data-amount="${40n * ONE}"]`).waitFor();
    const record = await readHolder(cluster, { tranche: deal.senior, owner });
    const { owed } = earningsOf({
      holder: record.data,
      tranche: (await deal.readTranche()).data,
      now: 0n,
    });
    assert.deepEqual([record.data.shares, owed], [260n * ONE, (65n * ONE) / 2n]);

    assert.deepEqual(faults, []);
    await close();

    const shown = await served.open(`/deal/${deal.security}`);
    await shown.page.getByText("also wrapped").waitFor();
    await shown.page.getByText("Terms and addresses of each class").click();
    await shown.page.getByText("units, each a share and what one share has received").waitFor();
    await shown.page.getByText("may be wrapped into plain tokens").waitFor();
    await shown.page.getByRole("button", { name: "Read the last events" }).click();
    const wrapped = shown.page.getByRole("row").filter({ hasText: "Shares wrapped" });
    await wrapped.waitFor();
    assert.match((await wrapped.textContent()) ?? "", /100\.00\s*shares/, "not of settlement money");
    assert.deepEqual(shown.faults, []);
    await shown.close();
    await assertReconciles(deal);
  });

  it("are not wrapped while holders have their rights, which come out by unwrapping: said before and after", async () => {
    const offered = await closeAfterTests(TestDeal.start({ wrapped: [0] }));
    const other = await closeAfterTests(startPage(offered.url, served.browser));
    const wallet = new TestWallet(await offered.investor(500n * ONE));
    await offered.deposit(wallet.signer, 300n * ONE);
    await offered.deposit(await offered.investor(), 200n * ONE, offered.juniorBook);
    await offered.lock();
    await offered.settle();
    const { page, faults, axe, close } = await other.open("/yours", { prepare: wallet.install });
    await connect(page);
    const dialog = page.getByRole("dialog");
    const review = async (button: string, label: string, amount: string) => {
      await page.getByRole("button", { name: button, exact: true }).click();
      await dialog.getByRole("textbox", { name: label }).fill(amount);
      await dialog.getByRole("button", { name: "Review" }).click();
    };
    await review("Wrap", "Shares", "20");
    await dialog.getByText("the right of a wrapped share comes out only with it").waitFor();
    // On a phone too, where a whole address is wider than the dialog.
    await page.setViewportSize({ width: 360, height: 720 });
    assert.deepEqual(await sticksOut(page), []);
    await page.setViewportSize({ width: 1440, height: 900 });
    await sign(page);

    // The sponsor opens the book while the holder looks at its wallet: the program refuses what is signed then.
    await review("Wrap", "Shares", "5");
    const opensAt = await clusterTime(offered.cluster);
    const rightsUntil = opensAt + 11n * DAY;
    wallet.meanwhile = () =>
      offered.openBook({ opensAt, rightsUntil, offerEnds: rightsUntil, deadline: rightsUntil + 5n * DAY });
    await signButton(page).click();
    await dialog
      .getByText(/^Holders have rights in a rights book .*\(securities error \d+, RightsRunning\)/)
      .waitFor();
    wallet.meanwhile = undefined;
    await dialog.getByRole("button", { name: "Start over" }).click();
    await dialog.getByText(`have their rights in a rights book until ${isoMinute(rightsUntil)}`).waitFor();
    assert.equal(await dialog.getByRole("button", { name: /^Sign with/ }).isDisabled(), true);
    assert.deepEqual(await axe(), []);
    await dialog.getByRole("button", { name: "Close" }).click();
    await page
      .getByText(`Holders are offered more of a class first, until ${isoMinute(rightsUntil)}`)
      .waitFor();
    assert.deepEqual(await axe(), []);

    await review("Unwrap", "Units", "20");
    await sign(page);
    await page.getByText("Holders are offered more of a class first").waitFor({ state: "detached" });
    assert.deepEqual(faults, []);
    await close();
    await assertReconciles(offered);
  });
});
