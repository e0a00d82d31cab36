import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ATTESTATION_SERVICE,
  attestationAddress,
  attestedUntil,
  findCredential,
  findProtocol,
  openHolder,
  protocolAddress,
  qualifyHolder,
  readHolder,
} from "@defi-ready/securities";
import { getProtocolEncoder, SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import { DAY, ONE, START, setAccounts, TestDeal, writeProtocol } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, getAddressEncoder, getProgramDerivedAddress } from "@solana/kit";

const key = (address: Address) => Buffer.from(getAddressEncoder().encode(address));
const derive = async (...seeds: readonly (string | Buffer)[]) =>
  (await getProgramDerivedAddress({ programAddress: ATTESTATION_SERVICE, seeds: [...seeds] }))[0];
const credential = await derive("credential", "issuer");
const schema = await derive("schema", key(credential), "issuer", Buffer.of(1));
const deal = await closeAfterTests(
  TestDeal.start({ qualifiers: [schema], protocols: { days: 7, category: null, country: 756 } }),
);
const { cluster, security, senior, sponsor } = deal;
const ann = await deal.investor();

function list(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** An attestation of Ann as the service has it. */
function attestation(until: bigint): Buffer {
  const at = Buffer.alloc(8);
  at.writeBigInt64LE(until);
  const values = list(Buffer.of(2, 0xf4, 0x02));
  const head = [Buffer.of(2), key(ann.address), key(credential), key(schema), values];
  return Buffer.concat([...head, Buffer.alloc(32, 7), at, Buffer.alloc(32)]);
}

const attest = async (data: Buffer, owner: Address = ATTESTATION_SERVICE) => {
  const at = await attestationAddress(cluster, { schema, subject: ann.address });
  await setAccounts(cluster, [[at, owner, data]]);
};

const pass = async (more: Partial<Parameters<typeof crank>[1]> = {}) => {
  const report = await crank(cluster, { payer: sponsor, securities: [security], credentials: true, ...more });
  assert.deepEqual(report.skipped, []);
  return report.credentials;
};
const valid = async () => (await findCredential(cluster, { qualifier: schema, subject: ann.address }))?.data;
const recorded = async (owner: Address) =>
  (await readHolder(cluster, { tranche: senior, owner })).data.credentialUntil;

test("attestations are copied and taken over in records, renewed and revoked, if the bot is asked", async () => {
  const names = [Buffer.from("investor"), Buffer.from("who may hold"), Buffer.of(0, 1), Buffer.from("names")];
  const body = Buffer.concat([Buffer.of(1), key(credential), ...names.map(list), Buffer.of(0, 1)]);
  await setAccounts(cluster, [[schema, ATTESTATION_SERVICE, body]]);
  await deal.deposit(ann, 100n * ONE);
  assert.equal(await pass(), 0, "nothing is attested");
  const until = START + 50n * DAY;
  await attest(attestation(until));
  assert.equal(attestedUntil(attestation(until)), until);
  assert.equal(attestedUntil(attestation(0n)), 2n ** 63n - 1n, "it does not expire");
  assert.equal(attestedUntil(attestation(until).subarray(0, 120)), undefined);
  assert.equal(attestedUntil(Buffer.from(body)), undefined);

  const unasked = await crank(cluster, { payer: sponsor, securities: [security] });
  assert.equal(unasked.credentials, 0);
  assert.equal(await pass({ rents: false }), 0, "the rent of a new one does not come back");
  assert.equal(await pass({ dryRun: true }), 1);
  assert.equal(await valid(), undefined);
  assert.equal(await pass(), 1);
  assert.equal((await valid())?.expiresAt, until);
  assert.equal(await pass(), 0, "it is what is attested");

  await deal.send(
    await openHolder({
      payer: ann,
      owner: ann.address,
      security: await deal.readSecurity(),
      tranche: senior,
    }),
    ann,
  );
  await deal.send(await qualifyHolder({ security, tranche: senior, owner: ann, qualifier: schema }), ann);
  assert.equal(await recorded(ann.address), until);
  await attest(attestation(until + DAY));
  assert.equal(await pass({ rents: false }), 2, "the credential and the record");
  assert.equal(await recorded(ann.address), until + DAY);
  // The issuer closes it.
  await attest(Buffer.alloc(0), "11111111111111111111111111111111" as Address);
  assert.equal(await pass(), 2);
  assert.equal((await valid())?.expiresAt, 0n);
  assert.equal(await recorded(ann.address), 0n);
  assert.equal(await pass(), 0);
});

test("a suspension is taken over in the record of the protocol", async () => {
  const pool = await writeProtocol(cluster, { security, name: "pool", validFrom: START });
  const found = await findProtocol(cluster, { security, address: pool });
  assert.ok(found !== undefined);
  await deal.send(
    await openHolder({ payer: sponsor, owner: pool, security: await deal.readSecurity(), tranche: senior }),
  );
  await deal.send(await qualifyHolder({ security, tranche: senior, owner: pool, qualifier: security }));
  assert.equal(await recorded(pool), found.data.expiresAt);
  assert.equal(await pass(), 0);
  const suspended = getProtocolEncoder().encode({ ...found.data, state: 3 });
  const at = await protocolAddress(security, pool);
  await setAccounts(cluster, [[at, SECURITIES_PROGRAM_ADDRESS, new Uint8Array(suspended)]]);
  assert.equal(await pass(), 1);
  assert.equal(await recorded(pool), 0n);
});
