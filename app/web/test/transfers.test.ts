import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { findHolder, listDisclosures, readHolder, readTranche } from "@defi-ready/securities";
import { ONE, SOL } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import type { Page } from "playwright-core";
import { at, KIND, ruledDeal } from "./support/ruled-deal.js";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign, signButton } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const { options, attestor } = await ruledDeal();
const served = await closeAfterTests(startServedDeal(options));
const { deal } = served;
const { cluster } = deal;
const investor = await deal.investor(500n * ONE);
const REPORT = Buffer.from("what January was like");
const URI = "https://example.com/january.pdf";

/** A place of the page with the wallet of a key, which is connected. */
async function openAs(signer: KeyPairSigner, path: string) {
  const wallet = new TestWallet(signer);
  const opened = await served.open(path, { prepare: wallet.install });
  await connect(opened.page);
  return { ...opened, wallet, dialog: opened.page.getByRole("dialog") };
}

/** Fills the form of a transfer, and goes on to its review. */
async function reviewTransfer(page: Page, to: string, shares: string): Promise<void> {
  await page.getByRole("textbox", { name: "To", exact: true }).fill(to);
  await page.getByRole("textbox", { name: "Shares" }).fill(shares);
  await page.getByRole("button", { name: "Review" }).click();
}

describe("shares that change hands by rules", () => {
  it("are told about at the deal, with what a window waits for", async () => {
    await deal.fund(attestor.address, SOL);
    await deal.deposit(investor, 300n * ONE);
    await deal.deposit(await deal.investor(), 200n * ONE, deal.juniorBook);
    const { page, faults, axe, close } = await served.open(`/deal/${deal.security}`);
    const part = page.locator("#transfers");
    await part.getByText("Closed", { exact: true }).waitFor();
    await part.getByText("from 2025-03-05 until 2025-03-10").waitFor();
    await part.getByText("Kind 1, period 0: not posted yet").waitFor();
    await part.getByText("for 5 days every month, from 2025-03-05 on").waitFor();
    await part.getByText("at most 50.00 shares").waitFor();
    await part.getByText("become free evenly over 100 days from its lock").waitFor();
    assert.equal(await part.getByRole("heading", { level: 3 }).count(), 1, "the other class has no rules");
    const told = page.locator("#told");
    await told.getByRole("row", { name: "Kind 1 period 0" }).getByText("To come").waitFor();
    await told.getByRole("button", { name: "Look for notices" }).click();
    await told.getByText("There is no notice").waitFor();
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();
  });

  it("wait for a disclosure, which its attestor posts with the hash of a file", async () => {
    await deal.lock();
    await deal.settle();
    const { page, faults, axe, dialog, close } = await openAs(attestor, "/desk");
    await page.getByText("You are: attestor.", { exact: true }).waitFor();
    await page.getByText("It can be posted from 2025-03-01, and is due by 2025-03-20.").waitFor();
    const task = page.locator(".task", { hasText: "period to 2025-01-31" });
    await task.getByText("It is due by 2025-02-20.").waitFor();
    await task.getByRole("button", { name: "Post it" }).click();
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("Say where holders find the document.").waitFor();
    await dialog.getByRole("textbox", { name: "Where holders find it" }).fill(`https://${"é".repeat(64)}`);
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("An address has at most 128 bytes.").waitFor();
    await dialog.getByRole("textbox", { name: "Where holders find it" }).fill(URI);
    await dialog
      .getByLabel("Document", { exact: true })
      .setInputFiles({ name: "january.pdf", mimeType: "application/pdf", buffer: REPORT });
    const sha256 = createHash("sha256").update(REPORT).digest("hex");
    await page.waitForFunction(
      (hash) => [...document.querySelectorAll("input")].some(({ value }) => value === hash),
      sha256,
    );
    assert.deepEqual(await axe(), []);
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText(sha256).waitFor();
    await dialog.getByText("It can be neither changed nor taken back").waitFor();
    await sign(page);
    await task.waitFor({ state: "detached" });
    const [posted, ...others] = await listDisclosures(cluster, deal.security);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [posted?.data.kind, posted?.data.period, posted?.data.late, posted?.data.attestor],
      [KIND, 0, 0, attestor.address],
    );
    assert.equal(Buffer.from(posted?.data.sha256 ?? []).toString("hex"), sha256);
    assert.deepEqual(faults, []);
    await close();
  });

  it("are refused in the program's own words while no window is open, before a wallet is asked", async () => {
    const receiver = await deal.funded();
    const { page, faults, axe, dialog, wallet, close } = await openAs(investor, "/yours");
    await page
      .getByText("None can be transferred now: the next exchange window is from 2025-03-05.")
      .waitFor();
    await page.getByText("300.00 shares are locked: fewer each day until 2025-05-21").waitFor();
    assert.equal(await page.getByText(/^At most .* can be transferred/).count(), 0);
    await page.getByRole("button", { name: "Transfer" }).click();
    await reviewTransfer(page, receiver.address, "10");
    await dialog.getByText("This would be refused").waitFor();
    await dialog.getByText(/change hands only in its exchange windows.*WindowClosed/).waitFor();
    assert.equal(await signButton(page).isDisabled(), true);
    assert.deepEqual(await axe(), []);
    assert.equal(wallet.signed, 0);
    assert.equal(await findHolder(cluster, { tranche: deal.senior, owner: receiver.address }), undefined);
    assert.deepEqual(faults, []);
    await close();
  });

  it("change hands once anybody has opened the window, as many as are free", async () => {
    await deal.moveTo(at("2025-03-05T12:00:00Z"));
    const anybody = await openAs(await deal.funded(), `/deal/${deal.security}`);
    const part = anybody.page.locator("#transfers");
    await part.getByText("The window from 2025-03-05 until 2025-03-10 can be opened").waitFor();
    assert.deepEqual(await anybody.axe(), []);
    await part.getByRole("button", { name: "Open the window" }).click();
    await anybody.dialog.getByText("nobody can close it before").waitFor();
    await sign(anybody.page);
    await part.getByText("Open until 2025-03-10 00:00 UTC").waitFor();
    assert.equal((await readTranche(cluster, deal.senior)).data.rules.openUntil, at("2025-03-10"));
    assert.deepEqual(anybody.faults, []);
    await anybody.close();

    const receiver = await deal.funded();
    const { page, faults, axe, dialog, wallet, close } = await openAs(investor, "/yours");
    await page.getByText("The exchange window is open until 2025-03-10 00:00 UTC.").waitFor();
    // 23 of 100 days are over: 69 shares are free, and 50 of them today.
    await page.getByText("231.00 shares are locked: fewer each day until 2025-05-21").waitFor();
    await page.getByText("At most 50.00 shares can be transferred now.").waitFor();
    await page.getByRole("button", { name: "Transfer" }).click();
    await reviewTransfer(page, receiver.address, "60");
    await dialog.getByText(/DailyLimit/).waitFor();
    await dialog.getByRole("button", { name: "Back" }).click();
    await reviewTransfer(page, receiver.address, "70");
    await dialog.getByText(/SharesLocked/).waitFor();
    assert.equal(await signButton(page).isDisabled(), true);
    assert.equal(wallet.signed, 0);
    await dialog.getByRole("button", { name: "Back" }).click();
    await reviewTransfer(page, receiver.address, "40");
    await dialog.getByText("The receiver has no record in this class yet: you open it").waitFor();
    await dialog.getByText(/^Fee [\d.]+ SOL, and 0\.0\d+ SOL of rent for what it opens\.$/).waitFor();
    assert.deepEqual(await axe(), []);
    await sign(page);
    const theirs = await readHolder(cluster, { tranche: deal.senior, owner: receiver.address });
    assert.equal(theirs.data.shares, 40n * ONE);
    const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: "Transfer" }) });
    await row.getByText("10.00 shares are left of what it may send today (UTC)").waitFor();
    assert.deepEqual(faults, []);
    await close();
    await assertReconciles(deal);
  });

  it("do not change hands in a window whose disclosure came too late, and holders see what they were told", async () => {
    await deal.moveTo(at("2025-04-05T12:00:00Z"));
    const sponsor = await openAs(deal.sponsor, "/desk");
    await sponsor.page.getByRole("button", { name: "Post a notice" }).click();
    await sponsor.dialog.getByRole("textbox", { name: "Kind" }).fill("256");
    await sponsor.dialog
      .getByRole("textbox", { name: "Where holders find it" })
      .fill("https://example.com/late");
    await sponsor.dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ab".repeat(32));
    await sponsor.dialog.getByRole("button", { name: "Review" }).click();
    await sponsor.dialog.getByText("Give a whole number up to 255.").waitFor();
    await sponsor.dialog.getByRole("textbox", { name: "Kind" }).fill("9");
    await sponsor.dialog.getByRole("button", { name: "Review" }).click();
    await sponsor.dialog.getByText("by a notice of kind 9").waitFor();
    assert.deepEqual(await sponsor.axe(), []);
    await sign(sponsor.page);
    assert.deepEqual(sponsor.faults, []);
    await sponsor.close();

    const late = await openAs(attestor, "/desk");
    await late.page
      .locator(".task", { hasText: "period to 2025-02-28" })
      .getByText("late", { exact: true })
      .waitFor();
    await late.close();

    const { page, faults, axe, close } = await served.open(`/deal/${deal.security}`);
    const part = page.locator("#transfers");
    await part.getByText("The window from 2025-04-05 until 2025-04-10 stays closed").waitFor();
    await part.getByText("was not posted before it began").waitFor();
    assert.equal(await part.getByRole("button", { name: "Open the window" }).count(), 0);
    const told = page.locator("#told");
    await told.getByRole("row", { name: "Kind 1 period 1" }).getByText("Late", { exact: true }).waitFor();
    const january = told.getByRole("row", { name: "Kind 1 period 0" });
    await january.getByText("Posted, 2025-02-10").waitFor();
    assert.equal(await january.getByRole("link", { name: URI }).getAttribute("href"), URI);
    await january.getByText("Its SHA-256").click();
    const file = january.getByLabel("or compare a file");
    await file.setInputFiles({ name: "january.pdf", mimeType: "application/pdf", buffer: REPORT });
    await january.getByText("It matches").waitFor();
    await file.setInputFiles({
      name: "other.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("other"),
    });
    await january.getByText("It does not match").waitFor();
    await told.getByRole("button", { name: "Look for notices" }).click();
    await told.getByRole("link", { name: "https://example.com/late" }).waitFor();
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();
  });
});
