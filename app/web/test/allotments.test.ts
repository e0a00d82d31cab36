import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findCredential, findHolder, personOf, readHolder, readTranche } from "@defi-ready/securities";
import { ONE, SOL } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";
import { cramped, sticksOut } from "./support/layout.js";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign, signButton } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const qualifier = await generateKeyPairSigner();
const keeper = await generateKeyPairSigner();
const served = await closeAfterTests(
  startServedDeal({
    qualifiers: [qualifier.address],
    transfers: [
      { maxHolders: 2, maxShares: 60n * ONE },
      { retained: { owner: keeper.address, shares: 5n * ONE } },
    ],
  }),
);
const { deal } = served;
const { cluster, senior, junior } = deal;
const investor = await deal.investor(500n * ONE);
const [buyer, other, stranger] = [await deal.funded(), await deal.funded(), await deal.funded()];

/** A place of the page with the wallet of a key, which is connected. */
async function openAs(signer: KeyPairSigner, path: string, width = 1440) {
  const wallet = new TestWallet(signer);
  const opened = await served.open(path, { prepare: wallet.install, width });
  await connect(opened.page);
  return { ...opened, wallet, dialog: opened.page.getByRole("dialog") };
}

describe("a class that limits its holders", () => {
  it("has credentials in which a qualifier names the person that several addresses are", async () => {
    await deal.fund(qualifier.address, SOL);
    const { page, faults, axe, dialog, close } = await openAs(qualifier, "/desk");
    for (const [subject, person] of [
      [investor.address, ""],
      [buyer.address, ""],
      [other.address, buyer.address],
    ] as const) {
      await page.getByRole("button", { name: "Issue a credential" }).click();
      await dialog.getByRole("textbox", { name: "Owner" }).fill(subject);
      await dialog.getByLabel("Valid until").fill("2026-01-31");
      await dialog.getByRole("textbox", { name: "Person" }).fill(person === "" ? "" : "nobody");
      if (person !== "") {
        await dialog.getByRole("button", { name: "Review" }).click();
        await dialog.getByText("An address is 32 to 44 letters and digits of base58.").waitFor();
        await dialog.getByRole("textbox", { name: "Person" }).fill(person);
      }
      await dialog.getByRole("button", { name: "Review" }).click();
      await dialog.getByText(person === "" ? "the owner alone" : person, { exact: true }).waitFor();
      assert.deepEqual(await axe(), []);
      await sign(page);
    }
    const persons = [investor, buyer, other].map(async ({ address: subject }) => {
      const found = await findCredential(cluster, { qualifier: qualifier.address, subject });
      return found && personOf(found.data);
    });
    assert.deepEqual(await Promise.all(persons), [investor.address, buyer.address, buyer.address]);
    assert.deepEqual(faults, []);
    await close();
  });

  it("lets somebody without a record take an allotment at the deal, and nobody without a credential", async () => {
    const before = await served.open(`/deal/${deal.security}`);
    await before.page.locator("#transfers").getByText("0 of 2").waitFor();
    assert.equal(await before.page.getByRole("button", { name: "Set your allotment" }).count(), 0);
    await before.close();
    await deal.deposit(investor, 100n * ONE);
    await deal.deposit(investor, 100n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();

    const without = await openAs(stranger, `/deal/${deal.security}`);
    await without.page.getByRole("button", { name: "Set your allotment" }).click();
    await without.dialog.getByRole("textbox").fill("10");
    await without.dialog.getByRole("button", { name: "Review" }).click();
    await without.dialog.getByText(/NotQualified/).waitFor();
    assert.equal(await signButton(without.page).isDisabled(), true);
    assert.equal(without.wallet.signed, 0);
    await without.close();

    const { page, faults, axe, dialog, close } = await openAs(buyer, `/deal/${deal.security}`, 360);
    const part = page.locator("#transfers");
    await page.getByRole("button", { name: "Set your allotment" }).click();
    await dialog.getByText("At most 60.00. 0 frees your place, once you hold none.").waitFor();
    assert.deepEqual(await sticksOut(page), []);
    const box = dialog.getByRole("textbox", { name: "Up to how many shares you may have" });
    await box.fill("61");
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText(/PersonLimit/).waitFor();
    await dialog.getByRole("button", { name: "Back" }).click();
    await box.fill("0");
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText(/you have no place in this class/i).waitFor();
    await dialog.getByRole("button", { name: "Back" }).click();
    await box.fill("25");
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("You open your record in this class, and pay its rent.").waitFor();
    await dialog.getByText("It takes a place: 0 of those for 2 persons are taken.").waitFor();
    assert.deepEqual(await axe(), []);
    assert.deepEqual(await sticksOut(page), []);
    await sign(page);
    await part.getByText("1 of 2").waitFor();
    assert.deepEqual(await cramped(page), []);
    const { data } = await readHolder(cluster, { tranche: senior, owner: buyer.address });
    assert.deepEqual([data.allotted, data.person], [25n * ONE, buyer.address]);
    assert.deepEqual(faults, []);
    await close();
  });

  for (const width of [360, 1440]) {
    it(`shows owners what they may receive, and lets them change it, at ${width} pixels`, async () => {
      const { page, faults, axe, dialog, close } = await openAs(buyer, "/yours", width);
      const [now, then] = width === 360 ? ["25", "30"] : ["30", "35"];
      await page.getByText(`It may receive ${now}.00 more shares, up to ${now}.00`).waitFor();
      assert.deepEqual(await axe(), []);
      assert.deepEqual(await sticksOut(page), []);
      await page.getByRole("button", { name: "Set your allotment" }).click();
      await dialog
        .getByText("You hold 0.00. At most 60.00. 0 frees your place, once you hold none.")
        .waitFor();
      const box = dialog.getByRole("textbox", { name: "Up to how many shares you may have" });
      assert.equal(await box.inputValue(), `${now}.00`);
      await box.fill(then);
      await dialog.getByRole("button", { name: "Review" }).click();
      await dialog.getByText("Your place is taken already.").waitFor();
      assert.deepEqual(await axe(), []);
      assert.deepEqual(await sticksOut(page), []);
      await sign(page);
      await page.getByText(`It may receive ${then}.00 more shares, up to ${then}.00`).waitFor();
      assert.deepEqual(faults, []);
      await close();
    });
  }

  it("counts two addresses of a person as one, and frees a place", async () => {
    const second = await openAs(other, `/deal/${deal.security}`);
    await second.page.getByRole("button", { name: "Set your allotment" }).click();
    await second.dialog.getByRole("textbox").fill("26");
    await second.dialog.getByRole("button", { name: "Review" }).click();
    await second.dialog.getByText(/PersonLimit/).waitFor();
    await second.dialog.getByRole("button", { name: "Back" }).click();
    await second.dialog.getByRole("textbox").fill("25");
    await second.dialog.getByRole("button", { name: "Review" }).click();
    await sign(second.page);
    await second.page.locator("#transfers").getByText("1 of 2").waitFor();
    const { data } = await readHolder(cluster, { tranche: senior, owner: other.address });
    assert.deepEqual([data.allotted, data.person], [25n * ONE, buyer.address]);
    assert.deepEqual(second.faults, []);
    await second.close();

    const { page, faults, dialog, close } = await openAs(other, "/yours");
    await page.getByRole("button", { name: "Set your allotment" }).click();
    await dialog.getByRole("textbox").fill("0");
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByText("your place is free for somebody else").waitFor();
    await sign(page);
    await page.getByText("It receives no shares: its owner has set no allotment").waitFor();
    const found = await findHolder(cluster, { tranche: senior, owner: other.address });
    assert.equal(found?.data.allotted, 0n);
    assert.deepEqual(faults, []);
    await close();
    await assertReconciles(deal);
  });
});

describe("a retention", () => {
  it("is shown with the reason why it stands, and released by anyone once no debt is outstanding", async () => {
    const standing = await served.open(`/deal/${deal.security}`);
    const shown = standing.page.locator("#transfers");
    await shown.getByText("5.00 shares by").waitFor();
    await shown.getByText(/RetentionStands/).waitFor();
    assert.equal(await shown.getByRole("button", { name: "Release the retention" }).count(), 0);
    assert.deepEqual(await standing.axe(), []);
    assert.deepEqual(standing.faults, []);
    await standing.close();

    await deal.pay(150n * ONE, { principal: 100n * ONE });
    for (const width of [360, 1440]) {
      const { page, axe, faults, close } = await served.open(`/deal/${deal.security}`, { width });
      await page.locator("#transfers").getByText("The retention can be released").waitFor();
      assert.deepEqual(await axe(), []);
      assert.deepEqual(await sticksOut(page), []);
      assert.deepEqual(await cramped(page), []);
      assert.deepEqual(faults, []);
      await close();
    }
    const { page, faults, axe, dialog, close } = await openAs(stranger, `/deal/${deal.security}`);
    const part = page.locator("#transfers");
    await part.getByRole("button", { name: "Release the retention" }).click();
    await dialog.getByText(`${keeper.address} need not keep 5.00 shares`).waitFor();
    assert.deepEqual(await axe(), []);
    await sign(page);
    await part.getByText("The retention can be released").waitFor({ state: "detached" });
    assert.equal((await readTranche(cluster, junior)).data.rules.retainedShares, 0n);
    assert.deepEqual(faults, []);
    await close();
  });
});
