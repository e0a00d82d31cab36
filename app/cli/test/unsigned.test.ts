import assert from "node:assert/strict";
import { test } from "node:test";
import {
  associatedTokenAddress,
  listDistributions,
  tokenBalance,
  type UnsignedTransaction,
} from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { ONE, TestDeal, writeHolders } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import {
  type Base64EncodedWireTransaction,
  getBase58Encoder,
  getBase64EncodedWireTransaction,
  getBase64Encoder,
  getCompiledTransactionMessageDecoder,
  getTransactionDecoder,
  type KeyPairSigner,
  partiallySignTransaction,
} from "@solana/kit";
import { Terminal } from "./command-line.js";

const world = await closeAfterTests(TestDeal.start());
const terminal = new Terminal(world);
// The vault's key is nowhere near the command line; another's is, and signs nothing.
const vault = await world.investor(1_000n * ONE);
const member = await world.investor(0n);
const [key] = await terminal.investor("bystander", 0n);

// Nothing is paid in before the first lock.
await writeHolders(world.cluster, { tranche: world.junior, count: 1, shares: ONE });

/** What the vault has of settlement money. */
const wealth = async () =>
  tokenBalance(
    world.cluster,
    await associatedTokenAddress({
      owner: vault.address,
      mint: world.mint,
      tokenProgram: world.tokenProgram,
    }),
  );

/** Signs a printed transaction elsewhere, and sends it. */
async function carryOut(base64: string, signers: readonly KeyPairSigner[]): Promise<void> {
  const decoded = getTransactionDecoder().decode(getBase64Encoder().encode(base64));
  assert.ok(Object.values(decoded.signatures).every((signature) => signature === null));
  const signed = await partiallySignTransaction(
    signers.map(({ keyPair }) => keyPair),
    decoded,
  );
  const wire: Base64EncodedWireTransaction = getBase64EncodedWireTransaction(signed);
  await world.cluster.rpc.sendTransaction(wire, { encoding: "base64" }).send();
}

const POST = (nonce: string) => [
  ...["distribution", "post", world.security, "5"],
  ...["--from", "2025-01-01", "--to", "2025-02-01", "--nonce", nonce],
];

test("a command prints its transaction unsigned, which is signed elsewhere and carried out once", async () => {
  const before = await wealth();
  const printed = await terminal.json(key, "--unsigned", vault.address, ...POST("7"));
  const { transaction, message, signers, feePayer, instructions } = printed.unsigned as UnsignedTransaction;
  assert.deepEqual([signers, feePayer], [[vault.address], vault.address]);
  assert.deepEqual(
    instructions.map(({ program }) => program),
    [SECURITIES_PROGRAM_ADDRESS],
  );
  assert.deepEqual(await listDistributions(world.cluster, world.security), [], "nothing was sent");

  // Both notations are of the same bytes, and the message is the transaction's.
  const bytes = getBase64Encoder().encode(transaction.base64);
  assert.deepEqual(getBase58Encoder().encode(transaction.base58), bytes);
  assert.deepEqual(getBase58Encoder().encode(message.base58), getBase64Encoder().encode(message.base64));
  assert.deepEqual(
    getTransactionDecoder().decode(bytes).messageBytes,
    getBase64Encoder().encode(message.base64),
  );
  const compiled = getCompiledTransactionMessageDecoder().decode(getBase64Encoder().encode(message.base64));
  assert.deepEqual([compiled.version, compiled.staticAccounts[0]], ["legacy", vault.address]);

  // Somebody posts another meanwhile, and the prepared one is as good as before.
  await world.pay(3n * ONE);
  await carryOut(transaction.base64, [vault]);
  const all = await listDistributions(world.cluster, world.security);
  assert.deepEqual(
    all.map(({ data }) => [data.number, data.gross, data.payer]),
    [
      [0, 3n * ONE, world.sponsor.address],
      [1, 5n * ONE, vault.address],
    ],
  );
  assert.equal(before - (await wealth()), 5n * ONE);
});

test("somebody else may pay the fee", async () => {
  const args = ["--unsigned", vault.address, "--fee-payer", member.address];
  const { unsigned } = (await terminal.json(key, ...args, ...POST("8"))) as { unsigned: UnsignedTransaction };
  assert.deepEqual(
    [unsigned.feePayer, [...unsigned.signers].sort()],
    [member.address, [member.address, vault.address].sort()],
  );
  await carryOut(unsigned.transaction.base64, [member, vault]);
  assert.equal((await listDistributions(world.cluster, world.security)).length, 3);
});

test("people read it too, and a command that sends several transactions says that it cannot", async () => {
  const words = await terminal.ok(key, "--unsigned", vault.address, ...POST("9"));
  assert.match(words, new RegExp(`^not sent: for ${vault.address} to sign and send\n`));
  assert.match(words, /message, base58 +[1-9A-HJ-NP-Za-km-z]+\n/);
  for (const [args, why] of [
    [["--unsigned", vault.address, "crank", "--once"], /sends its transactions itself/],
    [["--fee-payer", vault.address, ...POST("9")], /give --unsigned too/],
    [["--unsigned", "nobody", ...POST("9")], /An address is/],
  ] as const) {
    const { code, err } = await terminal.as(key, ...args);
    assert.deepEqual([code, why.test(err)], [2, true], err);
  }
});

test("every command that signs for a role prints the transaction it would send", async () => {
  const { security, seniorBook, senior } = world;
  const unsigned = (signer: string, ...args: readonly string[]) =>
    terminal.json(key, "--unsigned", signer, ...args);
  const sponsor = world.sponsor.address;
  const moment = "2030-01-01";
  for (const args of [
    ["proceeds", "draw", security, "1"],
    ["source", "register", security, "--note", "rents"],
    ["source", "collect", security, "0"],
    ["loss", "announce", security, "1", "--report", terminal.file("report.txt", "a report")],
    ["pool", "report", security, "1"],
    ["mode", "set", security, "accelerate"],
    ["role", "propose", security, "reporter", vault.address],
    ["credential", "issue", vault.address, "--until", moment],
    ["book", "lock", seniorBook],
    ["book", "deposit", seniorBook, "10"],
    ["book", "grow", seniorBook, "2000"],
    ["book", "tip", seniorBook, "0.01"],
    ["holder", "open", senior],
  ]) {
    if (args[1] === "collect") {
      await terminal.ok(await terminal.sponsor(), "source", "register", security, "--note", "royalties");
    }
    const printed = await unsigned(sponsor, ...args);
    const { signers, instructions } = printed.unsigned as UnsignedTransaction;
    assert.ok(signers.includes(world.sponsor.address), args.join(" "));
    assert.ok(instructions.length > 0, args.join(" "));
  }
});
