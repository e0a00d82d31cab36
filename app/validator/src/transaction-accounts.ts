import type { Address, EncodedAccount } from "@solana/kit";
import type { AccountKeys, Balances, TokenBalance } from "./history.js";
import { decodeLookupTable } from "./lookup-table.js";
import { isTokenProgram, programDataAddress } from "./programs.js";
import { decodeToken } from "./token.js";
import { isStaticWritable, type WireMessage } from "./wire.js";

/** The bytes that lookup tables and accounts add to a transaction's loaded size, by the runtime's rules. */
const LOADED_ACCOUNT_OVERHEAD = 64;
const LOADED_TABLE_BYTES = 8248;

/** Finds the account at an address, if it exists. */
export type AccountFinder = (address: Address) => EncodedAccount | undefined;

/** The addresses of a transaction, including those of its lookup tables; `undefined` if a table lacks any. */
export function resolveKeys(message: WireMessage, find: AccountFinder): AccountKeys | undefined {
  const loadedWritable: Address[] = [];
  const loadedReadonly: Address[] = [];
  for (const lookup of message.lookups) {
    const table = decodeLookupTable(find(lookup.table));
    for (const [indexes, target] of [
      [lookup.writableIndexes, loadedWritable],
      [lookup.readonlyIndexes, loadedReadonly],
    ] as const) {
      for (const index of indexes) {
        const address = table?.addresses[index];
        if (address === undefined) {
          return undefined;
        }
        target.push(address);
      }
    }
  }
  const staticWritable = message.staticAccounts.filter((_, index) => isStaticWritable(message, index));
  return {
    all: [...message.staticAccounts, ...loadedWritable, ...loadedReadonly],
    writable: [...staticWritable, ...loadedWritable],
    loadedWritable,
    loadedReadonly,
  };
}

/** The lamports and tokens of a transaction's accounts, as they are. */
export function readBalances(keys: AccountKeys, find: AccountFinder): Balances {
  const tokens: TokenBalance[] = [];
  const lamports = keys.all.map((address, accountIndex) => {
    const account = find(address);
    const balance = account === undefined ? undefined : tokenBalance(account, accountIndex, find);
    if (balance !== undefined) {
      tokens.push(balance);
    }
    return account?.lamports ?? 0n;
  });
  return { lamports, tokens };
}

function tokenBalance(
  account: EncodedAccount,
  accountIndex: number,
  find: AccountFinder,
): TokenBalance | undefined {
  const token = isTokenProgram(account.programAddress) ? decodeToken(account) : undefined;
  const mint = token?.kind === "account" ? decodeToken(find(token.mint)) : undefined;
  if (token?.kind !== "account" || mint?.kind !== "mint") {
    return undefined;
  }
  return {
    accountIndex,
    mint: token.mint,
    owner: token.owner,
    programId: account.programAddress,
    amount: token.amount,
    decimals: mint.decimals,
  };
}

/** How many bytes a transaction loads, which determines its price and its limit. */
export function loadedAccountsSize(message: WireMessage, keys: AccountKeys, find: AccountFinder): number {
  const invoked = new Set(
    message.instructions.map((instruction) => keys.all[instruction.programAddressIndex]),
  );
  let size = message.lookups.length * LOADED_TABLE_BYTES;
  for (const address of keys.all) {
    const account = find(address);
    if (account === undefined) {
      continue;
    }
    size += LOADED_ACCOUNT_OVERHEAD + account.data.length;
    const bytecode = invoked.has(address) ? programDataAddress(account) : undefined;
    if (bytecode !== undefined) {
      size += LOADED_ACCOUNT_OVERHEAD + (find(bytecode)?.data.length ?? 0);
    }
  }
  return size;
}
