import { type Address, type EncodedAccount, getAddressDecoder } from "@solana/kit";
import { Known } from "./programs.js";

const META_BYTES = 56;
const ADDRESS_BYTES = 32;
const LOOKUP_TABLE = 1;

/** The content of an address lookup table. */
export type LookupTable = Readonly<{
  deactivationSlot: bigint;
  lastExtendedSlot: bigint;
  lastExtendedSlotStartIndex: number;
  authority: Address | undefined;
  addresses: readonly Address[];
}>;

/** Reads an address lookup table; `undefined` if the account is not one. */
export function decodeLookupTable(account: EncodedAccount | undefined): LookupTable | undefined {
  if (account === undefined || account.programAddress !== Known.addressLookupTable) {
    return undefined;
  }
  const data = Buffer.from(account.data);
  if (data.length < META_BYTES || data.readUInt32LE(0) !== LOOKUP_TABLE) {
    return undefined;
  }
  const decoder = getAddressDecoder();
  const addresses: Address[] = [];
  for (let offset = META_BYTES; offset + ADDRESS_BYTES <= data.length; offset += ADDRESS_BYTES) {
    addresses.push(decoder.decode(data, offset));
  }
  return {
    deactivationSlot: data.readBigUInt64LE(4),
    lastExtendedSlot: data.readBigUInt64LE(12),
    lastExtendedSlotStartIndex: data.readUInt8(20),
    authority: data.readUInt8(21) === 1 ? decoder.decode(data, 22) : undefined,
    addresses,
  };
}
