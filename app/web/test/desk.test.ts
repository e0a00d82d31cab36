import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { announceLoss, listDistributions, listLosses, readWaterfall } from "@defi-ready/securities";
import { OFFER_ENDS, ONE } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { getBase64Encoder, getTransactionDecoder } from "@solana/kit";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const { cluster, sponsor } = deal;

describe("the desks", () => {
  it("a sponsor is told why a book cannot be locked, and locks it once it can", async () => {
    const wallet = new TestWallet(sponsor);
    const { page, faults, axe, close } = await served.open("/desk", { prepare: wallet.install });
    await connect(page);
    await page.getByText("It can be locked from 2025-01-31").first().waitFor();
    assert.equal(await page.getByRole("button", { name: "Lock" }).first().isDisabled(), true);
    await deal.deposit(await deal.investor(), 150n * ONE);
    await deal.moveTo(OFFER_ENDS);
    await page.reload();
    await connect(page);
    await page.getByText("Its conditions are met").waitFor();
    await page.getByText("0.00 are committed of the least of 100.00").waitFor();
    assert.deepEqual(await axe(), []);
    await page.getByRole("button", { name: "Lock" }).first().click();
    await page.getByText("150.00 committed, and nobody can leave any more").waitFor();
    await sign(page);
    assert.equal((await deal.readBook()).data.stage, 2);
    await page.getByText("1 ticket still to be settled").waitFor();
    assert.deepEqual(faults, []);
    await close();
  });

  it("a servicer posts a payment with its document, and a reporter the pool", async () => {
    const owner = await deal.investor();
    await deal.deposit(owner, 120n * ONE, deal.juniorBook);
    await deal.lock(deal.juniorBook);
    await deal.settle();
    await deal.give(sponsor.address, 500n * ONE);
    const wallet = new TestWallet(sponsor);
    const { page, faults, axe, close } = await served.open("/desk", { prepare: wallet.install });
    await connect(page);
    await page.getByRole("button", { name: "Post a payment" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Amount" }).fill("0.5");
    await dialog.getByRole("textbox", { name: "Source" }).fill("rent of January");
    await dialog
      .getByLabel("Document, if there is one", { exact: true })
      .setInputFiles({ name: "rent.pdf", mimeType: "application/pdf", buffer: Buffer.from("rent") });
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("The smallest payment of this deal is 1.00").waitFor();
    await dialog.getByRole("textbox", { name: "Amount" }).fill("40");
    assert.deepEqual(await axe(), []);
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("All of it is income.", { exact: true }).waitFor();
    await sign(page);
    const [paid] = await listDistributions(cluster, deal.security);
    const hash = await crypto.subtle.digest("SHA-256", Buffer.from("rent"));
    assert.deepEqual(Uint8Array.from(paid?.data.documentSha256 ?? []), new Uint8Array(hash));
    await page.getByRole("button", { name: "Report its value" }).click();
    await dialog.getByRole("textbox", { name: "Value" }).fill("1,000");
    await dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ab".repeat(32));
    await dialog.getByRole("button", { name: "Review" }).click();
    await sign(page);
    const { poolValue } = (await readWaterfall(cluster, deal.security)).data;
    assert.equal(poolValue, 1_000n * ONE);
    assert.deepEqual(faults, []);
    await close();
  });

  it("an arbitrator strikes out a loss, and a multisig gets what it would sign", async () => {
    const security = await deal.readSecurity();
    const { instructions } = await announceLoss({
      servicer: sponsor,
      security,
      amount: 7n * ONE,
      reportSha256: new Uint8Array(32).fill(3),
    });
    await deal.send(instructions);
    const wallet = new TestWallet(deal.arbitrator);
    const { page, faults, axe, close } = await served.open("/desk", { prepare: wallet.install, width: 360 });
    await connect(page);
    await page.getByRole("button", { name: "Strike it out" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Somebody else signs" }).click();
    await dialog.getByRole("textbox", { name: "Who signs" }).fill(deal.arbitrator.address);
    await dialog.getByRole("button", { name: "Export" }).click();
    await dialog.getByText("Nothing is sent").waitFor();
    await dialog.getByText("The announced loss of 7.00 never takes effect").waitFor();
    await dialog.getByText("03".repeat(32)).waitFor();
    await dialog.getByText("Fee 0.000005").waitFor();
    await dialog.getByRole("textbox", { name: "Who signs" }).fill(sponsor.address);
    await dialog.getByRole("button", { name: "Export" }).click();
    await dialog.getByText("This would be refused").waitFor();
    await dialog.getByRole("textbox", { name: "Who signs" }).fill(deal.arbitrator.address);
    await dialog.getByRole("button", { name: "Export" }).click();
    await dialog.getByText("This would be refused").waitFor({ state: "detached" });
    await dialog.getByText("Nothing is sent").waitFor();
    assert.deepEqual(await axe(), []);
    await dialog.getByRole("button", { name: "Copy all" }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const [, wire = ""] = /^transaction, base64 {2}(.*)$/m.exec(copied) ?? [];
    const { signatures } = getTransactionDecoder().decode(getBase64Encoder().encode(wire));
    assert.deepEqual(Object.entries(signatures), [[deal.arbitrator.address, null]]);
    await dialog.getByRole("button", { name: "Back" }).click();
    await sign(page);
    const [loss] = await listLosses(cluster, deal.security);
    assert.equal(loss?.data.status, 2);
    // At the desk of another address, nothing is signed in the name of the wallet.
    await page.getByText("The desk of a multisig").click();
    await page.getByRole("textbox", { name: "Its address" }).fill(sponsor.address);
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByRole("button", { name: "Report its value" }).click();
    await dialog.getByRole("textbox", { name: "Value" }).fill("1,000");
    await dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ab".repeat(32));
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("which is not the connected wallet").waitFor();
    assert.equal(await dialog.getByRole("button", { name: /^Sign with/ }).count(), 0);
    assert.equal(await dialog.getByRole("textbox", { name: "Who signs" }).inputValue(), sponsor.address);
    await dialog.getByRole("button", { name: "Export" }).click();
    await dialog.getByText("You report that the pool is worth 1,000.00").waitFor();
    await dialog.getByText("Nothing is sent").waitFor();
    assert.equal(wallet.signed, 1);
    assert.deepEqual(faults, []);
    await close();
  });
});
