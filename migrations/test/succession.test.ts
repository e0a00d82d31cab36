import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { acceptRole, proposeRole, type RoleName, readRoleTransfer } from "@defi-ready/securities";
import { connect, send } from "../src/client.js";
import { applyDeal, formatProblem, planDeal } from "../src/index.js";
import { ARBITRATOR, dealFolder, type Edit, goodDeal } from "./support/deal-text.js";
import { SOMEBODY, TestNode } from "./support/node.js";

const SPONSOR: RoleName = { word: "sponsor", place: 0 };
const THREE_DAYS = 259_200n;
const folder = dealFolder();

describe("a deal goes on under the sponsor that comes after", () => {
  it("the file names who created the security, and whatever was the first sponsor's by address", async () => {
    const node = await TestNode.start();
    const cluster = connect(node.url);
    const [first, second] = [await node.sponsor(1), await node.sponsor(2)];
    const apply = { rpc: node.rpc, createSettlementMint: true };
    const { addresses } = await applyDeal({ ...apply, signer: first, deal: goodDeal(folder) });
    const { security } = addresses;

    await send(cluster, {
      instructions: await proposeRole({ holder: first, security, role: SPONSOR, to: second.address }),
      payer: first,
    });
    await node.pass(THREE_DAYS);
    const roleTransfer = await readRoleTransfer(cluster, { security, role: SPONSOR });
    await send(cluster, {
      instructions: await acceptRole({ newHolder: second, roleTransfer }),
      payer: second,
    });

    const { address } = first;
    const edits: readonly Edit[] = [
      ["owner: sponsor", `owner: ${address}`],
      ["roles: {", `origin: ${address}\nroles: { servicer: ${address}, reporter: ${address},`],
    ];
    const { signatures, addresses: after } = await applyDeal({
      ...apply,
      signer: second,
      deal: goodDeal(folder, ...edits),
    });
    assert.deepEqual([signatures, after.security], [[], security], "all of it is there");

    // Without its origin it would be another security; of another origin there is none.
    const plan = (...more: readonly Edit[]) =>
      planDeal({ ...apply, sponsor: second.address, deal: goodDeal(folder, ...more) });
    const other = await plan(["owner: sponsor", `owner: ${address}`]);
    assert.notEqual(other.addresses.security, security);
    const none = await plan(["roles: {", `origin: ${SOMEBODY}\nroles: {`]);
    assert.deepEqual(
      none.refusals.map((one) => formatProblem(one).replaceAll(`${folder}/`, "")),
      [`deal.yaml:57:9: origin: ${SOMEBODY} created no security 7: leave it out to create one`],
    );
    assert.equal(goodDeal(folder).roles.arbitrator, ARBITRATOR);
  });
});
