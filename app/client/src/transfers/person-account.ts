import {
  type Address,
  type FixedSizeDecoder,
  fixDecoderSize,
  getAddressDecoder,
  getArrayDecoder,
  getBytesDecoder,
  getStructDecoder,
  getU8Decoder,
  getU32Decoder,
  getU64Decoder,
  type ReadonlyUint8Array,
} from "@solana/kit";

/** How the account of a person begins. */
export const PERSON_DISCRIMINATOR: ReadonlyUint8Array = Uint8Array.from([16, 242, 44, 24, 121, 11, 0, 183]);

/** What the records of one person in a tranche are allotted together. */
export type Person = {
  discriminator: ReadonlyUint8Array;
  version: number;
  bump: number;
  padding: ReadonlyUint8Array;
  /** Number of its records that have an allotment. */
  records: number;
  tranche: Address;
  /** An owner, or what a qualifier calls the person that has several addresses. */
  person: Address;
  /** Whoever paid the rent and gets it back. */
  rentPayer: Address;
  /** What its records are allotted together, in share base units. */
  allotted: Readonly<{ digits: readonly bigint[] }>;
};

/** Decodes the account: the IDL, and so the generated code, leaves out accounts that instructions create or read untyped. */
export function getPersonDecoder(): FixedSizeDecoder<Person> {
  const bytes = (size: number) => fixDecoderSize(getBytesDecoder(), size);
  return getStructDecoder([
    ["discriminator", bytes(PERSON_DISCRIMINATOR.length)],
    ["version", getU8Decoder()],
    ["bump", getU8Decoder()],
    ["padding", bytes(2)],
    ["records", getU32Decoder()],
    ["tranche", getAddressDecoder()],
    ["person", getAddressDecoder()],
    ["rentPayer", getAddressDecoder()],
    ["allotted", getStructDecoder([["digits", getArrayDecoder(getU64Decoder(), { size: 2 })]])],
  ]);
}
