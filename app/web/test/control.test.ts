import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ALL_POWERS,
  announcedAct,
  inControl,
  NOBODY,
  POWERS,
  powerBits,
  readResolution,
  readWaterfall,
  reportPool,
  STAGES,
  vaultOf,
} from "@defi-ready/securities";
import type { TriggerTermsArgs } from "@defi-ready/securities/program";
import { debtAndEquity, ONE, SOL } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";
import { cramped, sticksOut } from "./support/layout.js";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign, signButton } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const DAY = 86_400n;
const WIDTHS = [360, 1440];
const [investors, lenders] = [await generateKeyPairSigner(), await generateKeyPairSigner()];
const plain = debtAndEquity();
const TRIGGERS: TriggerTermsArgs[] = [
  { test: { __kind: "DeclaredEvent" }, cureDays: 3, consequences: 4 },
  { test: { __kind: "LoanToValue", rank: 0, maxBps: 6_000, maxAge: 30 }, cureDays: 10, consequences: 3 },
  { test: { __kind: "NetWorth", min: 1_000n * ONE, maxAge: 90 }, cureDays: 5, consequences: 0 },
  { test: { __kind: "ReportOverdue", days: 40 }, cureDays: 1, consequences: 1 },
  { test: { __kind: "DisclosureOverdue", kind: 3, days: 0 }, cureDays: 90, consequences: 0 },
];
const served = await closeAfterTests(
  startServedDeal({
    structure: { ...plain, waterfall: { ...plain.waterfall, triggers: TRIGGERS } },
    control: {
      agents: [investors.address, lenders.address],
      powers: [ALL_POWERS, powerBits(["draws", "mode", "notices", "resolutions"]), powerBits(["mode"])],
      actDays: 5,
    },
    // The first period ends with 2025.
    disclosures: [{ kind: 3, months: 12, anchor: 20_453, dueDays: 45, attestor: NOBODY }],
    governance: {
      noticeDays: 7,
      votingDays: 14,
      timelockDays: 5,
      classes: [{ consentBps: 6_667, quorumBps: 5_000, proposalBps: 1_000 }],
    },
  }),
);
const { deal } = served;
const { cluster } = deal;
const [ann, cid] = [await deal.investor(), await deal.investor()];
const PLACE = `/deal/${deal.security}`;

/** A place of the page with the wallet of a key, which is connected. */
async function openAs(signer: KeyPairSigner, path = PLACE, width?: number) {
  const wallet = new TestWallet(signer);
  const opened = await served.open(path, {
    prepare: wallet.install,
    ...(width === undefined ? {} : { width }),
  });
  await connect(opened.page);
  return { ...opened, dialog: opened.page.getByRole("dialog"), part: opened.page.locator("#control") };
}

const control = async () => (await deal.readSecurity()).data.control;

describe("who is in control", () => {
  it("is said with the stages, the powers of each, and what the covenants lead to", async () => {
    await deal.deposit(ann, 400n * ONE);
    await deal.deposit(cid, 200n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    await deal.release();
    for (const { address } of [deal.arbitrator, investors, lenders]) {
      await deal.fund(address, SOL);
    }
    for (const width of WIDTHS) {
      const { page, faults, axe, close } = await served.open(PLACE, { width });
      const part = page.locator("#control");
      await part.getByText(/The sponsor is in control\./).waitFor();
      await part.getByText("anyone can move control to the investors").waitFor();
      const powers = part.getByRole("table", { name: "What whoever is in control may do" });
      await powers.getByRole("row", { name: /^draw proceeds.* Yes.* Yes.* No$/ }).waitFor();
      await powers.getByRole("row", { name: /^open books.* Yes.* No.* No$/ }).waitFor();
      assert.equal(await powers.getByRole("row").count(), POWERS.length + 1);
      assert.equal(await part.getByRole("button", { name: /Move control/ }).count(), 0);
      const covenants = page.locator("#covenants");
      await covenants.getByText("The arbitrator has not declared it.").waitFor();
      await covenants.getByText("The net worth has never been reported").first().waitFor();
      assert.deepEqual(await axe(), []);
      assert.deepEqual(await sticksOut(page), []);
      assert.deepEqual(await cramped(page), []);
      assert.deepEqual(faults, []);
      await close();
    }
  });

  it("has the program look at the calendar of disclosures, by anyone", async () => {
    const never = "nobody has had the program look at the calendar yet";
    const { page, dialog, faults, axe, close } = await openAs(await deal.funded(), PLACE, 360);
    const covenants = page.locator("#covenants");
    await covenants.getByText(never).first().waitFor();
    await covenants.getByRole("button", { name: "Test the disclosures" }).click();
    await dialog.getByText("The program looks whether the latest disclosure of kind 3 was posted").waitFor();
    assert.deepEqual(await axe(), []);
    await sign(page);
    await covenants
      .getByText("the latest disclosure was there in time when somebody looked")
      .first()
      .waitFor();
    const looked = (await readWaterfall(cluster, deal.security)).data.triggers[4];
    assert.ok(looked !== undefined && looked.reportedAt > 0n && looked.flags === 0);
    assert.deepEqual(faults, []);
    await close();
  });

  it("moves on by anyone once an event was declared and its cure is over, and not before", async () => {
    const arbitrator = await openAs(deal.arbitrator, "/desk");
    await arbitrator.page.getByRole("button", { name: "Declare it" }).click();
    await arbitrator.dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ab".repeat(32));
    await arbitrator.dialog.getByRole("button", { name: "Review" }).click();
    await arbitrator.dialog.getByText("You declare that it has happened").waitFor();
    assert.deepEqual(await arbitrator.axe(), []);
    await sign(arbitrator.page);
    await arbitrator.page.getByRole("button", { name: "Lift it" }).waitFor();
    assert.deepEqual(arbitrator.faults, []);
    await arbitrator.close();
    const [declared] = (await readWaterfall(cluster, deal.security)).data.triggers;
    assert.ok(declared !== undefined && declared.breachedSince > 0n);

    const early = await openAs(await deal.funded());
    await early.page
      .locator("#covenants")
      .getByText(/The arbitrator declared it.*If it still fails on \S+, anyone can move control on\./)
      .first()
      .waitFor();
    assert.equal(await early.part.getByRole("button", { name: /Move control/ }).count(), 0);
    await early.close();

    await deal.moveTo(declared.breachedSince + 3n * DAY);
    const { page, part, dialog, faults, axe, close } = await openAs(await deal.funded(), PLACE, 360);
    await part.getByRole("button", { name: "Move control to the investors" }).click();
    await dialog.getByText("the investors are in control from then on").waitFor();
    assert.deepEqual(await axe(), []);
    await sign(page);
    await part.getByText(/The investors' agent has been in control since/).waitFor();
    await page.getByText("The investors are in control").first().waitFor();
    const covenants = page.locator("#covenants");
    await covenants
      .getByText(/Control has moved on because of it\./)
      .first()
      .waitFor();
    assert.equal((await control()).stage, STAGES.indexOf("investors"));
    assert.equal(await part.getByRole("button", { name: /Move control/ }).count(), 0, "once for a breach");
    assert.deepEqual(await axe(), []);
    assert.deepEqual(await sticksOut(page), []);
    assert.deepEqual(faults, []);
    await close();

    const list = await served.open("/");
    await list.page.getByText("The investors are in control").waitFor();
    assert.deepEqual(await list.axe(), []);
    await list.close();
    const sponsor = await openAs(deal.sponsor, "/desk");
    await sponsor.page.getByText(/You are not in control: the investors' agent/).waitFor();
    assert.equal(await sponsor.page.getByRole("button", { name: "Draw", exact: true }).count(), 0);
    await sponsor.close();
  });

  it("lets an agent draw what it has announced, after its days, unless it is stopped", async () => {
    const announce = async () => {
      const { page, dialog, faults, axe, close } = await openAs(investors, "/desk");
      await page.getByRole("heading", { name: "Agent of the investors" }).waitFor();
      await page.getByRole("button", { name: "Announce a draw" }).click();
      await dialog.getByRole("textbox", { name: "Amount" }).fill("25");
      await dialog.getByRole("button", { name: "Review" }).click();
      await dialog.getByText(/You announce to draw 25\.00 to/).waitFor();
      assert.deepEqual(await axe(), []);
      await sign(page);
      await page.getByText(/^Announced: draw 25\.00 of proceeds/).waitFor();
      assert.equal(await page.getByRole("button", { name: "Draw what was announced" }).count(), 0);
      assert.deepEqual(faults, []);
      await close();
    };
    await announce();
    const shown = await openAs(deal.arbitrator, PLACE, 360);
    await shown.part.getByText(/The agent is going to draw 25\.00 of proceeds/).waitFor();
    assert.deepEqual(await shown.axe(), []);
    assert.deepEqual(await sticksOut(shown.page), []);
    await shown.part.getByRole("button", { name: "Stop what is announced" }).click();
    await sign(shown.page);
    await shown.part.getByText(/The agent is going to/).waitFor({ state: "detached" });
    assert.equal(announcedAct((await deal.readSecurity()).data), undefined);
    assert.deepEqual(shown.faults, []);
    await shown.close();

    // Draws wait for covenants that fail: lifted, reported, and announced anew.
    const arbitrator = await openAs(deal.arbitrator, "/desk");
    await arbitrator.page.getByRole("button", { name: "Lift it" }).click();
    await arbitrator.dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("cd".repeat(32));
    await arbitrator.dialog.getByRole("button", { name: "Review" }).click();
    await sign(arbitrator.page);
    await arbitrator.close();
    await announce();
    const act = announcedAct((await deal.readSecurity()).data);
    assert.ok(act !== undefined);
    assert.equal(act.act.__kind, "Draw");

    const reporter = await openAs(deal.sponsor, "/desk");
    await reporter.page.getByRole("button", { name: "Report the net worth" }).click();
    await reporter.dialog.getByRole("textbox", { name: "Net worth" }).fill("2000");
    await reporter.dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ab".repeat(32));
    await reporter.dialog.getByRole("button", { name: "Review" }).click();
    await reporter.dialog.getByText("You report a net worth of 2,000.00.").waitFor();
    assert.deepEqual(await reporter.axe(), []);
    await sign(reporter.page);
    await reporter.close();
    await deal.send(
      await reportPool({
        reporter: deal.sponsor,
        security: await deal.readSecurity(),
        value: 1_000n * ONE,
        reportSha256: new Uint8Array(32).fill(1),
      }),
    );
    await deal.moveTo(act.from);
    const { treasury } = vaultOf((await deal.readSecurity()).data);
    const agent = await openAs(investors, "/desk");
    await agent.page.getByRole("button", { name: "Draw what was announced" }).click();
    await sign(agent.page);
    assert.equal(vaultOf((await deal.readSecurity()).data).treasury, treasury - 25n * ONE);
    assert.equal(announcedAct((await deal.readSecurity()).data), undefined, "it is done once");
    assert.deepEqual(agent.faults, []);
    await agent.close();
  });

  it("changes its agent by a resolution of the classes that it acts for", async () => {
    const next = await deal.funded();
    const { page, dialog, faults, axe, close } = await openAs(cid, PLACE, 360);
    const part = page.locator("#resolutions");
    await part.getByRole("button", { name: "Propose a resolution" }).click();
    await dialog.getByRole("combobox", { name: "What" }).selectOption({ label: "Another agent" });
    await dialog.getByRole("textbox", { name: "Its key" }).fill(next.address);
    await dialog
      .getByRole("textbox", { name: "Where holders find it" })
      .fill("https://example.com/agent.pdf");
    await dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("ef".repeat(32));
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText(`name ${next.address} as the agent of the investors`).waitFor();
    assert.deepEqual(await axe(), []);
    assert.deepEqual(await sticksOut(page), []);
    await sign(page);
    await part.getByText("Announced: the vote opens").waitFor();
    const { data } = await readResolution(cluster, { security: deal.security, number: 0 });
    assert.equal(data.asked, 0b10, "the equity alone");
    const changes = part.getByRole("table", { name: "What resolution 0 changes" });
    await changes.getByText("The investors' agent").waitFor();
    assert.deepEqual(await axe(), []);
    assert.deepEqual(faults, []);
    await close();

    await deal.moveTo(data.opensAt);
    const voter = await openAs(cid);
    await voter.page.locator("#resolutions").getByRole("button", { name: "Vote in favour" }).click();
    await sign(voter.page);
    await voter.close();
    await deal.moveTo(data.executableFrom);
    const taker = await openAs(next);
    await taker.page.locator("#resolutions").getByRole("button", { name: "Execute" }).click();
    await taker.dialog.getByText("You take it over with your signature.").waitFor();
    await sign(taker.page);
    assert.equal(inControl((await deal.readSecurity()).data), next.address);
    assert.deepEqual(taker.faults, []);
    await taker.close();
  });

  it("is not all that resolutions change: they are reviewed in words, and refused before they are signed", async () => {
    const account = await deal.wallet(ann.address);
    const kinds = [
      {
        what: "A book below the floor",
        fields: { "Lowest price of a share": "0.5", "Shares sold below the floor, at most": "10" },
        until: "2025-08-01",
        words:
          "let the next book of Junior sell up to 10.00 shares below the floor, at 0.50 or more, until 2025-08-01",
      },
      {
        what: "Another account for draws",
        fields: { "Another token account": account },
        words: `have proceeds drawn to ${account} in place of `,
      },
      {
        what: "Lenders have all cash repay the debts",
        fields: {},
        words: "accelerate: all cash repays the debts",
      },
    ];
    for (const { what, fields, until, words } of kinds) {
      const { page, dialog, faults, axe, close } = await openAs(
        what.startsWith("Lenders") ? ann : cid,
        PLACE,
        360,
      );
      await page.locator("#resolutions").getByRole("button", { name: "Propose a resolution" }).click();
      await dialog.getByRole("combobox", { name: "What" }).selectOption({ label: what });
      for (const [name, value] of Object.entries(fields)) {
        await dialog.getByRole("textbox", { name }).fill(value);
      }
      if (until !== undefined) {
        await dialog.getByLabel("Locked until").fill(until);
      }
      await dialog
        .getByRole("textbox", { name: "Where holders find it" })
        .fill("https://example.com/why.pdf");
      await dialog.getByRole("textbox", { name: "Its SHA-256" }).fill("12".repeat(32));
      assert.deepEqual(await axe(), []);
      await dialog.getByRole("button", { name: "Review" }).click();
      await dialog.getByText(words).waitFor();
      if (what.startsWith("Lenders")) {
        await dialog.getByText(/NoDefault/).waitFor();
        assert.equal(await signButton(page).isDisabled(), true);
      }
      assert.deepEqual(await axe(), []);
      assert.deepEqual(await sticksOut(page), []);
      assert.deepEqual(faults, []);
      await close();
    }
  });
});
