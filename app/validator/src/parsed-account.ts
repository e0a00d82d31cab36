import { type Address, type EncodedAccount, getAddressDecoder } from "@solana/kit";
import type { Json, JsonObject } from "./json.js";
import { decodeLookupTable } from "./lookup-table.js";
import { Known } from "./programs.js";
import {
  decodeExtensions,
  decodeToken,
  type Extension,
  type Mint,
  type TokenAccount,
  uiAmount,
} from "./token.js";
import type { AccountFinder } from "./transaction-accounts.js";

/** An amount of tokens as RPC nodes show it. */
export function tokenAmountJson(amount: bigint, decimals: number): JsonObject {
  const text = uiAmount(amount, decimals);
  // `uiAmount` is a deprecated field for people, a double by definition; the exact amount is beside it.
  return { amount: amount.toString(), decimals, uiAmount: Number(text), uiAmountString: text };
}

/** An account's content as `jsonParsed` shows it; `undefined` if this validator has no parser for it. */
export function parseAccount(account: EncodedAccount, find: AccountFinder): JsonObject | undefined {
  const space = BigInt(account.data.length);
  const token = decodeToken(account);
  if (token !== undefined) {
    const program = account.programAddress === Known.token ? "spl-token" : "spl-token-2022";
    const info = token.kind === "mint" ? mintInfo(token) : tokenAccountInfo(token, find);
    if (info === undefined) {
      return undefined;
    }
    const extensions = program === "spl-token" ? [] : decodeExtensions(account).map(extensionJson);
    const all = extensions.length === 0 ? info : { ...info, extensions };
    return { program, parsed: { type: token.kind, info: all }, space };
  }
  const table = decodeLookupTable(account);
  if (table !== undefined) {
    const info = {
      addresses: table.addresses,
      authority: table.authority,
      deactivationSlot: table.deactivationSlot.toString(),
      lastExtendedSlot: table.lastExtendedSlot.toString(),
      lastExtendedSlotStartIndex: table.lastExtendedSlotStartIndex,
    };
    return { program: "address-lookup-table", parsed: { type: "lookupTable", info }, space };
  }
  return undefined;
}

function mintInfo(mint: Mint): JsonObject {
  return {
    decimals: mint.decimals,
    freezeAuthority: mint.freezeAuthority,
    isInitialized: mint.isInitialized,
    mintAuthority: mint.mintAuthority,
    supply: mint.supply.toString(),
  };
}

function tokenAccountInfo(account: TokenAccount, find: AccountFinder): JsonObject | undefined {
  const mint = decodeToken(find(account.mint));
  if (mint?.kind !== "mint") {
    return undefined;
  }
  const reserve = account.rentExemptReserve;
  return {
    closeAuthority: account.closeAuthority,
    delegate: account.delegate,
    delegatedAmount:
      account.delegate === undefined ? undefined : tokenAmountJson(account.delegatedAmount, mint.decimals),
    isNative: reserve !== undefined,
    mint: account.mint,
    owner: account.owner,
    rentExemptReserve: reserve === undefined ? undefined : tokenAmountJson(reserve, mint.decimals),
    state: account.state,
    tokenAmount: tokenAmountJson(account.amount, mint.decimals),
  };
}

type ExtensionParser = readonly [name: string, state?: (data: Buffer) => JsonObject];

const flag = (name: string) => (data: Buffer) => ({ [name]: data.readUInt8(0) === 1 });

/**
 * The Token-2022 extensions that securities use. The others are shown by the name that nodes use for extensions they
 * cannot read.
 */
const EXTENSIONS: Readonly<Record<number, ExtensionParser>> = {
  3: ["mintCloseAuthority", (data) => ({ closeAuthority: addressOrNull(data, 0) })],
  6: [
    "defaultAccountState",
    (data) => ({ accountState: ["uninitialized", "initialized", "frozen"][data.readUInt8(0)] }),
  ],
  7: ["immutableOwner"],
  8: ["memoTransfer", flag("requireIncomingTransferMemos")],
  9: ["nonTransferable"],
  11: ["cpiGuard", flag("lockCpi")],
  12: ["permanentDelegate", (data) => ({ delegate: addressOrNull(data, 0) })],
  13: ["nonTransferableAccount"],
  14: ["transferHook", (data) => ({ authority: addressOrNull(data, 0), programId: addressOrNull(data, 32) })],
  15: ["transferHookAccount", flag("transferring")],
  18: [
    "metadataPointer",
    (data) => ({ authority: addressOrNull(data, 0), metadataAddress: addressOrNull(data, 32) }),
  ],
  19: ["tokenMetadata", tokenMetadata],
  26: ["pausableConfig", (data) => ({ authority: addressOrNull(data, 0), paused: data.readUInt8(32) === 1 })],
  27: ["pausableAccount"],
};

function extensionJson(extension: Extension): Json {
  const parser = EXTENSIONS[extension.type];
  if (parser === undefined) {
    return { extension: "unparseableExtension" };
  }
  const [name, state] = parser;
  try {
    return { extension: name, state: state?.(extension.data) };
  } catch (error) {
    if (error instanceof RangeError) {
      return { extension: "unparseableExtension" };
    }
    throw error;
  }
}

function tokenMetadata(data: Buffer): JsonObject {
  let offset = 64;
  const text = () => {
    const length = data.readUInt32LE(offset);
    offset += 4 + length;
    return data.toString("utf8", offset - length, offset);
  };
  const [name, symbol, uri] = [text(), text(), text()];
  const pairs = data.readUInt32LE(offset);
  offset += 4;
  const additionalMetadata: Json[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    additionalMetadata.push([text(), text()]);
  }
  return {
    additionalMetadata,
    mint: getAddressDecoder().decode(data, 32),
    name,
    symbol,
    updateAuthority: addressOrNull(data, 0),
    uri,
  };
}

/** Token-2022 writes "none" as an address of zeros. */
function addressOrNull(data: Buffer, offset: number): Address | null {
  const address = getAddressDecoder().decode(data, offset);
  return address === Known.system ? null : address;
}
