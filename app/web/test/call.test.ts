import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { closeBook, executeResolution, readResolution } from "@defi-ready/securities";
import { ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import { sticksOut } from "./support/layout.js";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(
  startServedDeal({
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
const ann = await deal.investor();

/** A deal's place with the wallet of a key, which is connected. */
async function openAs(signer: KeyPairSigner, width: number) {
  const wallet = new TestWallet(signer);
  const opened = await served.open(`/deal/${deal.security}`, { prepare: wallet.install, width });
  await connect(opened.page);
  return { ...opened, dialog: opened.page.getByRole("dialog"), part: opened.page.locator("#resolutions") };
}

describe("the call of a class", () => {
  it("is proposed by a holder, who sees what it costs, and the class is redeemed", async () => {
    await deal.deposit(ann, 400n * ONE);
    await deal.deposit(ann, 200n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    await deal.release();
    const { page, part, dialog, axe, faults, close } = await openAs(ann, 360);
    await part.getByRole("button", { name: "Propose a resolution" }).click();
    await dialog.getByRole("combobox", { name: "What" }).selectOption({
      label: "A class is called: its shares end at a price",
    });
    await dialog.getByRole("combobox", { name: "Class" }).selectOption({ label: "Senior" });
    await dialog.getByRole("textbox", { name: "Price of a share" }).fill("1.02");
    await dialog.getByRole("textbox", { name: "For all shares together, at most" }).fill("400");
    await dialog.getByRole("textbox", { name: "Where holders find it" }).fill("https://example.com/call.pdf");
    await dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ef".repeat(32));
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("All shares cost 408.00 at this price.").waitFor();
    await dialog.getByRole("textbox", { name: "For all shares together, at most" }).fill("410");
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("all its shares end for 1.02 each").waitFor();
    assert.deepEqual(await axe(), []);
    await sign(page);
    const changes = part.getByRole("table", { name: "What resolution 0 changes" });
    await changes.getByText("408.00 for the shares that there are now, and at most 410.00.").waitFor();
    await changes.getByText("The treasury has 600.00.").waitFor();
    assert.deepEqual(await axe(), []);
    assert.deepEqual(await sticksOut(page), []);
    assert.deepEqual(faults, []);
    await close();

    const { data } = await readResolution(cluster, { security: deal.security, number: 0 });
    assert.equal(data.asked, 0b11);
    await deal.moveTo(data.opensAt);
    const voter = await openAs(ann, 1_440);
    for (const name of ["Senior", "Junior"]) {
      await voter.part.getByRole("button", { name: `Vote in favour with ${name}` }).click();
      await sign(voter.page);
    }
    await voter.close();
    await deal.moveTo(data.executableFrom);
    for (const book of [deal.seniorBook, deal.juniorBook]) {
      await deal.send(await closeBook({ cluster, book: await deal.readBook(book) }));
    }
    const resolution = await readResolution(cluster, { security: deal.security, number: 0 });
    await deal.send(await executeResolution({ resolution }));
    const after = await openAs(ann, 1_440);
    await after.page.getByText("Redeemed: its shares were paid and are worth nothing more").first().waitFor();
    assert.deepEqual(after.faults, []);
    await after.close();
  });
});
