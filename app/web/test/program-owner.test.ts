import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { holderAddress, readBytes, readHolder, tokenBalance } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { ONE, SOL, setAccounts } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { getProgramDerivedAddress, lamports } from "@solana/kit";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const { cluster, senior: tranche } = deal;

/** Where a record says what waits for its owner's claim, after its discriminator; and that everything does. */
const ON_CLAIM_OFFSET = 13;
const EVERYTHING = 2;

describe("an address of a program", () => {
  it("is told that it claims what it is owed, and so is whoever sends it shares", async () => {
    const signer = await deal.investor(1_000n * ONE);
    const owner = signer.address;
    await deal.deposit(signer, 200n * ONE);
    await deal.lock(deal.seniorBook);
    await deal.settle();
    // A page's wallet has a key: its record is written as that of a vault is which never signed.
    const record = await holderAddress(tranche, owner);
    const [found] = await readBytes(cluster, [record]);
    assert.ok(found);
    const data = Uint8Array.from(found.data);
    data[ON_CLAIM_OFFSET] = EVERYTHING;
    await setAccounts(cluster, [[record, SECURITIES_PROGRAM_ADDRESS, data]]);
    await deal.pay(50n * ONE);

    const wallet = new TestWallet(signer);
    const { page, faults, axe, close } = await served.open(`/deal/${deal.security}`, {
      prepare: wallet.install,
    });
    await connect(page);
    await page.getByRole("link", { name: "Yours" }).click();
    await page.getByText("waits to be claimed by its program").waitFor();
    assert.deepEqual(await axe(), []);
    const before = await tokenBalance(cluster, await deal.wallet(owner));
    await page.getByRole("button", { name: "Claim" }).click();
    await page.getByText("No bot pays it: your address is one of a program").waitFor();
    await sign(page);
    assert.ok((await tokenBalance(cluster, await deal.wallet(owner))) > before);

    const [pool] = await getProgramDerivedAddress({
      programAddress: SECURITIES_PROGRAM_ADDRESS,
      seeds: ["pool"],
    });
    await cluster.rpc.requestAirdrop(pool, lamports(SOL)).send();
    await page.getByRole("button", { name: "Transfer" }).click();
    await page.getByRole("textbox", { name: "To" }).fill(pool);
    await page.getByRole("textbox", { name: "Shares" }).fill("5");
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByText("what the shares earn waits until that program claims it").waitFor();
    await sign(page);
    assert.equal((await readHolder(cluster, { tranche, owner: pool })).data.shares, 5n * ONE);
    assert.deepEqual(faults, []);
    await close();
  });
});
