import assert from "node:assert/strict";
import { test } from "node:test";
import {
  associatedTokenAddress,
  credentialAddress,
  findHolder,
  holderAddress,
  NOBODY,
  ownerFault,
  readHolder,
  requireOwner,
  type SeenAccount,
  shareAccountAddress,
  shareMintAddress,
  TOKEN_2022_PROGRAM,
  TOKEN_PROGRAM,
  tokenBalance,
  vaultAddress,
} from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { ONE, SOL, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import {
  type Address,
  address,
  generateKeyPairSigner,
  getProgramDerivedAddress,
  lamports,
} from "@solana/kit";
import { Terminal } from "./command-line.js";

const world = await closeAfterTests(TestDeal.start());
const terminal = new Terminal(world);
const { cluster, senior } = world;
const CLOCK = address("SysvarC1ock11111111111111111111111111111111");

const wallet = async () => (await generateKeyPairSigner()).address;
/** An address that no key belongs to. */
const derived = async (seed: string): Promise<Address> => {
  const [found] = await getProgramDerivedAddress({ programAddress: TOKEN_PROGRAM, seeds: [seed] });
  return found;
};

test("an address is told by itself, or by its account", async () => {
  const [someone, vault] = [await wallet(), await derived("vault")];
  const program = await wallet();
  const none = new Uint8Array();
  const account = (owner: Address, data: Uint8Array = none) => ({ program: owner, executable: false, data });
  const token = new Uint8Array(165);
  token.fill(7, 32, 64);
  const cases: [[owner: Address, account?: SeenAccount | null], RegExp | undefined][] = [
    [[someone], undefined],
    [[vault], undefined],
    [[someone, null], undefined],
    [[someone, account(NOBODY)], undefined],
    [[vault, account(NOBODY)], undefined],
    [[vault, account(program, token)], undefined],
    [[NOBODY], /^is the system program, nobody's address: name a wallet/],
    [[SECURITIES_PROGRAM_ADDRESS], /^is the securities program/],
    [[TOKEN_PROGRAM], /^is the token program/],
    [[TOKEN_2022_PROGRAM], /^is the Token-2022 program/],
    [[CLOCK], /^is an address of Solana's runtime/],
    [[vault, null], /^is not a wallet.*send it some SOL first/],
    [[someone, { ...account(program), executable: true }], /^is a program/],
    [
      [someone, account(TOKEN_PROGRAM, new Uint8Array(82))],
      /^is a mint, or another account of the token program/,
    ],
    [[someone, account(TOKEN_2022_PROGRAM, new Uint8Array(300))], /^is a mint, or another account/],
    [[vault, account(TOKEN_2022_PROGRAM, token)], /^is a token account of \w+: name its owner instead/],
    [[someone, account(SECURITIES_PROGRAM_ADDRESS)], /^is an account of the securities program/],
    [[someone, account(NOBODY, new Uint8Array(80))], /^is a nonce account/],
    [
      [vault, account(address("Stake11111111111111111111111111111111111111"))],
      /^is an account of Solana's runtime/,
    ],
    [
      [someone, account(program, token)],
      new RegExp(`^is an account of the program ${program}, not a wallet`),
    ],
  ];
  for (const [args, expected] of cases) {
    const [owner, account] = args;
    const fault = ownerFault({ owner, account });
    if (expected === undefined) {
      assert.equal(fault, undefined, String(args));
    } else {
      assert.match(fault ?? "", expected);
    }
  }
});

test("shares, records and credentials go to nobody who cannot own, and nothing is sent", async () => {
  const [key, ann] = await terminal.investor("ann");
  const [, bob] = await terminal.investor("bob");
  await world.deposit(ann, 100n * ONE);
  await world.deposit(bob, 100n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  const shares = async () => (await readHolder(cluster, { tranche: senior, owner: ann.address })).data.shares;
  const before = await shares();
  const cash = await world.wallet(bob.address);
  const mint = await shareMintAddress(senior);
  const nobodys: [string, RegExp][] = [
    [cash, new RegExp(`is a token account of ${bob.address}: name its owner instead`)],
    [
      await associatedTokenAddress({ owner: ann.address, mint: world.mint, tokenProgram: TOKEN_PROGRAM }),
      /is a token account of/,
    ],
    [await shareAccountAddress(ann.address, mint), /is a token account of/],
    [world.mint, /is a mint, or another account of the token program/],
    [mint, /is a mint, or another account of the token program/],
    [senior, /is a tranche of the securities program/],
    [world.security, /is a security of the securities program/],
    [world.seniorBook, /is a book of the securities program/],
    [await holderAddress(senior, ann.address), /is a holder of the securities program/],
    [await vaultAddress(world.security, world.mint), /is a token account of/],
    [await credentialAddress(ann.address, bob.address), /is not a wallet.*send it some SOL first/],
    [SECURITIES_PROGRAM_ADDRESS, /is the securities program/],
    [TOKEN_PROGRAM, /is the token program/],
    [NOBODY, /is the system program, nobody's address/],
    [CLOCK, /is an address of Solana's runtime/],
  ];
  const funds = (await cluster.rpc.getBalance(ann.address).send()).value;
  for (const [to, expected] of nobodys) {
    const refusals = [
      await terminal.as(key, "holder", "transfer", senior, to, "5"),
      await terminal.as(key, "holder", "open", senior, "--owner", to),
      await terminal.as(key, "credential", "issue", to, "--until", "2030-01-01"),
    ];
    for (const { code, out, err } of refusals) {
      assert.deepEqual([code, out], [1, ""], to);
      assert.match(err, expected);
    }
    assert.equal(await findHolder(cluster, { tranche: senior, owner: to as Address }), undefined);
  }
  const oneself = await terminal.as(key, "holder", "transfer", senior, ann.address, "5");
  assert.match(oneself.err, /the receiver is the owner itself/);
  assert.equal(await shares(), before);
  assert.equal((await cluster.rpc.getBalance(ann.address).send()).value, funds, "no fee was paid");

  await terminal.ok(key, "holder", "transfer", senior, bob.address, "5");
  assert.equal(await tokenBalance(cluster, await shareAccountAddress(bob.address, mint)), 5n * ONE);
});

test("a vault that no key belongs to may own once it is on the cluster", async () => {
  const vault = await derived("treasury");
  await assert.rejects(
    requireOwner(cluster, { owner: vault, what: "the receiver" }),
    /send it some SOL first/,
  );
  await cluster.rpc.requestAirdrop(vault, lamports(SOL)).send();
  await requireOwner(cluster, { owner: vault, what: "the receiver" });
});

test("amounts that are no amounts are refused with 2, and nothing is sent", async () => {
  const [key] = await terminal.investor("carol");
  for (const amount of ["1e6", "+5", "0666", "0x10", "", "1.0000001", "5_0", "0", "0.00", "NaN"]) {
    for (const command of [
      ["holder", "transfer", senior, world.sponsor.address, amount],
      ["distribution", "post", world.security, amount, "--from", "2025-01-01", "--to", "2025-02-01"],
      ["book", "deposit", world.juniorBook, amount],
      ["proceeds", "draw", world.security, amount],
      ["loss", "announce", world.security, amount, "--report", "report.txt"],
      ["book", "tip", world.juniorBook, amount === "1.0000001" ? "1.0000000001" : amount],
    ]) {
      const { code, out, err } = await terminal.as(key, ...command);
      assert.deepEqual([code, out], [2, ""], command.join(" "));
      assert.match(err, /is not an amount|has too many decimal places/, command.join(" "));
    }
  }
  for (const [number, command] of [
    ["-5", ["holder", "transfer", senior, world.sponsor.address]],
    ["007", ["book", "commit", world.juniorBook]],
    ["+7", ["distribution", "show", world.security]],
  ] as const) {
    assert.equal((await terminal.as(key, ...command, number)).code, 2, number);
  }
});
