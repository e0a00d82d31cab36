import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findProtocol } from "@defi-ready/securities";
import { DAY, POOLS, SOL, START, writeProtocol } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner } from "@solana/kit";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const qualifier = await generateKeyPairSigner();
const served = await closeAfterTests(
  startServedDeal({
    qualifiers: [qualifier.address],
    protocols: { days: 7, category: null, country: 756 },
  }),
);
const { deal } = served;
const { cluster, security } = deal;

describe("protocols that register themselves", () => {
  it("are listed with the deal, and vetoed and suspended at a qualifier's desk", async () => {
    await deal.fund(qualifier.address, SOL);
    const pool = await writeProtocol(cluster, { security, name: "pool", validFrom: START + 300n * DAY });
    const state = async () => (await findProtocol(cluster, { security, address: pool }))?.data.state;

    const shown = await served.open(`/deal/${security}`);
    const part = shown.page.locator("#protocols");
    await part.getByText("It may receive shares 7 days later").waitFor();
    await part.getByText("counts as an owner of no category and CH (756)").waitFor();
    await part.getByText("new, valid from 2025-").waitFor();
    assert.deepEqual(await shown.axe(), []);
    assert.deepEqual(shown.faults, []);
    await shown.close();

    const wallet = new TestWallet(qualifier);
    const { page, faults, axe, close } = await served.open("/desk", { prepare: wallet.install });
    await connect(page);
    await page.getByText(`Of program ${POOLS.slice(0, 4)}`).waitFor();
    assert.deepEqual(await axe(), []);
    await page.getByRole("button", { name: "Veto" }).click();
    await page.getByRole("dialog").getByText("the address cannot register again").waitFor();
    await sign(page);
    assert.equal(await state(), 2);
    await page.getByText("No registration can be decided on.").waitFor();

    const pond = await writeProtocol(cluster, { security, name: "pond", validFrom: START });
    await page.reload();
    await connect(page);
    await page.getByRole("button", { name: "Suspend" }).click();
    await sign(page);
    assert.equal((await findProtocol(cluster, { security, address: pond }))?.data.state, 3);
    await page.getByRole("button", { name: "Lift the suspension" }).waitFor();
    assert.deepEqual(faults, []);
    await close();
  });
});
