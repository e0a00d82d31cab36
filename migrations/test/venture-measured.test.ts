import assert from "node:assert/strict";
import { it } from "node:test";
import {
  ALL_SHARES,
  announceMeasure,
  approveTicket,
  blockedShares,
  cancelMeasure,
  clusterTime,
  correctDistribution,
  listDistributions,
  listShareAccounts,
  listTickets,
  postDistribution,
  readBook,
  readDistribution,
  readHolder,
  readMeasure,
  readTranche,
  reassignShares,
  receiverInstructions,
  settlementVault,
  takeMeasure,
} from "@defi-ready/securities";
import type { MeasureKindArgs } from "@defi-ready/securities/program";
import type { Address, KeyPairSigner } from "@solana/kit";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;

it("the venture syndicate's backer who loses a key is paid at another one, and blocked shares are paid as ever", async () => {
  const play = await Play.start("venture-syndicate");
  const { cluster, sponsor, arbitrator } = play;
  await play.invest(0, "100,000", sponsor);
  const [alder, birch] = [await play.invest(0, "250,000"), await play.invest(0, "250,000")];
  const book = await readBook(cluster, play.addresses.books[0]?.book as Address);
  for (const ticket of await listTickets(cluster, { book: book.address })) {
    await play.send(await approveTicket({ sponsor, book, ticket, amount: ticket.data.value }));
  }
  await play.moveTo(NOW + 31n * DAY);
  await play.lock();
  await play.release();
  await play.draw("600,000");
  const tranche = (rank: number) => play.addresses.tranches[rank]?.tranche as Address;
  const announce = async (rank: number, owner: KeyPairSigner, kind: MeasureKindArgs) => {
    const { number, instructions } = await announceMeasure({
      sponsor,
      arbitrator,
      security: await play.security(),
      tranche: tranche(rank),
      owner: owner.address,
      kind,
      documentSha256: new Uint8Array(32).fill(9),
      documentUri: "https://lumen-seed.example/notice.txt",
    });
    await play.send(instructions);
    return number;
  };
  const measure = (number: number) => readMeasure(cluster, { security: play.addresses.security, number });
  const now = await clusterTime(cluster);

  // The deal has neither pauses nor court orders.
  await assert.rejects(
    announce(0, alder, { __kind: "CourtOrder", to: birch.address, shares: 1n }),
    /NoSuchMeasure/,
  );

  // Alder's key is lost, with shares and points that are locked.
  const heir = play.bot;
  await play.fund(heir.address, 0n);
  const numbers = [
    await announce(0, alder, { __kind: "Recovery", to: heir.address }),
    await announce(1, alder, { __kind: "Recovery", to: heir.address }),
  ];
  // Birch's shares are blocked until the regulator has what it asks for.
  const block = await announce(0, birch, { __kind: "Block", shares: ALL_SHARES, until: now + 300n * DAY });
  const birchs = () => readHolder(cluster, { tranche: tranche(0), owner: birch.address });
  const { data } = await birchs();
  assert.equal(blockedShares(data, now), data.shares, "from the announcement on");
  await play.moveTo(now + 14n * DAY);
  await play.sendAs(play.bot, takeMeasure({ caller: play.bot, measure: await measure(block) }));

  await play.moveTo(now + 30n * DAY);
  const security = await play.security();
  for (const [rank, number] of numbers.entries()) {
    const class_ = await readTranche(cluster, tranche(rank));
    const holder = await readHolder(cluster, { tranche: class_.address, owner: alder.address });
    const { mint, tokenProgram } = settlementVault(security.data);
    const opens = await receiverInstructions({
      cluster,
      payer: play.bot,
      owner: heir.address,
      security: security.address,
      tranche: class_.address,
      settlement: { mint, tokenProgram },
    });
    const accounts = await listShareAccounts(cluster, { owner: alder.address, shareMint: class_.data.mint });
    const calls = await reassignShares({
      measure: await measure(number),
      tranche: class_,
      holder,
      accounts: accounts.map(({ address }) => address),
    });
    await play.sendAs(play.bot, [...opens, ...calls]);
  }
  assert.deepEqual(
    await Promise.all([alder, heir].flatMap((owner) => [play.shares(0, owner), play.shares(1, owner)])),
    ["0.00", "0.00", "250000.00", "110000.00"],
  );
  const moved = await readHolder(cluster, { tranche: tranche(0), owner: heir.address });
  assert.equal(
    moved.data.locks.reduce((sum, { shares }) => sum + shares, 0n),
    moved.data.shares,
    "as locked as they were",
  );
  await play.reconcile();

  // What the company pays reaches the new key, and Birch, whose block the arbitrator then lifts.
  const [first] = play.deal.payments;
  assert.ok(first !== undefined);
  await play.sendAs(arbitrator, cancelMeasure({ authority: arbitrator, measure: await measure(block) }));
  // The buyer pays the wrong account's money first, which the arbitrator lets it take back, and then its own: both wait two days.
  await play.moveTo(first.periodEnd);
  const waits = async (amount: bigint) => {
    const { instructions, distribution } = await postDistribution({
      payer: sponsor,
      security: await play.security(),
      payment: {
        amount,
        wait: true,
        periodStart: first.periodStart,
        periodEnd: first.periodEnd,
        note: first.note,
        documentSha256: new Uint8Array(32),
      },
    });
    await play.fund(sponsor.address, amount);
    await play.send(instructions);
    return await readDistribution(cluster, distribution);
  };
  const mistaken = await waits(play.units("1,800,000"));
  await waits(first.amount);
  await play.reconcile();
  const corrected = { payer: sponsor, arbitrator, security: await play.security(), distribution: mistaken };
  await play.send(await correctDistribution(corrected));
  await play.crank();
  assert.deepEqual(await listDistributions(cluster, play.addresses.security), []);
  await play.moveTo(first.periodEnd + 2n * DAY);
  // The bot carries it out, and pays what it brings once it has come, over a day.
  await play.crank();
  await play.moveTo(first.periodEnd + 3n * DAY);
  await play.crank();
  await play.reconcile();
  // 180,000 of capital by 600,000 shares.
  assert.deepEqual(await Promise.all([sponsor, alder, heir, birch].map((owner) => play.paid(0, owner))), [
    "30000.00",
    "0.00",
    "75000.00",
    "75000.00",
  ]);
});
