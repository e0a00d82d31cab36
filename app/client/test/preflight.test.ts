import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bitsOf,
  type Cluster,
  clusterTime,
  freeShares,
  issueCredential,
  preflightTransfer,
  qualifyHolder,
  readHolder,
  setCredential,
  TransactionFailure,
  transferShares,
  wrapShares,
} from "@defi-ready/securities";
import { DAY, DEADLINE, ONE, START, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";

const GERMANY = 276;
const NORTH_KOREA = 408;
/** Categories of investors. */
const [OFFSHORE, ONSHORE, OTHER] = [1, 2, 3] as const;
/** From when owners offshore may sell onshore. */
const LATER = START + 100n * DAY;

/** What a preflight says: that it passes, or the name of the refusal. */
async function told(cluster: Cluster, options: Parameters<typeof preflightTransfer>[1]): Promise<string> {
  const found = await preflightTransfer(cluster, options);
  return found.ok ? "passes" : (found.name ?? found.message);
}

/** How a transaction ends: the same words. */
async function ended(sending: Promise<unknown>): Promise<string> {
  try {
    await sending;
    return "passes";
  } catch (error) {
    assert.ok(error instanceof TransactionFailure, String(error));
    return error.details.errorName ?? error.message;
  }
}

test("what is told before a transfer is how it ends: credentials, categories, countries, records that are missing", async () => {
  const qualifier = await generateKeyPairSigner();
  const moves = new Uint8Array(8);
  moves[OFFSHORE] = bitsOf([OFFSHORE]);
  moves[ONSHORE] = bitsOf([ONSHORE]);
  const later = new Uint8Array(8);
  later[OFFSHORE] = bitsOf([ONSHORE]);
  const world = await closeAfterTests(
    TestDeal.start({
      qualifiers: [qualifier.address],
      transfers: [
        {
          moves: { always: moves, later, laterFrom: LATER },
          refusedCountries: [NORTH_KOREA],
          senderQualified: true,
        },
      ],
    }),
  );
  const { cluster, senior, seniorBook } = world;
  await world.fund(qualifier.address, 10n * 1_000_000_000n);
  const until = START + 300n * DAY;
  const admit = async (category: number, jurisdiction: number): Promise<KeyPairSigner> => {
    const owner = await world.investor(1_000n * ONE);
    const terms = { expiresAt: until, category, jurisdiction };
    await world.send(await issueCredential({ qualifier, subject: owner.address, terms }), qualifier);
    return owner;
  };
  const seller = await admit(OFFSHORE, GERMANY);
  await world.deposit(seller, 200n * ONE);
  await world.moveTo(DEADLINE);
  await world.lock(seniorBook);
  await world.settle();
  const security = await world.readSecurity();
  const owners: readonly (readonly [string, Address, string])[] = [
    ["of the same category", (await admit(OFFSHORE, GERMANY)).address, "passes"],
    ["onshore, too early", (await admit(ONSHORE, GERMANY)).address, "CategoryTooEarly"],
    ["of a category that matches nothing", (await admit(OTHER, GERMANY)).address, "CategoryRefused"],
    ["of a refused country", (await admit(OFFSHORE, NORTH_KOREA)).address, "CountryRefused"],
    ["of a country that is not stated", (await admit(OFFSHORE, 0)).address, "CountryRefused"],
    ["without a credential", (await world.investor()).address, "NotQualified"],
  ];
  const compare = async (what: string, to: Address, amount: bigint, expected: string) => {
    const tranche = await world.readTranche(senior);
    const options = { security, tranche, amount };
    assert.equal(await told(cluster, { ...options, from: seller.address, to }), expected, what);
    const transfer = await transferShares({ cluster, owner: seller, ...options, to });
    assert.equal(await ended(world.send(transfer, seller)), expected, what);
  };
  const record = await readHolder(cluster, { tranche: senior, owner: seller.address });
  const ids = {
    security: security.address,
    tranche: senior,
    owner: seller.address,
    qualifier: qualifier.address,
  };
  await world.send(await qualifyHolder(ids));
  assert.equal(record.data.shares, 200n * ONE);
  for (const [what, to, expected] of owners) {
    await compare(what, to, ONE, expected);
  }
  const [, onshore] = owners;
  await world.moveTo(LATER);
  await compare("onshore, from then on", onshore?.[1] as Address, ONE, "passes");
  // The token program counts before it asks the hook.
  const more = {
    security,
    tranche: await world.readTranche(senior),
    from: seller.address,
    amount: 200n * ONE,
  };
  assert.equal(await told(cluster, { ...more, to: onshore?.[1] as Address }), "SharesShort");

  // The sender's credential is revoked, and the record knows.
  const revoked = { expiresAt: 0n, category: OFFSHORE, jurisdiction: GERMANY };
  await world.send(await setCredential({ qualifier, subject: seller.address, terms: revoked }), qualifier);
  await world.send(await qualifyHolder(ids));
  await compare("of a sender without a credential", owners[0]?.[1] as Address, ONE, "NotQualified");
  const stranger = await world.investor();
  const tranche = await world.readTranche(senior);
  assert.equal(
    await told(cluster, { security, tranche, from: stranger.address, to: seller.address, amount: ONE }),
    "HolderMissing",
  );
});

test("what a record can send by its locks, day by day, is what the program lets it send, and wrap", async () => {
  const world = await closeAfterTests(
    TestDeal.start({ wrapped: [0], terms: { cliffDays: 5, vestingDays: 7 } }),
  );
  const { cluster, senior, seniorBook } = world;
  const owner = await world.investor(1_000n * ONE);
  const { address: to } = await world.investor();
  await world.deposit(owner, 100n * ONE + 1n);
  await world.moveTo(DEADLINE);
  await world.lock(seniorBook);
  await world.settle();
  const security = await world.readSecurity();
  const seen: bigint[] = [];
  for (let day = 0n; day <= 13n; day += 1n) {
    await world.moveTo(DEADLINE + day * DAY + 1n);
    const [tranche, now] = [await world.readTranche(senior), await clusterTime(cluster)];
    const holder = (await readHolder(cluster, { tranche: senior, owner: owner.address })).data;
    const { free } = freeShares({ tranche: tranche.data, holder, now });
    seen.push(free);
    for (const receiver of [to, "wrapper"] as const) {
      const ask = (amount: bigint) =>
        told(cluster, { security, tranche, from: owner.address, to: receiver, amount });
      assert.equal(free === 0n ? "passes" : await ask(free), "passes", `day ${day}, ${receiver}`);
      assert.equal(
        await ask(free + 1n),
        free === holder.shares ? "SharesShort" : "SharesLocked",
        `day ${day}, ${receiver}`,
      );
    }
  }
  assert.deepEqual([seen[0], seen[5], seen[12], seen[13]], [0n, 0n, 100n * ONE + 1n, 100n * ONE + 1n]);
  assert.equal(seen[6], (100n * ONE + 1n) / 7n);

  // On the last day of its lock a wrap of what is free passes, and one more is refused, as was told.
  const tranche = await world.readTranche(senior);
  const wrap = await wrapShares({ cluster, owner, security, tranche, amount: 100n * ONE + 1n });
  assert.equal(await ended(world.send(wrap, owner)), "passes");
});
