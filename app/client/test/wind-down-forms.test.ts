import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FORMS, PERSON_FORM } from "@defi-ready/securities";

// inputs: app/idl

type Type =
  | string
  | Readonly<{ array: readonly [Type, number] }>
  | Readonly<{ defined: Readonly<{ name: string }> }>;
type Idl = Readonly<{
  accounts: readonly Readonly<{ name: string; discriminator: readonly number[] }>[];
  types: readonly Readonly<{
    name: string;
    type: Readonly<{ fields: readonly Readonly<{ name: string; type: Type }>[] }>;
  }>[];
}>;

const idl = JSON.parse(readFileSync(new URL("../../idl/securities.json", import.meta.url), "utf8")) as Idl;
const SIZES: Readonly<Record<string, number>> = {
  ...{ u8: 1, bool: 1, u16: 2, u32: 4, u64: 8, i64: 8, u128: 16, pubkey: 32 },
};
/** In whose field the payer of the rent stands. */
const RENT_PAYERS = ["rent_payer", "payer", "attestor"];

const fieldsOf = (name: string) => idl.types.find((one) => one.name === name)?.type.fields ?? [];

function sizeOf(type: Type): number {
  if (typeof type === "string") {
    return SIZES[type] ?? Number.NaN;
  }
  return "array" in type
    ? sizeOf(type.array[0]) * type.array[1]
    : fieldsOf(type.defined.name).reduce((sum, one) => sum + sizeOf(one.type), 0);
}

/** Where the first of some fields of an account stands, its discriminator counted. */
function placeOf(account: string, names: readonly string[]): number | undefined {
  let at = 8;
  for (const { name, type } of fieldsOf(account)) {
    if (names.includes(name)) {
      return at;
    }
    at += sizeOf(type);
  }
  return undefined;
}

test("what closes with a deal says whose it is, and who paid its rent, where the program reads it", () => {
  for (const form of [...FORMS, PERSON_FORM]) {
    const account = idl.accounts.find(
      ({ discriminator }) => Buffer.compare(Buffer.from(discriminator), Buffer.from(form.kind)) === 0,
    );
    assert.ok(account !== undefined, form.name);
    assert.equal(
      form.parent,
      placeOf(account.name, form === PERSON_FORM ? ["tranche"] : ["security"]),
      form.name,
    );
    assert.equal(form.rentPayer, placeOf(account.name, RENT_PAYERS), form.name);
  }
  const names = [...FORMS, PERSON_FORM].map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, "each once, or it would be closed twice");
});
