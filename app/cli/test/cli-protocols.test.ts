import assert from "node:assert/strict";
import { test } from "node:test";
import { openHolder, readHolder } from "@defi-ready/securities";
import { DAY, POOLS, SOL, START, TestDeal, writeProtocol } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner, getProgramDerivedAddress, lamports } from "@solana/kit";
import { Terminal } from "./command-line.js";

const signer = await generateKeyPairSigner(true);
const protocols = { days: 7, category: 3, country: 756 };
const world = await closeAfterTests(TestDeal.start({ qualifiers: [signer.address], protocols }));
const { security, senior, cluster } = world;
const terminal = new Terminal(world);
const qualifier = await terminal.keyFile("qualifier", signer);
await cluster.rpc.requestAirdrop(signer.address, lamports(SOL)).send();

const VALID_FROM = START + 7n * DAY;
const registered = (name: string) => writeProtocol(cluster, { security, name, validFrom: VALID_FROM });

const refused = async (expected: RegExp, key: string, ...args: readonly string[]) => {
  const run = await terminal.as(key, ...args);
  assert.deepEqual([run.code, run.out], [1, ""], args.join(" "));
  assert.match(run.err, expected);
};

test("a registration is shown, vetoed, suspended and lifted, and its record follows", async () => {
  const [ann] = await terminal.investor("ann");
  const sponsor = await terminal.sponsor();
  const list = ["credential", "protocols", security];
  assert.match(
    await terminal.ok(ann, "show", security),
    /Protocols +may register, and are valid 7 days later/,
  );
  assert.match(
    await terminal.ok(ann, ...list),
    /^a protocol that registers is valid 7 days later, unless it is vetoed; it counts as category 3 and CH \(756\)$/m,
  );
  const [pool, pond] = [await registered("pool"), await registered("pond")];
  assert.match(await terminal.ok(ann, ...list), new RegExp(`${pool} +${POOLS} +new, valid from 2025-`));

  await refused(/NotDecider/, ann, "credential", "veto", security, pool);
  await refused(/NotDecider/, sponsor, "credential", "suspend", security, pool);
  await refused(/ProtocolNotValid/, qualifier, "credential", "suspend", security, pool);
  await refused(/has not registered with/, qualifier, "credential", "veto", security, signer.address);
  assert.match(
    await terminal.ok(sponsor, "credential", "veto", security, pond),
    /^the registration of .* is vetoed$/m,
  );
  await refused(/ProtocolNotNew/, qualifier, "credential", "veto", security, pond);

  const open = await openHolder({
    payer: world.sponsor,
    owner: pool,
    security: await world.readSecurity(),
    tranche: senior,
  });
  await world.send(open, world.sponsor);
  const qualify = ["holder", "qualify", senior, "--owner", pool];
  await refused(/has no credential of the security's qualifiers/, ann, ...qualify);
  await world.moveTo(VALID_FROM);
  assert.match(await terminal.ok(ann, ...qualify), /^the registration of .* is valid until 2026-/m);
  const record = async () => (await readHolder(cluster, { tranche: senior, owner: pool })).data;
  assert.deepEqual(
    [(await record()).qualifierPlace, (await record()).category, (await record()).jurisdiction],
    [5, 3, 756],
  );
  await terminal.ok(qualifier, "credential", "suspend", security, pool);
  assert.equal((await record()).credentialUntil, 0n);
  const { protocols: shown } = await terminal.json(ann, ...list);
  assert.deepEqual(
    (shown as Record<string, unknown>[])
      .map(({ address, state, decidedBy }) => [address, state, decidedBy])
      .sort(),
    [
      [pool, "suspended", signer.address],
      [pond, "vetoed", world.sponsor.address],
    ].sort(),
  );
  assert.match(
    await terminal.ok(ann, ...qualify, "--qualifier", security),
    /^the registration of .* is not valid$/m,
  );
  await terminal.ok(qualifier, "credential", "lift", security, pool);
  assert.equal((await record()).credentialUntil, VALID_FROM + 365n * DAY);
});

test("a key does not register, and a multisig's vault is given the transaction", async () => {
  const seeds = ["--program", POOLS, "--seeds", `multisig,${security},0x00,0xff`];
  const call = ["credential", "register", security, ...seeds];
  await refused(/has a key: ask a qualifier for a credential/, qualifier, ...call);
  const [vault] = await getProgramDerivedAddress({ programAddress: POOLS, seeds: ["vault"] });
  const { unsigned } = await terminal.json(
    qualifier,
    ...call,
    "--unsigned",
    vault,
    "--fee-payer",
    signer.address,
  );
  assert.ok(unsigned);
});
