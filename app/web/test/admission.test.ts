import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  bitsOf,
  findCredential,
  issueCredential,
  NOBODY,
  readHolder,
  setCredential,
} from "@defi-ready/securities";
import { DAY, DEADLINE, ONE, SOL } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner } from "@solana/kit";
import { at } from "./support/ruled-deal.js";
import { startServedDeal } from "./support/served-deal.js";
import { connect, reviewDeposit, sign, signButton } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const qualifier = await generateKeyPairSigner();
/** Category 1 may pass shares to itself, and to category 2 from 2026 on. */
const moves = {
  always: Uint8Array.of(0, bitsOf([1]), 0, 0, 0, 0, 0, 0),
  later: Uint8Array.of(0, bitsOf([2]), 0, 0, 0, 0, 0, 0),
  laterFrom: at("2026-01-01"),
};
const served = await closeAfterTests(
  startServedDeal({ qualifiers: [qualifier.address], transfers: [{ moves, refusedCountries: [840] }] }),
);
const { deal } = served;

const terms = (category: number, jurisdiction: number) => ({
  category,
  jurisdiction,
  expiresAt: DEADLINE + 1_000n * DAY,
  person: NOBODY,
});
const issue = async (subject: Address, category: number, jurisdiction: number) =>
  deal.send(await issueCredential({ qualifier, subject, terms: terms(category, jurisdiction) }), qualifier);
const change = async (subject: Address, category: number, jurisdiction: number) =>
  deal.send(await setCredential({ qualifier, subject, terms: terms(category, jurisdiction) }), qualifier);

describe("a qualifier and those of whom it speaks", () => {
  it("names a country of a list, and money that does not count is told before it is signed for", async () => {
    await deal.fund(qualifier.address, SOL);
    const owner = await deal.investor(500n * ONE);
    const desk = new TestWallet(qualifier);
    const { page, faults, axe, close } = await served.open("/desk", { prepare: desk.install });
    await connect(page);
    const dialog = page.getByRole("dialog");
    const says = async (country: string) => {
      await page.getByRole("button", { name: "Issue a credential" }).click();
      await dialog.getByRole("textbox", { name: "Owner" }).fill(owner.address);
      await dialog.getByLabel("Valid until").fill("2026-01-31");
      await dialog.getByRole("combobox", { name: "Country" }).selectOption({ label: country });
      assert.deepEqual(await axe(), []);
      await dialog.getByRole("button", { name: "Review" }).click();
    };
    await says("United States");
    await dialog.getByText("United States (840)").waitFor();
    await sign(page);
    const stated = async () =>
      (await findCredential(deal.cluster, { qualifier: qualifier.address, subject: owner.address }))?.data
        .jurisdiction;
    assert.equal(await stated(), 840);

    const wallet = new TestWallet(owner);
    const book = await served.open(`/deal/${deal.security}/book/${deal.seniorBook}`, {
      prepare: wallet.install,
    });
    await connect(book.page);
    const review = await reviewDeposit(book.page, "100");
    await review
      .getByText("The book refuses owners in US (840), as your credential states. Until that changes")
      .waitFor();
    await book.close();
    assert.deepEqual(book.faults, []);

    await page.reload();
    await connect(page);
    await says("Germany");
    await dialog.getByText("It replaces what you have said about this owner before.").waitFor();
    await sign(page);
    assert.equal(await stated(), 276);
    assert.deepEqual(faults, []);
    await close();
  });
});

describe("a receiver of shares that not everybody may hold", () => {
  it("is asked about before a wallet is, and refused by the rule that refuses it", async () => {
    await deal.fund(qualifier.address, SOL);
    const wallet = new TestWallet(await deal.investor(500n * ONE));
    await issue(wallet.signer.address, 1, 276);
    await deal.deposit(wallet.signer, 300n * ONE);
    await deal.lock(deal.seniorBook);
    await deal.settle();
    const receiver = (await deal.funded()).address;

    const shown = await served.open(`/deal/${deal.security}`);
    const part = shown.page.locator("#transfers");
    await part.getByText("Only owners with a credential of").waitFor();
    await part
      .getByText("only from category 1 to category 1; from 2026-01-01 on also category 1 to category 2")
      .waitFor();
    await part.getByText("Owners in US (840), and those whose credential states no country").waitFor();
    assert.equal(await part.getByText("Next window").count(), 0);
    assert.deepEqual(await shown.axe(), []);
    assert.deepEqual(shown.faults, []);
    await shown.close();

    const { page, faults, close } = await served.open("/yours", { prepare: wallet.install });
    const dialog = page.getByRole("dialog");
    await connect(page);
    await page.getByRole("button", { name: "Transfer" }).click();
    await page.getByRole("textbox", { name: "To", exact: true }).fill(receiver);
    await page.getByRole("textbox", { name: "Shares" }).fill("10");
    await page.getByRole("button", { name: "Review" }).click();
    await dialog
      .getByText(/NotQualified\); the receiver, .* has no credential of this deal's qualifiers/)
      .waitFor();
    assert.equal(await signButton(page).isDisabled(), true);
    await issue(receiver, 2, 276);
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.getByText(/CategoryTooEarly/).waitFor();
    await change(receiver, 1, 840);
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.getByText(/CountryRefused/).waitFor();
    assert.equal(wallet.signed, 0);
    await change(receiver, 1, 276);
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.getByText("The receiver has a credential of a qualifier of this deal").waitFor();
    await sign(page);
    const { data } = await readHolder(deal.cluster, { tranche: deal.senior, owner: receiver });
    assert.deepEqual([data.shares, data.category, data.jurisdiction], [10n * ONE, 1, 276]);
    assert.deepEqual(faults, []);
    await close();
  });
});
