import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Base64EncodedWireTransaction,
  getBase64EncodedWireTransaction,
  getBase64Encoder,
  getTransactionDecoder,
  type KeyPairSigner,
  partiallySignTransaction,
} from "@solana/kit";
import { applyDeal, type ExportedStep, exportDeal, PlanRefused } from "../src/index.js";
import { ARBITRATOR, dealFolder, goodDeal } from "./support/deal-text.js";
import { fullDeal, writeMints } from "./support/full-deal.js";
import { TestNode } from "./support/node.js";

const folder = dealFolder();
const deal = fullDeal(folder);

/** Signs printed transactions elsewhere and sends them, in their order. */
async function carryOut(node: TestNode, steps: readonly ExportedStep[], signer: KeyPairSigner) {
  for (const { transaction } of steps) {
    const decoded = getTransactionDecoder().decode(getBase64Encoder().encode(transaction.base64));
    const signed = await partiallySignTransaction([signer.keyPair], decoded);
    const wire: Base64EncodedWireTransaction = getBase64EncodedWireTransaction(signed);
    await node.rpc.sendTransaction(wire, { encoding: "base64" }).send();
  }
}

describe("a deal is exported for a multisig to carry out", () => {
  it("transactions signed elsewhere have the same result as applying", async () => {
    const [node, other] = [await TestNode.start(), await TestNode.start()];
    await writeMints(node);
    await writeMints(other);
    const [sponsor, applier] = [await node.sponsor(1), await other.sponsor(1)];
    const options = { rpc: node.rpc, sponsor: sponsor.address, deal, createSettlementMint: true };

    const before = await node.transactionCount();
    const first = await exportDeal(options);
    assert.deepEqual(
      first.map(({ what }) => what.split(" (")[0]),
      ["create the settlement mint", "create the security"],
    );
    assert.equal(await node.transactionCount(), before, "nothing is sent");
    for (const step of first) {
      assert.deepEqual([step.signers, step.feePayer], [[sponsor.address], sponsor.address]);
    }
    await carryOut(node, first, sponsor);
    const rest = await exportDeal(options);
    assert.equal(rest.length, 23);
    const books = rest.filter(({ what }) => what.startsWith("create the book"));
    const lines = rest.filter(({ what }) => what.startsWith("change the line"));
    assert.equal(books.length, 2);
    assert.equal(lines.length, 4, "of 1,000 and 1,017 places, 424 at first and 426 with each transaction");
    await carryOut(node, rest, sponsor);
    assert.deepEqual(await exportDeal(options), [], "all of it is there");

    await applyDeal({ rpc: other.rpc, signer: applier, deal, createSettlementMint: true });
    assert.deepEqual([...(await node.accounts()).keys()].sort(), [...(await other.accounts()).keys()].sort());
    const again = await applyDeal({ rpc: node.rpc, signer: sponsor, deal, createSettlementMint: true });
    assert.deepEqual(again.signatures, []);
  });

  it("what applying refuses is not exported", async () => {
    const node = await TestNode.start();
    const good = goodDeal(folder);
    await node.fund(good.roles.arbitrator, 10_000_000_000n);
    await assert.rejects(
      exportDeal({ rpc: node.rpc, sponsor: good.roles.arbitrator, deal: good, createSettlementMint: true }),
      (error) =>
        error instanceof PlanRefused &&
        error.problems.some(
          ({ field, message }) => field === "roles.arbitrator" && /is the sponsor too/.test(message),
        ),
    );
    assert.equal(good.roles.arbitrator, ARBITRATOR);
  });
});
