import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { acceptRole, proposeRole, type RoleName, readRoleTransfer } from "@defi-ready/securities";
import { SECURITIES_ERROR__ARBITRATOR_NOT_APART } from "@defi-ready/securities/program";
import { DAY } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Address, KeyPairSigner } from "@solana/kit";
import type { Page } from "playwright-core";
import { startServedDeal } from "./support/served-deal.js";
import { connect, sign } from "./support/steps.js";
import { TestWallet } from "./support/wallet.js";

const DESTINATION: RoleName = { word: "destination", place: 0 };
const SPONSOR: RoleName = { word: "sponsor", place: 0 };
const REPORTER: RoleName = { word: "reporter", place: 0 };

const served = await closeAfterTests(startServedDeal());
const { deal } = served;
const { cluster, security, sponsor } = deal;

const propose = async (role: RoleName, to: Address, holder: KeyPairSigner = sponsor): Promise<void> =>
  deal.send(await proposeRole({ holder, security, role, to }), holder);

/** A desk in the page, of the wallet of a key. */
async function deskOf(signer: KeyPairSigner, before?: (page: Page) => Promise<unknown>) {
  const wallet = new TestWallet(signer);
  const prepare = async (page: Page) => {
    await before?.(page);
    await wallet.install(page);
  };
  const opened = await served.open("/desk", { prepare });
  await connect(opened.page);
  return { ...opened, accept: opened.page.getByRole("button", { name: "Accept" }) };
}

describe("a role that is proposed", () => {
  it("of a destination is offered to the owner of its token account, in its time, and not to the account", async () => {
    const heir = await deal.investor();
    const to = await deal.wallet(heir.address);
    await propose(DESTINATION, to);
    const { page, faults, axe, accept, close } = await deskOf(heir);
    await page.getByText("Can be accepted from 2025-01-04").waitFor();
    await page.getByText("a token account of").waitFor();
    assert.equal(await accept.isDisabled(), true);
    assert.equal(await page.getByRole("button", { name: /Withdraw it|Refuse/ }).count(), 0);
    assert.deepEqual(await axe(), []);
    await page.getByText("The desk of a multisig").click();
    await page.getByRole("textbox", { name: "Its address" }).fill(to);
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText("This account has no role in any deal").waitFor();
    await page.getByRole("textbox", { name: "Its address" }).fill("");
    await page.getByRole("button", { name: "Show" }).click();
    await deal.pass(3n * DAY);
    await page.reload();
    await connect(page);
    await accept.click();
    await page.getByText("The sponsor may draw proceeds to your token account").waitFor();
    await sign(page);
    assert.equal((await deal.readSecurity()).data.destinations[0], to);
    assert.deepEqual(faults, []);
    await close();
  });

  it("is not offered where the program would refuse it, with the reason", async () => {
    await propose(REPORTER, deal.arbitrator.address);
    const { page, faults, accept, close } = await deskOf(deal.arbitrator);
    await page.getByText("It would be refused now: ").waitFor();
    await page.getByText(/ArbitratorNotApart/).waitFor();
    assert.equal(await accept.isDisabled(), true);
    assert.deepEqual(faults, []);
    await close();
  });

  it("is refused by number where the words of refusals cannot be loaded", async () => {
    const { page, accept, close } = await deskOf(deal.arbitrator, (opened) =>
      opened.route("**/assets/refusals-*.js", (route) => route.abort()),
    );
    await page.getByText("It would be refused now: ").waitFor();
    await page
      .getByText(`could not be loaded (program error ${SECURITIES_ERROR__ARBITRATOR_NOT_APART})`)
      .waitFor();
    assert.equal(await accept.isDisabled(), true);
    await close();
  });

  it("by a sponsor that is it no more is refused to its owner, and can be withdrawn by the new one", async () => {
    const [heir, buyer] = [await deal.investor(), await deal.investor()];
    await propose(DESTINATION, await deal.wallet(heir.address));
    await propose(SPONSOR, buyer.address);
    await deal.pass(3n * DAY);
    const transfer = await readRoleTransfer(cluster, { security, role: SPONSOR });
    await deal.send(await acceptRole({ newHolder: buyer, roleTransfer: transfer }), buyer);
    const refused = await deskOf(heir);
    await refused.page.getByText("It would be refused now: ").waitFor();
    assert.equal(await refused.accept.isDisabled(), true);
    await refused.close();
    const { page, faults, close } = await deskOf(buyer);
    await page.getByText("You are: sponsor.", { exact: true }).waitFor();
    const task = page.locator(".task", { hasText: "estination" });
    await task.getByRole("button", { name: "Withdraw it" }).click();
    await sign(page);
    await task.waitFor({ state: "detached" });
    assert.deepEqual(faults, []);
    await close();
  });
});
