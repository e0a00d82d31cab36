import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { TransactionOnChain } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { type Address, getAddressDecoder, getBase58Decoder } from "@solana/kit";
import { type Rows, rowsOf } from "../src/follow/rows.js";

type Type =
  | string
  | Readonly<{ array: readonly [Type, number] }>
  | Readonly<{ vec: Type }>
  | Readonly<{ option: Type }>
  | Readonly<{ defined: Readonly<{ name: string }> }>;
type Field = Readonly<{ name: string; type: Type }>;
type Variant = Readonly<{ name: string; fields?: readonly Field[] }>;
type Defined = Readonly<{
  name: string;
  type: Readonly<{ kind: string; fields?: readonly Field[]; variants?: readonly Variant[] }>;
}>;
type Idl = Readonly<{
  events: readonly Readonly<{ name: string; discriminator: readonly number[] }>[];
  types: readonly Defined[];
}>;

const idl = JSON.parse(
  readFileSync(new URL("../../../app/idl/securities.json", import.meta.url), "utf8"),
) as Idl;

/** What no event says of people: accounts of the program, mints, vaults, and token programs. */
const THINGS = [
  "book",
  "conversion",
  "disclosure",
  "draft",
  "distribution",
  "holder",
  "into",
  "loss",
  "mint",
  "owed",
  "reference",
  "resolution",
  "security",
  "series",
  "settlement_mint",
  "source",
  "target",
  "token_program",
  "tranche",
  "vault",
  "wrapper",
];
/** Events of money that left for a holder or came back, and what they are called among the payments. */
const PAYMENTS: Readonly<Record<string, string>> = {
  Claimed: "claimed",
  EscheatRestored: "restored",
  Escheated: "escheated",
  HoldersPaid: "paid",
};
/** The one event without a number: it is only logged, and read from the call that it is of. */
const UNNUMBERED = "SharesMoved";
/** The most of each kind of number, so that none is cut. */
const SIZES: Readonly<Record<string, number>> = { u8: 1, bool: 1, u16: 2, u32: 4, i64: 8, u64: 8, u128: 16 };

/** An event with the largest numbers, and an address of its own in every field that has one. */
class Filled {
  readonly addresses = new Map<string, Address[]>();
  #count = 0;

  bytes(fields: readonly Field[]): Buffer {
    return Buffer.concat(fields.map(({ name, type }) => this.#write(type, name)));
  }

  #write(type: Type, name: string): Buffer {
    if (type === "pubkey") {
      this.#count += 1;
      const bytes = Buffer.alloc(32, this.#count);
      this.addresses.set(name, [...(this.addresses.get(name) ?? []), getAddressDecoder().decode(bytes)]);
      return bytes;
    }
    if (type === "string") {
      return Buffer.concat([Buffer.of(4, 0, 0, 0), Buffer.from("text")]);
    }
    if (typeof type === "string") {
      const size = SIZES[type];
      assert.ok(size !== undefined, `${name}: ${type} is not known here`);
      return type === "bool" ? Buffer.of(1) : Buffer.alloc(size, 0xff);
    }
    if ("array" in type) {
      const [of, length] = type.array;
      return Buffer.concat(Array.from({ length }, () => this.#write(of, name)));
    }
    if ("vec" in type) {
      return Buffer.concat([Buffer.of(2, 0, 0, 0), this.#write(type.vec, name), this.#write(type.vec, name)]);
    }
    if ("option" in type) {
      return Buffer.concat([Buffer.of(1), this.#write(type.option, name)]);
    }
    const { kind, fields, variants = [] } = typeOf(type.defined.name);
    if (kind !== "enum") {
      return this.bytes(fields ?? []);
    }
    // Of the variants one that names somebody, if there is one.
    const named = variants.findIndex((one) => one.fields?.some((field) => field.type === "pubkey") === true);
    const chosen = Math.max(named, 0);
    return Buffer.concat([Buffer.of(chosen), this.bytes(variants[chosen]?.fields ?? [])]);
  }
}

function typeOf(name: string): Defined["type"] {
  const found = idl.types.find((one) => one.name === name);
  assert.ok(found !== undefined);
  return found.type;
}

/** The rows of a transaction in which the program calls itself with an event. */
async function rows(data: Buffer): Promise<Rows> {
  const transaction: TransactionOnChain = {
    transaction: { message: { accountKeys: [SECURITIES_PROGRAM_ADDRESS] } },
    meta: {
      err: null,
      innerInstructions: [
        {
          instructions: [
            { programIdIndex: 0, accounts: [0], data: getBase58Decoder().decode(Uint8Array.from(data)) },
          ],
        },
      ],
    },
  };
  return await rowsOf({ signature: "s", slot: 1n, place: 0n, time: 0n }, transaction);
}

test("every event of the program goes into its tables, and every amount in full", async () => {
  assert.ok(idl.events.length > 60);
  for (const { name, discriminator } of idl.events.filter((one) => one.name !== UNNUMBERED)) {
    const filled = new Filled();
    const { fields = [] } = typeOf(name);
    const body = filled.bytes(fields);
    const tag = Buffer.from("e445a52e51cb9a1d", "hex");
    const { events, mentions, payments } = await rows(Buffer.concat([tag, Buffer.from(discriminator), body]));
    const [event] = events;
    assert.ok(event !== undefined && events.length === 1, name);
    const of = (field: string) => filled.addresses.get(field)?.[0] ?? null;
    assert.deepEqual(
      [event.name, event.stream, event.sequence, event.security],
      [name, of(fields[0]?.name ?? ""), 2n ** 64n - 1n, of("security")],
    );
    assert.ok(["security", "book", "reference"].includes(fields[0]?.name ?? ""), name);
    // Whoever it names can be looked for.
    const people = [...filled.addresses].flatMap(([field, all]) => (THINGS.includes(field) ? [] : all));
    assert.deepEqual(mentions.map(({ address }) => address).sort(), people.sort(), name);
    // Each number of 64 bits is there in full.
    const numbers = fields.filter(({ type }) => type === "u64").length;
    assert.ok((event.data.match(/"18446744073709551615"/g) ?? []).length >= numbers, name);
    assert.doesNotMatch(event.data, /\d(\.\d+)?e\+?\d|184467440737095\d+(?!\d*")/, name);
    assert.deepEqual(
      [...new Set(payments.map(({ kind }) => kind))],
      PAYMENTS[name] === undefined ? [] : [PAYMENTS[name]],
      name,
    );
    for (const { owner, amount } of payments) {
      assert.ok(filled.addresses.get("owner")?.includes(owner as Address));
      assert.equal(amount, "18446744073709551615");
    }
  }
});
