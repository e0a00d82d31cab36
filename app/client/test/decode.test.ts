import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createRate,
  createSeries,
  distributionAddress,
  earningsOf,
  findRate,
  holderAddress,
  lineSize,
  listSeries,
  NOBODY,
  ownerTotalAddress,
  rateAddress,
  reportRate,
  seriesAddress,
  ticketAddress,
  vaultAddress,
  waterfallAddress,
} from "@defi-ready/securities";
import {
  getBookCodec,
  getDistributionCodec,
  getHolderCodec,
  getLineCodec,
  getOwnerTotalCodec,
  getReportedRateCodec,
  getSecurityCodec,
  getTicketCodec,
  getTrancheCodec,
  getWarrantSeriesCodec,
  getWaterfallCodec,
} from "@defi-ready/securities/program";
import {
  DAY,
  DEADLINE,
  OFFER_ENDS,
  ONE,
  openOffering,
  START,
  TestDeal,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, type FixedSizeCodec, fetchEncodedAccount } from "@solana/kit";

const world = await closeAfterTests(TestDeal.start());
const investor = await world.investor();
await world.deposit(investor, 250n * ONE);
const second = await world.deposit(investor, 40n * ONE);

async function bytes(address: Address): Promise<Uint8Array> {
  const account = await fetchEncodedAccount(world.cluster.rpc, address);
  assert.ok(account.exists);
  return Uint8Array.from(account.data);
}

/** Decodes an account; its bytes must come back as they were, so no field can be in another place. */
async function decoded<From, To extends From>(
  codec: FixedSizeCodec<From, To>,
  address: Address,
): Promise<To> {
  const data = await bytes(address);
  assert.equal(codec.fixedSize, data.length);
  const value = codec.decode(data);
  assert.deepEqual(Uint8Array.from(codec.encode(value)), data);
  return value;
}

test("the accounts on chain are read field by field", async () => {
  const security = await decoded(getSecurityCodec(), world.security);
  assert.equal(security.sponsor, world.sponsor.address);
  assert.equal(security.id, 7n);
  assert.equal(security.trancheCount, 2);
  assert.equal(security.minDistribution, ONE);
  assert.equal(security.vaults[0]?.mint, world.mint);
  assert.equal(security.vaults[0]?.address, await vaultAddress(world.security, world.mint));
  assert.equal(security.vaults[0]?.decimals, 6);

  const tranche = await decoded(getTrancheCodec(), world.senior);
  assert.deepEqual(
    [tranche.rank, tranche.kind, tranche.ratePpm, tranche.par, tranche.unit, tranche.decimals],
    [0, 0, 80_000, ONE, ONE, 6],
  );
  assert.equal(tranche.security, world.security);

  const waterfall = await decoded(getWaterfallCodec(), await waterfallAddress(world.security));
  assert.deepEqual(
    waterfall.tiers.slice(0, waterfall.tierCount).map(({ kind, rank }) => [kind, rank]),
    [
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 1],
    ],
  );

  const book = await decoded(getBookCodec(), world.seniorBook);
  assert.deepEqual(
    [book.minimum, book.cap, book.minTicket, book.opensAt, book.offerEnds, book.deadline],
    [100n * ONE, 10_000n * ONE, 10n * ONE, START, OFFER_ENDS, DEADLINE],
  );
  assert.deepEqual(
    [book.nextTicket, book.openTickets, book.live, book.committed],
    [2, 2, 290n * ONE, 290n * ONE],
  );
  assert.equal(book.assets[0]?.units, 290n * ONE);

  const { nonce } = second.data;
  const address = await ticketAddress({ book: world.seniorBook, owner: investor.address, nonce });
  const ticket = await decoded(getTicketCodec(), address);
  assert.deepEqual(
    [ticket.id, ticket.place, ticket.units, ticket.value, ticket.owner, ticket.committedTo],
    [1, 1, 40n * ONE, 40n * ONE, investor.address, 1],
  );
  assert.equal(ticket.depositedAt, START);

  const line = await bytes(book.line);
  assert.equal(BigInt(line.length), lineSize(book.lineCapacity));
  const header = getLineCodec().decode(line);
  assert.equal(header.book, world.seniorBook);
  assert.equal(header.capacity, 1000);
});

test("accounts that exist only after a payment are read field by field", async () => {
  await world.deposit(investor, 100n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  const at = await world.pay(30n * ONE);
  const distribution = await decoded(getDistributionCodec(), at);
  assert.deepEqual(
    [distribution.mode, distribution.gross, distribution.payer, distribution.number, distribution.source],
    [1, 30n * ONE, world.sponsor.address, 0, NOBODY],
  );
  assert.equal(
    await distributionAddress({
      security: world.security,
      payer: distribution.payer,
      nonce: distribution.nonce,
    }),
    at,
  );
  assert.equal(Buffer.from(distribution.note).toString("utf8").replaceAll("\0", ""), "rent");

  const holder = await decoded(getHolderCodec(), await holderAddress(world.senior, investor.address));
  assert.equal(holder.shares, 290n * ONE);
  const { data: tranche } = await world.readTranche();
  assert.equal(
    earningsOf({ holder, tranche, now: DEADLINE }).owed,
    30n * ONE - 1n,
    "the index keeps what it cannot divide",
  );
});

test("counts, series and rates are read field by field", async () => {
  const { sponsor, security, junior, mint, cluster } = world;
  const terms = { ownerLimit: 500n * ONE, offerEnds: 0n, deadline: DEADLINE + 9n * DAY };
  const limited = await openOffering(cluster, { sponsor, security, tranche: junior, terms });
  await world.deposit(investor, 120n * ONE, limited);
  const ownerTotal = await decoded(getOwnerTotalCodec(), await ownerTotalAddress(limited, investor.address));
  assert.deepEqual(
    [ownerTotal.book, ownerTotal.owner, ownerTotal.live],
    [limited, investor.address, 120n * ONE],
  );

  const expiresAt = DEADLINE + 200n * DAY;
  const tranche = await world.readTranche(junior);
  const created = await createSeries({ sponsor, tranche, terms: { strike: 3n * ONE, expiresAt } });
  const rate = await createRate({ sponsor, security, mint, dailyBps: 70 });
  const value = { numerator: 21n, denominator: 20n };
  const reported = await reportRate({ reporter: sponsor, security, mint, rate: value });
  await world.send([...created.instructions, ...rate.instructions, ...reported]);
  const series = await decoded(getWarrantSeriesCodec(), await seriesAddress(junior, 0));
  assert.deepEqual(
    [series.tranche, series.mint, series.strike, series.expiresAt],
    [junior, created.mint, 3n * ONE, expiresAt],
  );
  const said = await decoded(getReportedRateCodec(), await rateAddress(security, mint));
  assert.deepEqual([said.mint, said.dailyBps, said.rate], [mint, 70, value]);
  assert.deepEqual((await findRate(cluster, { security, mint }))?.data, said);
  assert.deepEqual(
    (await listSeries(cluster, junior)).map(({ data }) => data),
    [series],
  );
});
