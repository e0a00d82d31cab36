import { type Address, type EncodedAccount, getAddressDecoder } from "@solana/kit";
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from "../client.js";

const MINT_BYTES = 82;
const MINT_DECIMALS_OFFSET = 44;
/** Four bytes say whether there is one; its address follows. */
const FREEZE_AUTHORITY_OFFSET = 46;
const ACCOUNT_BYTES = 165;
/** In Token-2022 a byte after the base says whether it is a mint (1) or an account (2); extensions follow. */
const KIND_OFFSET = 165;
const EXTENSIONS_OFFSET = 166;
const METADATA_EXTENSION = 19;
/** Extensions of a mint that the program accepts: names and groups. */
const HARMLESS = new Set([18, METADATA_EXTENSION, 20, 21, 22, 23]);
/** Names of the others, for messages. */
const EXTENSION_NAMES: ReadonlyMap<number, string> = new Map([
  [1, "transfer fees"],
  [3, "a close authority"],
  [4, "confidential transfers"],
  [6, "a default account state"],
  [9, "non-transferable"],
  [10, "interest"],
  [12, "a permanent delegate"],
  [14, "a transfer hook"],
  [16, "confidential transfer fees"],
  [24, "confidential minting and burning"],
  [25, "a scaled display amount"],
  [26, "pausing"],
  [28, "permissioned burning"],
]);

/** The properties of a mint that matter to a deal. */
export type MintState = Readonly<{
  /** The token program that owns it. */
  tokenProgram: Address;
  decimals: number;
  /** Who can freeze its accounts; `undefined` if nobody can. */
  freezeAuthority: Address | undefined;
  /** The extensions that the program refuses. */
  refused: readonly string[];
  /** A share mint's metadata; `undefined` for a mint without it. */
  metadata: Metadata | undefined;
}>;

/** A share mint's metadata. */
type Metadata = Readonly<{ name: string; symbol: string; uri: string }>;

/** The properties of a token account that matter to a deal. */
export type TokenAccountState = Readonly<{ mint: Address; owner: Address }>;

/** Whether an account belongs to one of the token programs. */
export function isTokenProgram(program: Address): boolean {
  return program === TOKEN_PROGRAM || program === TOKEN_2022_PROGRAM;
}

/** Reads a mint; `undefined` if the account is not one. */
export function decodeMint({ data, programAddress }: EncodedAccount): MintState | undefined {
  const isMint = data.length === MINT_BYTES || (data.length > KIND_OFFSET && data[KIND_OFFSET] === 1);
  if (!isTokenProgram(programAddress) || !isMint) {
    return undefined;
  }
  const extensions = [...tlv(data)];
  const metadata = extensions.find(({ type }) => type === METADATA_EXTENSION);
  return {
    tokenProgram: programAddress,
    decimals: data[MINT_DECIMALS_OFFSET] ?? 0,
    freezeAuthority:
      data[FREEZE_AUTHORITY_OFFSET] === 1
        ? getAddressDecoder().decode(data, FREEZE_AUTHORITY_OFFSET + 4)
        : undefined,
    refused: extensions
      .filter(({ type }) => !HARMLESS.has(type))
      .map(({ type }) => EXTENSION_NAMES.get(type) ?? `extension ${type}`),
    metadata: metadata === undefined ? undefined : decodeMetadata(metadata.value),
  };
}

/** Reads a token account; `undefined` if the account is not one. */
export function decodeTokenAccount({ data, programAddress }: EncodedAccount): TokenAccountState | undefined {
  const isAccount = data.length === ACCOUNT_BYTES || (data.length > KIND_OFFSET && data[KIND_OFFSET] === 2);
  return isTokenProgram(programAddress) && isAccount
    ? { mint: getAddressDecoder().decode(data, 0), owner: getAddressDecoder().decode(data, 32) }
    : undefined;
}

type Extension = Readonly<{ type: number; value: Uint8Array }>;

/** The extensions of a Token-2022 account: type, length and bytes, one after the other. */
function* tlv(data: EncodedAccount["data"]): Generator<Extension> {
  const bytes = Buffer.from(data);
  let at = EXTENSIONS_OFFSET;
  while (at + 4 <= bytes.length) {
    const type = bytes.readUInt16LE(at);
    const length = bytes.readUInt16LE(at + 2);
    if (type === 0) {
      return;
    }
    yield { type, value: bytes.subarray(at + 4, at + 4 + length) };
    at += 4 + length;
  }
}

/** After two keys come three texts, each with its length. */
function decodeMetadata(value: Uint8Array): Metadata {
  const bytes = Buffer.from(value);
  let at = 64;
  const text = () => {
    const length = bytes.readUInt32LE(at);
    at += 4 + length;
    return bytes.toString("utf8", at - length, at);
  };
  return { name: text(), symbol: text(), uri: text() };
}
