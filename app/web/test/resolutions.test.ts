import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import {
  findBallot,
  findHolder,
  listResolutions,
  proposalOf,
  readHolder,
  readResolution,
  readTranche,
} from "@defi-ready/securities";
import { ONE, SOL } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import { sticksOut } from "./support/layout.js";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign, signButton } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const DAY = 86_400n;
const served = await closeAfterTests(
  startServedDeal({
    governance: {
      noticeDays: 7,
      votingDays: 14,
      timelockDays: 5,
      classes: [
        { consentBps: 6_667, quorumBps: 5_000, proposalBps: 1_000 },
        { consentBps: 5_001, quorumBps: 3_334, proposalBps: 5_000 },
      ],
    },
  }),
);
const { deal } = served;
const { cluster } = deal;
const [ann, bob, cid] = [await deal.investor(), await deal.investor(), await deal.investor()];
const PAPER = Buffer.from("why the maturity moves");
const URI = "https://example.com/extension.pdf";

/** A place of the page with the wallet of a key, which is connected. */
async function openAs(signer: KeyPairSigner, path = `/deal/${deal.security}`, width?: number) {
  const wallet = new TestWallet(signer);
  const opened = await served.open(path, {
    prepare: wallet.install,
    ...(width === undefined ? {} : { width }),
  });
  await connect(opened.page);
  return {
    ...opened,
    wallet,
    dialog: opened.page.getByRole("dialog"),
    part: opened.page.locator("#resolutions"),
  };
}

const resolution = (number: number) => readResolution(cluster, { security: deal.security, number });

describe("resolutions", () => {
  it("are explained before there is one, with who has to consent to what", async () => {
    await deal.deposit(ann, 300n * ONE);
    await deal.deposit(bob, 100n * ONE);
    await deal.deposit(cid, 200n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    await deal.fund(deal.arbitrator.address, SOL);
    const { page, faults, axe, close } = await served.open(`/deal/${deal.security}`);
    const part = page.locator("#resolutions");
    await part.getByText("is announced for 7 days and voted on for 14 days").waitFor();
    await part.getByText("Nothing is proposed now.").waitFor();
    await part.getByText("Who has to consent to what").first().click();
    await part.getByRole("row", { name: /66\.67 % 50\.00 % 10\.00 %/ }).waitFor();
    await part.getByRole("row", { name: /debt terms every class a part of all shares/ }).waitFor();
    await page
      .locator("#know")
      .getByText("It takes the consent of every class that has something to lose")
      .waitFor();
    assert.equal(await part.getByRole("button", { name: "Propose a resolution" }).count(), 0, "no wallet");
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();
  });

  it("are proposed by the sponsor, with what they change before and after", async () => {
    const { page, part, dialog, faults, axe, close } = await openAs(deal.sponsor);
    await part.getByRole("button", { name: "Propose a resolution" }).click();
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("Give another rate, another maturity, or both.").waitFor();
    await dialog.getByRole("textbox", { name: "Rate a year, in percent" }).fill("9");
    await dialog.getByLabel("Maturity").fill("2035-06-29");
    await dialog.getByRole("textbox", { name: "Where holders find it" }).fill(URI);
    await dialog
      .getByLabel("Document", { exact: true })
      .setInputFiles({ name: "paper.pdf", mimeType: "application/pdf", buffer: PAPER });
    const sha256 = createHash("sha256").update(PAPER).digest("hex");
    await page.waitForFunction(
      (hash) => [...document.querySelectorAll("input")].some(({ value }) => value === hash),
      sha256,
    );
    assert.deepEqual(await axe(), []);
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText(/You propose to change Senior: rate from 8 % to 9 %/).waitFor();
    await dialog.getByText(sha256).waitFor();
    assert.deepEqual(await axe(), []);
    await sign(page);
    const { data } = await resolution(0);
    assert.deepEqual(
      [data.asked, data.proposer, Buffer.from(data.documentSha256).toString("hex")],
      [0b11, deal.sponsor.address, sha256],
    );
    await part.getByText("Announced: the vote opens").waitFor();
    const changes = part.getByRole("table", { name: "What resolution 0 changes" });
    await changes.getByRole("row", { name: /^Rate of .* 9\.00 %/ }).waitFor();
    await changes.getByRole("row", { name: /^Maturity of .* 2035-06-29$/ }).waitFor();
    await part
      .getByText("These classes are asked, since what one class is owed less or later repays others earlier")
      .waitFor();
    await part.getByText("It takes 266.68 in favour.").waitFor();
    assert.equal(await part.getByRole("button", { name: "Vote in favour" }).count(), 0, "it is announced");

    // The program's own code plays it without the resolution and with it: more interest leaves more outstanding.
    await part.getByText("What each class would be paid, without it and with it").click();
    await part.getByRole("textbox", { name: "Income each month" }).fill("10");
    await part.getByRole("textbox", { name: "Months, at most 240" }).fill("12");
    await part.getByRole("button", { name: "Compare" }).click();
    const compared = part.getByRole("table", { name: /^What each class would be paid/ });
    const row = await compared.getByRole("row", { name: /^Senior/ }).innerText();
    const [before, after, owedBefore, owedAfter] = row
      .split(/\s+/)
      .slice(1)
      .map((one) => Number(one.replaceAll(",", "")));
    assert.deepEqual([before, after], [120, 120], "all income goes to the debt either way");
    assert.ok(owedBefore !== undefined && owedAfter !== undefined && owedAfter > owedBefore, row);
    assert.deepEqual(await sticksOut(page), []);
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();
  });

  it("are voted on by holders, who change their vote and take it back, and whose shares stay", async () => {
    await deal.moveTo((await resolution(0)).data.opensAt);
    const { page, part, dialog, faults, axe, wallet, close } = await openAs(ann, undefined, 360);
    await part.getByText("have not voted.").waitFor();
    await part.getByRole("button", { name: "Vote against" }).click();
    await dialog
      .getByText(
        /All your 300\.00 shares of .* vote against resolution 0, which would change Senior: rate from 8 % to 9 %/,
      )
      .waitFor();
    await dialog.getByText("they are neither transferred nor wrapped").waitFor();
    assert.deepEqual(await axe(), []);
    await sign(page);
    await part.getByText("300.00 of your 300.00 shares").waitFor();
    await part
      .getByText("0.00 in favour (0.0 %), 300.00 against (75.0 %), of 400.00 shares that count.")
      .waitFor();
    assert.equal(await part.getByRole("button", { name: "Vote against" }).isDisabled(), true);
    await part.getByRole("button", { name: "Take your vote back" }).click();
    await sign(page);
    await part.getByText("have not voted.").waitFor();
    const holder = await findHolder(cluster, { tranche: deal.senior, owner: ann.address });
    assert.ok(holder !== undefined);
    const ballotOf = async () =>
      findBallot(cluster, { resolution: (await resolution(0)).address, holder: holder.address });
    assert.equal(await ballotOf(), undefined);
    await part.getByRole("button", { name: "Vote in favour" }).click();
    await sign(page);
    await part.getByText("300.00 in favour (75.0 %)").waitFor();
    assert.equal((await ballotOf())?.data.inFavour, 1);
    assert.deepEqual(await axe(), []);
    assert.deepEqual(await sticksOut(page), []);
    assert.equal(wallet.signed, 3);
    assert.deepEqual(faults, []);
    await close();

    // Voted shares are not transferred, which the page says before a wallet is asked.
    const own = await openAs(ann, "/yours");
    await own.page.getByText(/300\.00 stay with you until 20/).waitFor();
    await own.page.getByText("300.00 shares are voted on a resolution until its vote closes").waitFor();
    await own.page.getByRole("button", { name: "Transfer" }).click();
    await own.page.getByRole("textbox", { name: "To", exact: true }).fill(bob.address);
    await own.page.getByRole("textbox", { name: "Shares" }).fill("1");
    await own.page.getByRole("button", { name: "Review" }).click();
    await own.dialog.getByText(/SharesVoted/).waitFor();
    assert.equal(await signButton(own.page).isDisabled(), true);
    assert.deepEqual(await own.axe(), []);
    assert.deepEqual(own.faults, []);
    await own.close();
  });

  it("are voted on from the list of one's own, and then wait for the timelock", async () => {
    const { page, faults, axe, close } = await openAs(cid, "/yours");
    const row = page.getByRole("row").filter({ hasText: "resolution 0" });
    await row.getByText("have not voted.").waitFor();
    // Words for the terms of a class of which one has no share.
    await row.getByText(/^change Senior: rate from 8 % to 9 %, maturity from .* to 2035-06-29$/).waitFor();
    assert.equal(await row.getByText("stay with you until").count(), 0);
    assert.deepEqual(await axe(), []);
    await row.getByRole("button", { name: "Vote in favour" }).click();
    await sign(page);
    await row.getByText("200.00 of your 200.00 shares").waitFor();
    assert.deepEqual(faults, []);
    await close();

    await deal.moveTo((await resolution(0)).data.closesAt);
    const waiting = await openAs(bob);
    await waiting.part.getByText("Consented: can be executed from").waitFor();
    assert.equal(await waiting.part.getByRole("button", { name: "Execute" }).count(), 0);
    assert.equal(await waiting.part.getByText("Consents", { exact: true }).count(), 2);
    await waiting.close();
  });

  it("are executed by anyone, and then closed with the votes on them", async () => {
    await deal.moveTo((await resolution(0)).data.executableFrom);
    const anybody = await openAs(await deal.funded());
    await anybody.part.getByText("Consented: anyone can execute it until").waitFor();
    await anybody.part.getByRole("button", { name: "Execute" }).click();
    await anybody.dialog.getByText("Anyone may execute it, and it happens once.").waitFor();
    assert.deepEqual(await anybody.axe(), []);
    await sign(anybody.page);
    const { data } = await readTranche(cluster, deal.senior);
    assert.deepEqual([data.ratePpm, data.maturity], [90_000, BigInt(Date.parse("2035-06-29")) / 1_000n]);
    await anybody.part.getByText("Executed or ended: 1").click();
    await anybody.part.getByText("Executed", { exact: true }).first().waitFor();
    const changes = anybody.part.getByRole("table", { name: "What resolution 0 changes" });
    await changes.getByRole("row", { name: /^Rate of \S+ 9\.00 % a year$|^Rate of .* 9\.00 %/ }).waitFor();
    assert.equal(await changes.getByRole("columnheader", { name: "Now" }).count(), 0);
    assert.deepEqual(await anybody.axe(), []);
    assert.deepEqual(anybody.faults, []);
    await anybody.close();

    const { page, part, faults, close } = await openAs(ann);
    await part.getByText("Executed or ended: 1").click();
    await part.getByRole("button", { name: "Close your vote" }).click();
    await sign(page);
    await part.getByRole("button", { name: "Close your vote" }).waitFor({ state: "detached" });
    await part.getByRole("button", { name: "Close the resolution" }).click();
    await sign(page);
    await part.getByText("Nothing is proposed now.").waitFor();
    assert.deepEqual(await listResolutions(cluster, deal.security), []);
    assert.equal(
      (await readHolder(cluster, { tranche: deal.senior, owner: ann.address })).data.shares,
      300n * ONE,
    );
    assert.deepEqual(faults, []);
    await close();
  });

  it("are proposed by holders and stopped by the arbitrator, or fail", async () => {
    const holder = await openAs(bob, undefined, 1440);
    await holder.part.getByRole("button", { name: "Propose a resolution" }).click();
    await holder.dialog
      .getByRole("combobox", { name: "What" })
      .selectOption({ label: "Another key for a role" });
    await holder.dialog.getByRole("combobox", { name: "Role" }).selectOption({ label: "Servicer" });
    await holder.dialog.getByRole("textbox", { name: "To", exact: true }).fill(cid.address);
    await holder.dialog.getByRole("textbox", { name: "Where holders find it" }).fill(URI);
    await holder.dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ab".repeat(32));
    await holder.dialog.getByRole("button", { name: "Review" }).click();
    await holder.dialog.getByText("As many of your shares as it takes to propose stay").waitFor();
    await sign(holder.page);
    await holder.part.getByText("Announced: the vote opens").waitFor();
    await holder.part.getByRole("button", { name: "Withdraw" }).waitFor();
    assert.deepEqual(await holder.axe(), []);
    assert.deepEqual(holder.faults, []);
    await holder.close();

    // The address in its words is abbreviated, and fits a phone.
    const own = await openAs(ann, "/yours", 360);
    const { address } = cid;
    await own.page
      .getByText(`give the role of servicer to ${address.slice(0, 4)}…${address.slice(-4)}`)
      .waitFor();
    assert.deepEqual(await sticksOut(own.page), []);
    assert.deepEqual(await own.axe(), []);
    assert.deepEqual(own.faults, []);
    await own.close();

    const { page, part, dialog, faults, close } = await openAs(deal.arbitrator);
    await part.getByRole("button", { name: "Stop" }).click();
    await dialog.getByText("Nothing comes of resolution 1.").waitFor();
    await sign(page);
    await part.getByText("Executed or ended: 1").click();
    await part.getByText("Stopped", { exact: true }).waitFor();
    assert.equal((await resolution(1)).data.status, 2);
    assert.deepEqual(faults, []);
    await close();

    // One that nobody votes on fails at its close.
    const sponsor = await openAs(deal.sponsor);
    await sponsor.part.getByRole("button", { name: "Propose a resolution" }).click();
    await sponsor.dialog.getByRole("combobox", { name: "What" }).selectOption({ label: "Another document" });
    await sponsor.dialog.getByRole("textbox", { name: "Where holders find it" }).fill(URI);
    await sponsor.dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("cd".repeat(32));
    await sponsor.dialog.getByRole("button", { name: "Review" }).click();
    await sign(sponsor.page);
    await sponsor.close();
    const { data } = await resolution(2);
    await deal.moveTo(data.closesAt + DAY);
    const after = await served.open(`/deal/${deal.security}`);
    const shown = after.page.locator("#resolutions");
    await shown.getByText("Executed or ended: 2").click();
    await shown.getByText("Failed: not all classes that were asked consented").waitFor();
    await shown.getByRole("columnheader", { name: "Would have been" }).first().waitFor();
    assert.deepEqual(await after.axe(), []);
    assert.deepEqual(after.faults, []);
    await after.close();
  });

  it("replace the rules of transfers of one class, or ask some classes only", async () => {
    const { page, part, dialog, faults, axe, close } = await openAs(deal.sponsor, undefined, 360);
    await part.getByRole("button", { name: "Propose a resolution" }).click();
    const what = dialog.getByRole("combobox", { name: "What" });
    await what.selectOption({ label: "A question that changes nothing" });
    for (const name of [/^Ask Senior/, /^Ask Junior/]) {
      await dialog.getByRole("checkbox", { name }).uncheck();
    }
    await dialog.getByRole("textbox", { name: "Where holders find it" }).fill(URI);
    await dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ef".repeat(32));
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("Choose the classes that are asked: one or more.").waitFor();
    await dialog.getByRole("checkbox", { name: /^Ask Junior/ }).check();
    assert.deepEqual(await axe(), []);
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog
      .getByText("You propose to ask the classes what they think of its document, as resolution 3.")
      .waitFor();
    await dialog.locator("dd").getByText("Junior", { exact: true }).waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();

    await part.getByRole("button", { name: "Propose a resolution" }).click();
    await what.selectOption({ label: "Other rules of transfers" });
    await dialog.getByRole("combobox", { name: "Of" }).selectOption({ label: "Junior" });
    await dialog
      .getByRole("combobox", { name: "Shares change hands" })
      .selectOption({ label: "In windows that come regularly" });
    await dialog.getByRole("textbox", { name: "Months from one window to the next" }).fill("3");
    await dialog.getByLabel("First day of a window").fill("2026-01-15");
    await dialog.getByRole("textbox", { name: "Days that it is open" }).fill("10");
    const countries = dialog.getByRole("textbox", { name: "Refused countries" });
    await countries.fill("KP, XY");
    await dialog.getByRole("textbox", { name: "The most shares that an owner sends in a day" }).fill("2.5");
    await dialog.getByRole("textbox", { name: "Where holders find it" }).fill(URI);
    await dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ef".repeat(32));
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("XY is no country of ISO 3166-1").waitFor();
    assert.deepEqual(await axe(), []);
    await countries.fill("");
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText(/You propose to replace the transfer rules of Junior/).waitFor();
    await sign(page);
    const { data } = await resolution(3);
    const proposal = proposalOf(data);
    assert.ok(proposal.__kind === "TransferRules");
    const { rank, rules } = proposal;
    assert.deepEqual(
      [rank, rules.window, rules.dailyShares, data.asked],
      [1, { __kind: "Periodic", months: 3, anchor: 20_468, days: 10 }, 2_500_000n, 0b10],
    );
    await part.getByText("Announced: the vote opens").waitFor();
    assert.deepEqual(await axe(), []);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `the page is ${width} wide`);
    assert.deepEqual(faults, []);
    await close();
  });
});
