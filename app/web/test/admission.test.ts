import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bitsOf, issueCredential, NOBODY, readHolder, setCredential } from "@defi-ready/securities";
import { DAY, DEADLINE, ONE, SOL } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner } from "@solana/kit";
import { at } from "./support/ruled-deal.js";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign, signButton } from "./support/steps.js";
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
