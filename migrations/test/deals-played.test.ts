import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  approveTicket,
  commit,
  confirmDelivery,
  listTickets,
  readBook,
  returnProceeds,
} from "@defi-ready/securities";
import type { Address, KeyPairSigner } from "@solana/kit";
import { applyDeal, parseDeal } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;

describe("the demonstration deal of a company that seeks a target, played until it has one", () => {
  it("takes the money of those who agree with the target, and gives the others theirs back", async () => {
    const play = await Play.start("spac");
    const { cluster, sponsor } = play;
    const book = play.addresses.books[0]?.book as Address;
    const agrees = await play.invest(0, "22,000,000", undefined, 0);
    const leaves = await play.invest(0, "3,000,000", undefined, 0);
    await agreeOn(play, [agrees]);
    assert.deepEqual(await listTickets(cluster, book), []);
    assert.equal(await play.shares(0, agrees), "2200000.00");
    assert.deepEqual(await Promise.all([agrees, leaves].map(({ address }) => play.wallet(address))), [
      "0.00",
      "3000000.00",
    ]);
    await play.reconcile();
    const documentSha256 = createHash("sha256")
      .update(readFileSync(new URL("../deals/spac/closing.txt", import.meta.url)))
      .digest();
    const closing = (arbitrator: KeyPairSigner) =>
      play.sendAs(
        arbitrator,
        confirmDelivery({ arbitrator, security: play.addresses.security, documentSha256 }),
      );
    await assert.rejects(play.draw("22,000,000"), /DeliveryAwaited/, "the money waits for the combination");
    await assert.rejects(closing(sponsor), /NotArbitrator/);
    await closing(play.arbitrator);
    assert.deepEqual(Buffer.from((await play.security()).data.delivery.documentSha256), documentSha256);
    await assert.rejects(play.draw("22,000,000"), /InsufficientFunds/, "the money waits in escrow");
    await play.release();
    await play.draw("22,000,000");
    assert.equal(await play.wallet(sponsor.address), "22000000.00");
    await play.reconcile();
  });

  it("gives everything back to the holders where the combination is not carried out in time", async () => {
    const play = await Play.start("spac");
    const { sponsor, bot, addresses } = play;
    const [one, other] = [
      await play.invest(0, "16,500,000", undefined, 0),
      await play.invest(0, "5,500,000", undefined, 0),
    ];
    await agreeOn(play, [one, other]);
    await play.release();
    const late = async () => {
      const security = await play.security();
      await play.sendAs(bot, (await returnProceeds({ caller: bot, security })).instructions);
    };
    await play.moveTo(NOW + 1_004n * DAY - 1n);
    await assert.rejects(late(), /NotReturnable|NotSponsor/, "there is still a second");
    await play.moveTo(NOW + 1_004n * DAY);
    await assert.rejects(play.draw("22,000,000"), /DeliveryAwaited/);
    const documentSha256 = new Uint8Array(32).fill(1);
    const { arbitrator } = play;
    await assert.rejects(
      play.sendAs(arbitrator, confirmDelivery({ arbitrator, security: addresses.security, documentSha256 })),
      /DeliveryClosed/,
      "the date has passed",
    );
    await late();
    await play.crank();
    assert.deepEqual(await Promise.all([one, other].map(({ address }) => play.wallet(address))), [
      "16500000.00",
      "5500000.00",
    ]);
    assert.equal(await play.wallet(sponsor.address), "0.00");
    await play.reconcile();
  });
});

/** A target is proposed on the hundredth day, all of these agree with it, and the book is locked. */
async function agreeOn(play: Play, investors: readonly KeyPairSigner[]): Promise<void> {
  const { cluster, node, sponsor } = play;
  await play.moveTo(NOW + 100n * DAY);
  const path = fileURLToPath(new URL("../deals/spac/deal.yaml", import.meta.url));
  const target = readFileSync(path, "utf8").replace(
    "    terms: { file: memorandum.txt }\n",
    "    terms: { file: target.txt }\n",
  );
  const { done } = await applyDeal({
    rpc: node.rpc,
    signer: sponsor,
    deal: parseDeal(path, target),
    createSettlementMint: true,
  });
  assert.deepEqual(
    done.map(({ part, note }) => [part, note]),
    [["offer", "offer 1, open until 2025-05-01"]],
  );
  const offered = await readBook(cluster, play.addresses.books[0]?.book as Address);
  for (const ticket of await listTickets(cluster, offered.address)) {
    const owner = investors.find(({ address }) => address === ticket.data.owner);
    if (owner !== undefined) {
      await play.sendAs(owner, commit(owner, offered, ticket));
    }
  }
  await play.moveTo(NOW + 120n * DAY);
  await play.lock();
}

describe("the demonstration deal of a venture syndicate, played to the last sale", () => {
  it("returns capital and its return, and pays the rest by points", async () => {
    const play = await Play.start("venture-syndicate");
    const { cluster, sponsor } = play;
    await play.invest(0, "100,000", sponsor);
    const [alder, birch] = [await play.invest(0, "250,000"), await play.invest(0, "250,000")];
    await play.invest(1, "200", sponsor);
    const book = await readBook(cluster, play.addresses.books[0]?.book as Address);
    for (const ticket of await listTickets(cluster, book.address)) {
      await play.send(approveTicket({ sponsor, book, ticket, amount: ticket.data.value }));
    }
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    await play.reconcile();
    assert.deepEqual(await Promise.all([sponsor, alder, birch].map((owner) => play.shares(0, owner))), [
      "100000.00",
      "250000.00",
      "250000.00",
    ]);
    await play.release();
    await play.draw("600,000");
    const all = [];
    for (const payment of play.deal.payments) {
      all.push(play.tiers(await play.post(payment)));
      await play.crank();
      await play.reconcile();
    }
    // 8 % of 600,000 for 942 days, and of the 420,000 that are left, and of what was not paid, for 519 more.
    assert.deepEqual(all, [
      ["180000.00", "0.00", "0.00", "0.00"],
      ["420000.00", "123879.452054", "61868.150272", "1794252.397674"],
      ["0.00", "0.00", "0.00", "350000.00"],
    ]);
    const investors = [sponsor, alder, birch];
    assert.deepEqual(
      await Promise.all(investors.map((owner) => play.paid(0, owner))),
      ["130957.933721", "327394.834302", "327394.834302"],
      "785,747.602326 by capital",
    );
    // The manager's 200,000 points, 1.2 for each of the first 250,000, and two thirds of one for the others.
    assert.deepEqual(await Promise.all(investors.map((owner) => play.shares(1, owner))), [
      "320000.00",
      "246666.666666",
      "166666.666667",
    ]);
    assert.deepEqual(
      await Promise.all(investors.map((owner) => play.paid(1, owner))),
      ["935673.773531", "721248.533761", "487330.090382"],
      "2,144,252.397674 by points",
    );
  });
});
