import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  castBallot,
  executeResolution,
  planWindDown,
  proposeResolution,
  readGovernance,
  readHolder,
  readResolution,
  send,
} from "@defi-ready/securities";
import { DAY, ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(
  startServedDeal({
    governance: {
      ...{ noticeDays: 1, votingDays: 3, timelockDays: 2 },
      classes: [{ consentBps: 6_667, quorumBps: 5_000, proposalBps: 1_000 }],
    },
  }),
);
const { deal } = served;
const { cluster, security } = deal;
const [ann, bob, cid] = [await deal.investor(), await deal.investor(), await deal.investor()];

const open = async (width: number) => {
  const wallet = new TestWallet(cid);
  const opened = await served.open(`/deal/${security}`, { prepare: wallet.install, width });
  return { ...opened, part: opened.page.locator("#wind-down") };
};
const plan = () => planWindDown(cluster, { address: security, payer: deal.sponsor });
/** Does the steps that there are now, up to the first of a kind. */
async function run(until?: string): Promise<void> {
  for (const { what, instructions } of (await plan()).steps) {
    if (what === until) {
      return;
    }
    await send(cluster, { instructions, payer: deal.sponsor });
  }
}

describe("the end of a deal", () => {
  it("is no part of its page before", async () => {
    await deal.deposit(ann, 300n * ONE);
    await deal.deposit(bob, 200n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    await deal.release();
    const { page, part, close } = await open(1440);
    await page.getByText("Terms are fixed").waitFor();
    assert.equal(await part.count(), 0);
    await close();
  });

  it("says from when it can end, what is left, and does the next step for anyone", async () => {
    const { instructions } = await proposeResolution({
      proposer: deal.sponsor,
      security: await deal.readSecurity(),
      governance: await readGovernance(cluster, security),
      by: { __kind: "Sponsor" },
      proposal: { __kind: "WindDown" },
      documentSha256: new Uint8Array(32).fill(7),
      documentUri: "https://example.com/wind-down.txt",
    });
    await deal.send(instructions);
    await deal.pass(DAY);
    const resolution = () => readResolution(cluster, { security, number: 0 });
    for (const [owner, tranche] of [
      [ann, deal.senior],
      [bob, deal.junior],
    ] as const) {
      const holder = await readHolder(cluster, { tranche, owner: owner.address });
      await deal.send(
        await castBallot({ owner, resolution: await resolution(), holder, inFavour: true }),
        owner,
      );
    }
    await deal.pass(5n * DAY);
    await deal.send(await executeResolution({ resolution: await resolution() }));

    for (const width of [360, 1440]) {
      const { page, part, faults, axe, close } = await open(width);
      await part.getByText(/It can end from .*, by anyone\./).waitFor();
      await part.getByText("Return unused proceeds through the waterfall").first().waitFor();
      await part.getByText(/^It ends on .* at the earliest$/).waitFor();
      assert.equal(await part.getByRole("button").count(), 0, "nobody is connected");
      assert.deepEqual(await axe(), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `the page is ${wide} wide`);
      assert.deepEqual(faults, []);
      await close();
    }
    const { page, part, faults, axe, close } = await open(360);
    await connect(page);
    const first = (await plan()).steps.length;
    await part.getByRole("button").click();
    await page.getByRole("dialog").getByText("Anyone may do it.", { exact: false }).waitFor();
    assert.deepEqual(await axe(), []);
    await sign(page);
    assert.equal((await plan()).steps.length, first - 1);
    assert.deepEqual(faults, []);
    await close();
  });

  it("is signed by anyone, once it can end", async () => {
    await run();
    await deal.pass(32n * DAY);
    await run("end");
    const { page, part, faults, close } = await open(1440);
    await connect(page);
    await part.getByRole("button", { name: "End the deal" }).click();
    await page
      .getByRole("dialog")
      .getByText(/From then on no payment comes in/)
      .waitFor();
    await sign(page);
    assert.equal((await plan()).stage, "ended");
    await part.getByText(/^The deal has ended: no payment comes in any more/).waitFor();
    assert.deepEqual(faults, []);
    await close();
  });

  it("is shown too while classes are closed, and once all of it is", async () => {
    // Whoever is owed something is paid first.
    await run("vault");
    await run("vault");
    for (const words of [/^The deal has ended: /, /^The deal is closed\./]) {
      const { page, part, faults, axe, close } = await open(360);
      await part.getByText(words).waitFor();
      assert.equal(await page.locator("#classes").count(), 0, "it cannot be shown whole");
      assert.deepEqual(await axe(), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 360, `the page is ${wide} wide`);
      assert.deepEqual(faults, []);
      await close();
      await run();
    }
    assert.equal((await plan()).stage, "closed");
  });
});
