import assert from "node:assert/strict";
import { test } from "node:test";
import { ATTESTATION_SERVICE, attestationAddress } from "@defi-ready/securities";
import { DEADLINE, setAccounts, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, getAddressEncoder, getProgramDerivedAddress } from "@solana/kit";
import { Terminal } from "./command-line.js";

const key = (address: Address) => Buffer.from(getAddressEncoder().encode(address));
const derive = async (...seeds: readonly (string | Buffer)[]) =>
  (await getProgramDerivedAddress({ programAddress: ATTESTATION_SERVICE, seeds: [...seeds] }))[0];
const credential = await derive("credential", "issuer");
const schema = await derive("schema", key(credential), "issuer", Buffer.of(1));
const world = await closeAfterTests(TestDeal.start({ qualifiers: [schema] }));
const { cluster, senior, security } = world;
const terminal = new Terminal(world);

/** A list of bytes as the service writes it. */
function list(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

test("what a schema's issuer attests is a credential once it is copied, by anybody", async () => {
  const [ann, { address: owner }] = await terminal.investor("ann");
  const attest = ["credential", "attest", schema];
  const refused = await terminal.as(ann, ...attest);
  assert.deepEqual([refused.code, refused.out], [1, ""]);
  assert.match(refused.err, /is no schema of the Solana Attestation Service on this cluster/);
  const names = [Buffer.from("investor"), Buffer.from("who may hold"), Buffer.of(0, 1), Buffer.from("names")];
  const body = Buffer.concat([Buffer.of(1), key(credential), ...names.map(list), Buffer.of(0, 1)]);
  await setAccounts(cluster, [[schema, ATTESTATION_SERVICE, body]]);
  const missing = await terminal.as(ann, ...attest);
  assert.match(missing.err, /AttestationMissing/);

  const until = Buffer.alloc(8);
  until.writeBigInt64LE(DEADLINE + 1_000n);
  const at = await attestationAddress(cluster, { schema, subject: owner });
  const attestation = Buffer.concat([
    Buffer.of(2),
    key(owner),
    key(credential),
    key(schema),
    list(Buffer.of(2, 0xf4, 0x02)),
    Buffer.alloc(32, 7),
    until,
    Buffer.alloc(32),
  ]);
  await setAccounts(cluster, [[at, ATTESTATION_SERVICE, attestation]]);
  assert.match(await terminal.ok(ann, ...attest), /^the credential of .* is what .* attests now$/m);
  const shown = await terminal.json(ann, "credential", "show", owner, "--security", security);
  const [one] = shown.credentials as Record<string, unknown>[];
  assert.deepEqual([one?.qualifier, one?.category, one?.jurisdiction, one?.valid], [schema, 2, 756, true]);
  assert.match(await terminal.ok(ann, "book", "deposit", world.seniorBook, "100"), /committed to offer 1/);
  assert.match(await terminal.ok(ann, "holder", "qualify", senior), /is valid until/);
});
