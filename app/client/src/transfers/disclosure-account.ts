import {
  type Address,
  type FixedSizeDecoder,
  fixDecoderSize,
  getAddressDecoder,
  getBytesDecoder,
  getI64Decoder,
  getStructDecoder,
  getU8Decoder,
  getU32Decoder,
  getU64Decoder,
  type ReadonlyUint8Array,
} from "@solana/kit";

/** How the account of a disclosure begins. */
export const DISCLOSURE_DISCRIMINATOR: ReadonlyUint8Array = Uint8Array.from([
  29, 165, 1, 230, 237, 219, 131, 139,
]);

const HASH_BYTES = 32;
const URI_BYTES = 128;

/** What holders were told of a period. It is never changed and never closed. */
export type Disclosure = {
  discriminator: ReadonlyUint8Array;
  version: number;
  bump: number;
  kind: number;
  /** 1: it was posted after the day by which it was due. */
  late: number;
  /** Number of its period, from 0. */
  period: number;
  /** When it was posted, in Unix seconds. */
  postedAt: bigint;
  /** Day number of the day by which it was due. */
  dueDay: bigint;
  security: Address;
  /** Who made it. */
  attestor: Address;
  /** SHA-256 of the document. */
  sha256: ReadonlyUint8Array;
  /** The address of the document, UTF-8, padded with zeros. */
  uri: ReadonlyUint8Array;
};

/** Decodes the account: the IDL, and so the generated code, leaves out accounts that instructions create or read untyped. */
export function getDisclosureDecoder(): FixedSizeDecoder<Disclosure> {
  const bytes = (size: number) => fixDecoderSize(getBytesDecoder(), size);
  return getStructDecoder([
    ["discriminator", bytes(DISCLOSURE_DISCRIMINATOR.length)],
    ["version", getU8Decoder()],
    ["bump", getU8Decoder()],
    ["kind", getU8Decoder()],
    ["late", getU8Decoder()],
    ["period", getU32Decoder()],
    ["postedAt", getI64Decoder()],
    ["dueDay", getU64Decoder()],
    ["security", getAddressDecoder()],
    ["attestor", getAddressDecoder()],
    ["sha256", bytes(HASH_BYTES)],
    ["uri", bytes(URI_BYTES)],
  ]);
}
