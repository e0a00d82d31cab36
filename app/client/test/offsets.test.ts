import assert from "node:assert/strict";
import { test } from "node:test";
import { getAddressDecoder } from "@solana/kit";
import {
  ACCOUNT_KINDS,
  BOOK,
  CREDENTIAL,
  DISCLOSURE,
  DISTRIBUTION,
  HOLDER,
  OFFSET,
  OWED_REFUND,
  PROTOCOL,
  ROLE_TRANSFER,
  SECURITY,
  SERIES,
  SOURCE,
  TICKET,
} from "../src/account-kinds.js";
import { CONVERSION } from "../src/conversions/kinds.js";
import { LOSS } from "../src/losses.js";
import { MEASURE } from "../src/measures/kinds.js";
import { BALLOT, DRAFT, RESOLUTION } from "../src/resolutions/kinds.js";

/** Which field of which account each list is made by. */
const FIELDS: Readonly<Record<keyof typeof OFFSET, readonly [kind: { decoder: unknown }, field: string]>> = {
  securitySponsor: [SECURITY, "sponsor"],
  bookTranche: [BOOK, "tranche"],
  ticketId: [TICKET, "id"],
  ticketBook: [TICKET, "book"],
  ticketOwner: [TICKET, "owner"],
  holderTranche: [HOLDER, "tranche"],
  holderOwner: [HOLDER, "owner"],
  distributionNumber: [DISTRIBUTION, "number"],
  distributionSecurity: [DISTRIBUTION, "security"],
  sourceSecurity: [SOURCE, "security"],
  lossSecurity: [LOSS, "security"],
  roleTransferRole: [ROLE_TRANSFER, "role"],
  roleTransferSecurity: [ROLE_TRANSFER, "security"],
  roleTransferTo: [ROLE_TRANSFER, "to"],
  seriesTranche: [SERIES, "tranche"],
  credentialSubject: [CREDENTIAL, "subject"],
  protocolSecurity: [PROTOCOL, "security"],
  owedRefundOwner: [OWED_REFUND, "owner"],
  disclosureSecurity: [DISCLOSURE, "security"],
  resolutionSecurity: [RESOLUTION, "security"],
  ballotResolution: [BALLOT, "resolution"],
  conversionSecurity: [CONVERSION, "security"],
  conversionTranche: [CONVERSION, "tranche"],
  conversionInto: [CONVERSION, "into"],
  measureSecurity: [MEASURE, "security"],
  measureHolder: [MEASURE, "holder"],
  draftSecurity: [DRAFT, "security"],
};
const MARK = new Uint8Array(32).fill(7);
const MARKED = getAddressDecoder().decode(MARK);
/** Fields of a single byte. */
const BYTES: readonly string[] = ["roleTransferRole"];

test("lists look for accounts where the generated codecs read the field", () => {
  for (const [name, [kind, field]] of Object.entries(FIELDS)) {
    const { decoder } = kind as { decoder: { fixedSize: number; decode(bytes: Uint8Array): object } };
    const bytes = new Uint8Array(decoder.fixedSize);
    const isByte = BYTES.includes(name);
    const mark = isByte ? MARK.subarray(0, 1) : MARK;
    bytes.set(mark, OFFSET[name as keyof typeof OFFSET]);
    const read = (decoder.decode(bytes) as Record<string, unknown>)[field];
    assert.ok(read === (isByte ? 7 : MARKED) || read === 0x07070707, `${name}: ${read}`);
    // One byte earlier or later would be another field, or a part of one.
    for (const off of [-1, 1]) {
      const other = new Uint8Array(decoder.fixedSize);
      other.set(mark, OFFSET[name as keyof typeof OFFSET] + off);
      const shifted = (decoder.decode(other) as Record<string, unknown>)[field];
      assert.ok((typeof read === "number" && !isByte) || shifted !== read, `${name} shifted by ${off}`);
    }
  }
});

test("every kind of account that has a list is one of those that are told apart", () => {
  const names = ACCOUNT_KINDS.map(({ name }) => name);
  for (const [kind] of Object.values(FIELDS)) {
    assert.ok(names.includes((kind as { name: string } & { decoder: unknown }).name));
  }
  assert.equal(new Set(names).size, names.length);
});
