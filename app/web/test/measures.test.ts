import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  announceMeasure,
  findHolder,
  listMeasures,
  readHolder,
  readMeasure,
  readTranche,
} from "@defi-ready/securities";
import type { MeasureKindArgs } from "@defi-ready/securities/program";
import { ONE, SOL } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Address, KeyPairSigner } from "@solana/kit";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign, signButton } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const DAY = 86_400n;
const URI = "https://example.com/order.pdf";
const served = await closeAfterTests(
  startServedDeal({ security: { measures: { kinds: 31, days: 3, hours: 24 } } }),
);
const { deal } = served;
const { cluster, security, senior, sponsor, arbitrator } = deal;
const [ann, bob, cid] = [await deal.investor(), await deal.investor(), await deal.investor()];

/** A place of the page with the wallet of a key, which is connected. */
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
    part: opened.page.locator("#measures"),
  };
}

async function announce(kind: MeasureKindArgs, owner?: Address): Promise<number> {
  const { instructions, number } = await announceMeasure({
    ...{ sponsor, arbitrator, security: await deal.readSecurity(), tranche: senior, owner, kind },
    ...{ documentSha256: new Uint8Array(32).fill(3), documentUri: URI },
  });
  await deal.send(instructions);
  return number;
}

const measure = async (number: number) => (await readMeasure(cluster, { security, number })).data;
const shares = async (owner: Address) =>
  (await findHolder(cluster, { tranche: senior, owner }))?.data.shares ?? 0n;

describe("exceptional measures", () => {
  it("are stated where the deal is shown, with what they do and how long they wait", async () => {
    await deal.deposit(ann, 300n * ONE);
    await deal.deposit(bob, 100n * ONE);
    await deal.deposit(cid, 200n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    await deal.fund(arbitrator.address, SOL);
    for (const width of [360, 1440]) {
      const { page, faults, axe, close } = await served.open(`/deal/${security}`, { width });
      const part = page.locator("#measures");
      await part.getByText("only both together, can announce these measures").waitFor();
      await part.getByText(/^The shares of a record, .* It waits 3 days\.$/).waitFor();
      await part.getByText(/^All that the record of a lost key has .* It waits 30 days\.$/).waitFor();
      await part.getByText("Nothing is announced, and nothing is in force.").waitFor();
      assert.equal(await part.getByRole("button", { name: "Announce a measure" }).count(), 0);
      assert.deepEqual(await axe(), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `the page is ${wide} wide`);
      assert.deepEqual(faults, []);
      await close();
    }
  });

  it("are announced by sponsor and arbitrator together: one wallet alone only exports", async () => {
    const { dialog, page, part, faults, axe, close } = await openAs(sponsor);
    await part.getByRole("button", { name: "Announce a measure" }).click();
    await dialog.getByRole("textbox", { name: "Whose shares" }).fill(cid.address);
    await dialog.getByRole("textbox", { name: "Shares", exact: true }).fill("50");
    await dialog.getByLabel("Until").fill("2025-06-30");
    await dialog.getByRole("textbox", { name: "Where holders find it" }).fill(URI);
    await dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ab".repeat(32));
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText(/has no record in this class/).waitFor();
    await dialog.getByRole("button", { name: "Back" }).click();
    await dialog.getByRole("textbox", { name: "Whose shares" }).fill(bob.address);
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText(/You announce measure 0, for Senior/).waitFor();
    await dialog.getByText("The record's shares are blocked at once.").waitFor();
    await dialog.getByText(`The arbitrator, ${arbitrator.address}, has to sign too`).waitFor();
    assert.equal(await signButton(page).count(), 0);
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();
  });

  it("are ended by the owner of a key that is not lost", async () => {
    const number = await announce({ __kind: "Recovery", to: cid.address }, ann.address);
    const { page, faults, axe, close } = await openAs(ann, "/yours", 360);
    const row = page.getByRole("row").filter({ hasText: "recover all shares" });
    await row.getByText(/your shares are blocked, and it can be taken from/).waitFor();
    assert.deepEqual(await axe(), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `the page is ${wide} wide`);
    await row.getByRole("button", { name: "End it: my key is not lost" }).click();
    await page.getByRole("dialog").getByText("Your signature shows that your key is not lost").waitFor();
    await sign(page);
    await row.waitFor({ state: "detached" });
    assert.equal((await measure(number)).status, 2);
    assert.deepEqual(faults, []);
    await close();
  });

  it("are taken by anyone after their notice, and a block is lifted by the arbitrator", async () => {
    const until = (await measure(0)).announcedAt + 100n * DAY;
    const number = await announce({ __kind: "Block", shares: 40n * ONE, until }, bob.address);
    const waiting = await openAs(bob);
    const block = waiting.part.getByRole("article").filter({ hasText: `Measure ${number}:` });
    await block
      .getByText(/^Announced: can be taken from .*; the shares stay where they are meanwhile$/)
      .waitFor();
    await block.getByText(bob.address.slice(0, 4)).first().waitFor();
    assert.equal(
      await block
        .getByRole("button")
        .filter({ hasText: /Cancel|Take|End/ })
        .count(),
      0,
    );
    assert.deepEqual(await waiting.axe(), []);
    await waiting.close();

    await deal.moveTo((await measure(number)).takeableFrom);
    const anybody = await openAs(await deal.funded());
    await anybody.part.getByRole("button", { name: "Take it" }).click();
    await anybody.dialog.getByText("Anyone may take it, since its notice is over.").waitFor();
    await sign(anybody.page);
    await anybody.part.getByText(/^In force until/).waitFor();
    assert.deepEqual(anybody.faults, []);
    await anybody.close();

    const own = await openAs(bob, "/yours");
    await own.page
      .getByRole("row")
      .filter({ hasText: "block 40.00 shares until" })
      .getByText(/^in force until/)
      .waitFor();
    assert.deepEqual(await own.axe(), []);
    await own.close();

    const { page, part, faults, close } = await openAs(arbitrator);
    await part.getByRole("button", { name: "Lift it" }).click();
    await sign(page);
    await part.getByText("Over, done or cancelled: 2").click();
    assert.equal(await part.getByText("Cancelled", { exact: true }).count(), 2);
    for (const left of [1, 0]) {
      await part.getByRole("button", { name: "Close" }).first().click();
      await sign(page);
      await part
        .getByText(
          left === 1 ? "Over, done or cancelled: 1" : "Nothing is announced, and nothing is in force.",
        )
        .waitFor();
      if (left === 1) {
        assert.equal((await listMeasures(cluster, security)).length, 1);
      }
    }
    assert.deepEqual(faults, []);
    await close();
  });

  it("move shares by an order of a court, and pause a class", async () => {
    const order = await announce({ __kind: "CourtOrder", to: cid.address, shares: 30n * ONE }, bob.address);
    await deal.moveTo((await measure(order)).takeableFrom);
    const { page, part, dialog, faults, axe, close } = await openAs(await deal.funded(), undefined, 360);
    await part.getByRole("button", { name: "Take it" }).click();
    await dialog.getByText(/The tokens are burnt, and as many are minted for the receiver/).waitFor();
    assert.deepEqual(await axe(), []);
    await sign(page);
    await part.getByText("Over, done or cancelled: 1").click();
    await part.getByText("Done: the shares have moved").waitFor();
    assert.deepEqual([await shares(bob.address), await shares(cid.address)], [70n * ONE, 30n * ONE]);

    const pause = await announce({ __kind: "Pause", days: 10 });
    await deal.moveTo((await measure(pause)).takeableFrom);
    await page.reload();
    await connectAgain(page);
    await part.getByRole("button", { name: "Take it" }).click();
    await sign(page);
    await part.getByText(/^Transfers of Senior are paused until/).waitFor();
    assert.ok((await readTranche(cluster, senior)).data.pause.until > 0n);
    assert.deepEqual(await axe(), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `the page is ${wide} wide`);
    assert.deepEqual(faults, []);
    await close();
    assert.equal(
      (await readHolder(cluster, { tranche: senior, owner: ann.address })).data.shares,
      300n * ONE,
    );
  });
});

/** The page remembers the wallet, and asks it again by itself or when told. */
async function connectAgain(page: Parameters<typeof connect>[0]): Promise<void> {
  const button = page.getByRole("button", { name: "Connect wallet" });
  await page.locator("#measures").waitFor();
  if (await button.isVisible()) {
    await connect(page);
  }
}
