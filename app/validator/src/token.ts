import { type Address, type EncodedAccount, getAddressDecoder } from "@solana/kit";
import { isTokenProgram, Known } from "./programs.js";

const MINT_BYTES = 82;
const ACCOUNT_BYTES = 165;
const MULTISIG_BYTES = 355;
const ACCOUNT_TYPE_MINT = 1;
const ACCOUNT_TYPE_ACCOUNT = 2;
const TLV_START = ACCOUNT_BYTES + 1;

const STATES = ["uninitialized", "initialized", "frozen"] as const;

/** A mint of either token program. */
export type Mint = Readonly<{
  kind: "mint";
  mintAuthority: Address | null;
  supply: bigint;
  decimals: number;
  isInitialized: boolean;
  freezeAuthority: Address | null;
}>;

/** A token account of either token program. */
export type TokenAccount = Readonly<{
  kind: "account";
  mint: Address;
  owner: Address;
  amount: bigint;
  delegate: Address | undefined;
  state: (typeof STATES)[number];
  /** The rent that wrapped SOL must keep; `undefined` unless it is wrapped SOL. */
  rentExemptReserve: bigint | undefined;
  delegatedAmount: bigint;
  closeAuthority: Address | undefined;
}>;

/** An extension of a Token-2022 account: its number, and its bytes. */
export type Extension = Readonly<{ type: number; data: Buffer }>;

/** Reads an account of a token program; `undefined` if it is neither a mint nor a token account. */
export function decodeToken(account: EncodedAccount | undefined): Mint | TokenAccount | undefined {
  if (account === undefined || !isTokenProgram(account.programAddress)) {
    return undefined;
  }
  const data = Buffer.from(account.data);
  const extended =
    account.programAddress === Known.token2022 &&
    data.length > ACCOUNT_BYTES &&
    data.length !== MULTISIG_BYTES;
  const accountType = extended ? data[ACCOUNT_BYTES] : undefined;
  if (data.length === MINT_BYTES || accountType === ACCOUNT_TYPE_MINT) {
    return decodeMint(data);
  }
  if (data.length === ACCOUNT_BYTES || accountType === ACCOUNT_TYPE_ACCOUNT) {
    return decodeTokenAccount(data);
  }
  return undefined;
}

/** The extensions of a Token-2022 account, in their order. */
export function decodeExtensions(account: EncodedAccount): Extension[] {
  const data = Buffer.from(account.data);
  const extensions: Extension[] = [];
  let offset = TLV_START;
  while (offset + 4 <= data.length) {
    const type = data.readUInt16LE(offset);
    const length = data.readUInt16LE(offset + 2);
    if (type === 0 || offset + 4 + length > data.length) {
      break;
    }
    extensions.push({ type, data: data.subarray(offset + 4, offset + 4 + length) });
    offset += 4 + length;
  }
  return extensions;
}

function decodeMint(data: Buffer): Mint | undefined {
  if (data.readUInt8(45) === 0) {
    return undefined;
  }
  return {
    kind: "mint",
    mintAuthority: optionalAddress(data, 0) ?? null,
    supply: data.readBigUInt64LE(36),
    decimals: data.readUInt8(44),
    isInitialized: true,
    freezeAuthority: optionalAddress(data, 46) ?? null,
  };
}

function decodeTokenAccount(data: Buffer): TokenAccount | undefined {
  const state = STATES[data.readUInt8(108)];
  if (state === undefined || state === "uninitialized") {
    return undefined;
  }
  const decoder = getAddressDecoder();
  return {
    kind: "account",
    mint: decoder.decode(data, 0),
    owner: decoder.decode(data, 32),
    amount: data.readBigUInt64LE(64),
    delegate: optionalAddress(data, 72),
    state,
    rentExemptReserve: data.readUInt32LE(109) === 1 ? data.readBigUInt64LE(113) : undefined,
    delegatedAmount: data.readBigUInt64LE(121),
    closeAuthority: optionalAddress(data, 129),
  };
}

/** Reads a `COption<Pubkey>`: a 4-byte flag, then the address. */
function optionalAddress(data: Buffer, offset: number): Address | undefined {
  return data.readUInt32LE(offset) === 1 ? getAddressDecoder().decode(data, offset + 4) : undefined;
}

/**
 * Writes an amount with its decimal point, without trailing zeros, as RPC nodes do.
 *
 * For people only: nothing is computed from it.
 */
export function uiAmount(amount: bigint, decimals: number): string {
  if (decimals === 0) {
    return amount.toString();
  }
  const digits = amount.toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, -decimals);
  const fraction = digits.slice(-decimals).replace(/0+$/, "");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
