import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { approveTicket, listTickets, readBook, returnProceeds } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";
import { agreeOn, close } from "./support/spac.js";

const DAY = 86_400n;

describe("the demonstration deal of a company that seeks a target, played until it has one", () => {
  it("takes the money of those who agree with the target, and gives the others theirs back", async () => {
    const play = await Play.start("spac");
    const { cluster, sponsor } = play;
    const book = play.addresses.books[0]?.book as Address;
    const agrees = await play.invest(0, "22,000,000", undefined, false);
    const leaves = await play.invest(0, "3,000,000", undefined, false);
    await agreeOn(play, [agrees]);
    assert.deepEqual(await listTickets(cluster, { book }), []);
    assert.equal(await play.shares(0, agrees), "2200000.00");
    assert.deepEqual(await Promise.all([agrees, leaves].map(({ address }) => play.wallet(address))), [
      "0.00",
      "3000000.00",
    ]);
    await play.reconcile();
    await assert.rejects(play.draw("22,000,000"), /DeliveryAwaited/, "the money waits for the combination");
    await assert.rejects(close(play, sponsor), /NotArbitrator/);
    const documentSha256 = await close(play);
    assert.deepEqual(Buffer.from((await play.security()).data.delivery.documentSha256), documentSha256);
    await assert.rejects(play.draw("22,000,000"), /InsufficientFunds/, "the money waits in escrow");
    await play.release();
    await play.draw("22,000,000");
    assert.equal(await play.wallet(sponsor.address), "22000000.00");
    await play.reconcile();
  });

  it("gives everything back to the holders where the combination is not carried out in time", async () => {
    const play = await Play.start("spac");
    const { sponsor, bot } = play;
    const [one, other] = [
      await play.invest(0, "16,500,000", undefined, false),
      await play.invest(0, "5,500,000", undefined, false),
    ];
    await agreeOn(play, [one, other]);
    await play.release();
    const late = async () => {
      const security = await play.security();
      await play.sendAs(bot, (await returnProceeds({ caller: bot, security })).instructions);
    };
    await play.moveTo(NOW + 1_004n * DAY - 1n);
    await assert.rejects(late(), /ReturnNotDue|NotSponsor/, "there is still a second");
    await play.moveTo(NOW + 1_004n * DAY);
    await assert.rejects(play.draw("22,000,000"), /DeliveryAwaited/);
    await assert.rejects(close(play), /DeliveryClosed/, "the date has passed");
    await late();
    // It comes over a day.
    await play.moveTo(NOW + 1_005n * DAY);
    await play.crank();
    assert.deepEqual(await Promise.all([one, other].map(({ address }) => play.wallet(address))), [
      "16500000.00",
      "5500000.00",
    ]);
    assert.equal(await play.wallet(sponsor.address), "0.00");
    await play.reconcile();
  });
});

describe("the demonstration deal of a venture syndicate, played to the last sale", () => {
  it("returns capital and its return, and pays a fifth of the rest by points, of which the manager has what nobody got", async () => {
    const play = await Play.start("venture-syndicate");
    const { cluster, sponsor } = play;
    await play.invest(0, "100,000", sponsor);
    const [alder, birch] = [await play.invest(0, "250,000"), await play.invest(0, "250,000")];
    const book = await readBook(cluster, play.addresses.books[0]?.book as Address);
    for (const ticket of await listTickets(cluster, { book: book.address })) {
      await play.send(await approveTicket({ sponsor, book, ticket, amount: ticket.data.value }));
    }
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    await play.reconcile();
    const investors = [sponsor, alder, birch];
    assert.deepEqual(await Promise.all(investors.map((owner) => play.shares(0, owner))), [
      "100000.00",
      "250000.00",
      "250000.00",
    ]);
    // 220,000 points of the curve, for 600,000 of the million that the book takes: 0.6 for each of the first 250,000, and
    // 0.2 for the others. The other 780,000 are the manager's, who is the sponsor.
    assert.deepEqual(await Promise.all(investors.map((owner) => play.shares(1, owner))), [
      "840000.00",
      "110000.00",
      "50000.00",
    ]);
    await play.release();
    await play.draw("600,000");
    const all = [];
    for (const payment of play.deal.payments) {
      all.push(play.tiers(await play.post(payment)));
      await play.crank();
      await play.reconcile();
    }
    // 8 % of 600,000 for 942 days, and of the 420,000 that are left, and of what was not paid, for 519 more; of the rest of
    // 1,794,252.397674, and of the last payment, a fifth.
    assert.deepEqual(all, [
      ["180000.00", "0.00", "0.00", "0.00", "0.00"],
      ["420000.00", "123879.452054", "61868.150272", "358850.479534", "1435401.91814"],
      ["0.00", "0.00", "0.00", "70000.00", "280000.00"],
    ]);
    assert.deepEqual(
      await Promise.all(investors.map((owner) => play.paid(0, owner))),
      ["416858.253411", "1042145.633527", "1042145.633527"],
      "2,501,149.520466 by capital; half a unit is left to each of two",
    );
    assert.deepEqual(
      await Promise.all(investors.map((owner) => play.paid(1, owner))),
      ["360234.402809", "47173.552749", "21442.523977"],
      "428,850.479534 by points, a fifth of 2,144,252.397674",
    );
  });
});
