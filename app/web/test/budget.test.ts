import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ALL_POWERS,
  budgetOf,
  clusterTime,
  isoDay,
  NOBODY,
  powerBits,
  readResolution,
} from "@defi-ready/securities";
import { ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import { cramped, sticksOut } from "./support/layout.js";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const DAY = 86_400n;
const powers = ALL_POWERS & ~powerBits(["draws"]);
const served = await closeAfterTests(
  startServedDeal({
    control: { agents: [NOBODY, NOBODY], powers: [powers, powers, powers], actDays: 5 },
    governance: {
      noticeDays: 1,
      votingDays: 3,
      timelockDays: 2,
      classes: [{ consentBps: 6_667, quorumBps: 5_000, proposalBps: 1_000 }],
    },
  }),
);
const { deal } = served;
const { cluster } = deal;
const [ann, manager] = [await deal.investor(), await deal.funded()];

/** A deal's place with the wallet of a key, which is connected. */
async function openAs(signer: KeyPairSigner, width: number) {
  const wallet = new TestWallet(signer);
  const opened = await served.open(`/deal/${deal.security}`, { prepare: wallet.install, width });
  await connect(opened.page);
  return { ...opened, dialog: opened.page.getByRole("dialog") };
}

describe("the budget of a manager", () => {
  it("is proposed by a holder and voted, and the manager draws within it", async () => {
    await deal.deposit(ann, 400n * ONE);
    await deal.deposit(ann, 200n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    await deal.release();
    const until = isoDay((await clusterTime(cluster)) + 40n * DAY);
    const holder = await openAs(ann, 360);
    const part = holder.page.locator("#resolutions");
    await part.getByRole("button", { name: "Propose a resolution" }).click();
    const { dialog } = holder;
    await dialog.getByRole("combobox", { name: "What" }).selectOption({ label: "A budget for a manager" });
    await dialog.getByRole("textbox", { name: "Manager" }).fill(manager.address);
    await dialog.getByRole("textbox", { name: "At most, of settlement money" }).fill("30");
    await dialog.getByRole("textbox", { name: "In each period of so many days" }).fill("10");
    await dialog.getByLabel("Until").fill(until);
    await dialog.getByRole("textbox", { name: "Where holders find it" }).fill("https://example.com/plan.pdf");
    await dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ef".repeat(32));
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText(`let ${manager.address} draw up to 30.00 every 10 days`).waitFor();
    assert.deepEqual(await holder.axe(), []);
    assert.deepEqual(await sticksOut(holder.page), []);
    await sign(holder.page);
    const changes = part.getByRole("table", { name: "What resolution 0 changes" });
    await changes.getByText("There is none.").waitFor();
    assert.deepEqual(holder.faults, []);
    await holder.close();

    const { data } = await readResolution(cluster, { security: deal.security, number: 0 });
    assert.equal(data.asked, 0b11);
    await deal.moveTo(data.opensAt);
    const voter = await openAs(ann, 1_440);
    for (const name of ["Senior", "Junior"]) {
      const votes = voter.page.locator("#resolutions");
      await votes.getByRole("button", { name: `Vote in favour with ${name}` }).click();
      await sign(voter.page);
    }
    await voter.close();
    await deal.moveTo(data.executableFrom);
    const anybody = await openAs(manager, 1_440);
    await anybody.page.locator("#resolutions").getByRole("button", { name: "Execute" }).click();
    await sign(anybody.page);
    await anybody.close();

    const { page, faults, axe, close, dialog: drawing } = await openAs(manager, 360);
    const control = page.locator("#control");
    await control.getByText(/30\.00 is left in this period\./).waitFor();
    await control.getByRole("button", { name: "Draw within the budget" }).click();
    await drawing.getByRole("textbox", { name: "Amount" }).fill("12");
    await drawing.getByRole("button", { name: "Review" }).click();
    assert.deepEqual(await axe(), []);
    await sign(page);
    await control.getByText(/18\.00 is left in this period\./).waitFor();
    assert.deepEqual(await sticksOut(page), []);
    assert.deepEqual(await cramped(page), []);
    assert.deepEqual(faults, []);
    await close();
    const now = await clusterTime(cluster);
    assert.equal(budgetOf((await deal.readSecurity()).data, now)?.left, 18n * ONE);
  });
});
