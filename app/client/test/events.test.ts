import assert from "node:assert/strict";
import { test } from "node:test";
import { eventsIn, holderAddress, type TransactionOnChain } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { type Address, getAddressDecoder, getAddressEncoder, getBase58Decoder } from "@solana/kit";

const key = (byte: number): Address => getAddressDecoder().decode(new Uint8Array(32).fill(byte));
const bytes = (address: Address) => Buffer.from(getAddressEncoder().encode(address));
const TOKEN_2022 = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb" as Address;
const [TRANCHE, FROM, TO, LIAR] = [key(1), key(2), key(3), key(4)];
const [FROM_RECORD, TO_RECORD] = [await holderAddress(TRANCHE, FROM), await holderAddress(TRANCHE, TO)];
/** What a call with an event, a call of a hook, and the event that shares moved begin with. */
const [EVENT_TAG, HOOK_TAG, MOVED] = ["e445a52e51cb9a1d", "692565c54bfb661a", "3ccea3ab2bfc2269"];

function amount(value: bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(value);
  return buffer;
}

/** A transaction in which the token program calls the hook for 5 shares; owners as the balances at its ends tell them. */
function transfer(
  owners: Readonly<{ from?: Address; to?: Address }>,
  logMessages: readonly string[] = [],
  err: unknown = null,
  named: readonly Address[] = [],
  { shares = 5n, records = [FROM_RECORD, TO_RECORD] as readonly Address[] } = {},
): TransactionOnChain {
  const data = getBase58Decoder().decode(Buffer.concat([Buffer.from(HOOK_TAG, "hex"), amount(shares)]));
  const balance = (accountIndex: number, owner: Address | undefined) =>
    owner === undefined ? [] : [{ accountIndex, owner }];
  return {
    transaction: {
      message: {
        accountKeys: [
          key(10),
          key(11),
          key(12),
          key(13),
          key(14),
          TRANCHE,
          ...records,
          SECURITIES_PROGRAM_ADDRESS,
          ...named,
        ],
      },
    },
    meta: {
      err,
      innerInstructions: [
        { instructions: [{ programIdIndex: 8, accounts: [0, 1, 2, 3, 4, 5, 6, 7], data }] },
      ],
      preTokenBalances: balance(0, owners.from),
      postTokenBalances: balance(2, owners.to),
      logMessages,
    },
  };
}

/** The line by which a program logs that shares moved. */
function moved(from: Address, to: Address): string {
  const start = Buffer.from(MOVED, "hex");
  const event = Buffer.concat([start, bytes(TRANCHE), bytes(from), bytes(to), amount(5n)]);
  return `Program data: ${event.toString("base64")}`;
}

const MOVE = { name: "SharesMoved", data: { tranche: TRANCHE, from: FROM, to: TO, amount: 5n } };

test("shares that moved are told by the owners of their accounts", async () => {
  assert.deepEqual(await eventsIn(transfer({ from: FROM, to: TO })), [MOVE]);
  const own = transfer({}, [], null, [], { records: [FROM_RECORD, FROM_RECORD] });
  assert.deepEqual(await eventsIn(own), []);
  assert.deepEqual(
    await eventsIn(transfer({ from: FROM, to: TO }, [], { InstructionError: [0, "Custom"] })),
    [],
  );
});

test("an account that lived for one transaction is known by a log that fits its record, and by no other", async () => {
  const logs = [moved(LIAR, TO), `Program log: ${moved(LIAR, TO)}`, moved(FROM, TO), moved(LIAR, LIAR)];
  assert.deepEqual(await eventsIn(transfer({ to: TO }, logs)), [MOVE]);
  await assert.rejects(eventsIn(transfer({ to: TO }, [moved(LIAR, TO)])), /cannot be told/);
});

test("an account that lived for one transaction is known by its owner among the accounts where the log is cut", async () => {
  assert.deepEqual(await eventsIn(transfer({}, ["Log truncated"], null, [LIAR, TO, FROM])), [MOVE]);
  await assert.rejects(eventsIn(transfer({}, ["Log truncated"], null, [LIAR, TO])), /cannot be told/);
});

test("logs that anyone may write do not stop whoever reads", async () => {
  const short = Buffer.from(`${MOVED}01`, "hex").toString("base64");
  const logs = [
    "Program data: AAAA BBBB",
    `Program data: ${short}`,
    "Program data: ",
    "Program data: ====",
    "Program data: %",
  ];
  assert.deepEqual(await eventsIn(transfer({ to: TO }, logs, null, [FROM])), [MOVE]);
  assert.deepEqual(await eventsIn(transfer({ to: TO }, [...logs, moved(FROM, TO)])), [MOVE]);
  await assert.rejects(eventsIn(transfer({ to: TO }, logs)), /cannot be told/);
});

test("no shares of nobody who can be told are no event", async () => {
  assert.deepEqual(await eventsIn(transfer({ to: TO }, [], null, [], { shares: 0n })), []);
});

test("an account that was closed and opened anew belongs to whoever its record is of", async () => {
  const told = transfer({ from: FROM, to: TO });
  const remade = {
    ...told,
    meta: told.meta && {
      ...told.meta,
      preTokenBalances: [0, 2].map((accountIndex) => ({ accountIndex, owner: FROM })),
    },
  };
  assert.deepEqual(await eventsIn(remade), [MOVE]);
  await assert.rejects(eventsIn(transfer({ from: LIAR, to: TO })), /cannot be told/);
});

test("an event that this code does not know stops whoever reads, and calls of other programs are none of ours", async () => {
  const unknown = Buffer.concat([Buffer.from(EVENT_TAG, "hex"), Buffer.alloc(8, 255), Buffer.alloc(40)]);
  const call = (program: Address): TransactionOnChain => ({
    transaction: { message: { accountKeys: [key(9), program] } },
    meta: {
      err: null,
      innerInstructions: [
        { instructions: [{ programIdIndex: 1, accounts: [0], data: getBase58Decoder().decode(unknown) }] },
      ],
    },
  });
  await assert.rejects(eventsIn(call(SECURITIES_PROGRAM_ADDRESS)), /update this package/);
  assert.deepEqual(await eventsIn(call(TOKEN_2022)), []);
});
