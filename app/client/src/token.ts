import {
  type Address,
  getAddressDecoder,
  type Instruction,
  type ReadonlyUint8Array,
  type TransactionSigner,
} from "@solana/kit";
import { getCreateAssociatedTokenIdempotentInstruction } from "@solana-program/token";
import { readBytes } from "./accounts.js";
import { associatedTokenAddress, TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { ClientError } from "./errors.js";

const ACCOUNT_BYTES = 165;
const MINT_BYTES = 82;
const SUPPLY_OFFSET = 36;
const DECIMALS_OFFSET = 44;
const OWNER_OFFSET = 32;
/** In a mint: whether it has a freeze authority. */
const FREEZE_OFFSET = 46;
const AMOUNT_OFFSET = 64;
const STATE_OFFSET = 108;
const FROZEN = 2;
/** In Token-2022 a byte after the base says whether it is a mint (1) or an account (2). */
const KIND_OFFSET = ACCOUNT_BYTES;
const ACCOUNT_KIND = 2;

/** A token account of either token program, without extensions. */
export type TokenAccount = Readonly<{ mint: Address; owner: Address; amount: bigint; frozen: boolean }>;

/** A mint of either token program, without extensions. */
export type Mint = Readonly<{ decimals: number; supply: bigint; tokenProgram: Address }>;

/** Reads token accounts; `undefined` where there is none. */
export async function readTokenAccounts(
  cluster: Cluster,
  addresses: readonly Address[],
): Promise<(TokenAccount | undefined)[]> {
  const accounts = await readBytes(cluster, addresses);
  return accounts.map((account) => (account === undefined ? undefined : tokenAccountOf(account)));
}

/** The token account of either token program that an account is; `undefined` if it is something else. */
export function tokenAccountOf({
  data,
  owner,
}: Readonly<{ data: Uint8Array; owner: Address }>): TokenAccount | undefined {
  return isTokenProgram(owner) && data.length >= ACCOUNT_BYTES ? decodeTokenAccount(data) : undefined;
}

/** The balances of token accounts, base units; 0 for one that does not exist. */
export async function tokenBalances(cluster: Cluster, accounts: readonly Address[]): Promise<bigint[]> {
  return (await readTokenAccounts(cluster, accounts)).map((found) => found?.amount ?? 0n);
}

/** The balance of a token account, base units; 0 if it does not exist. */
export async function tokenBalance(cluster: Cluster, account: Address): Promise<bigint> {
  const [balance = 0n] = await tokenBalances(cluster, [account]);
  return balance;
}

/** Reads a mint. */
export async function readMint(cluster: Cluster, mint: Address): Promise<Mint> {
  const [account] = await readBytes(cluster, [mint]);
  if (account === undefined || !isTokenProgram(account.owner) || account.data.length < MINT_BYTES) {
    throw new ClientError(`there is no mint at ${mint}`);
  }
  const view = viewOf(account.data);
  return {
    supply: view.getBigUint64(SUPPLY_OFFSET, true),
    decimals: view.getUint8(DECIMALS_OFFSET),
    tokenProgram: account.owner,
  };
}

/**
 * The owner of a token account of either token program; `undefined` if the bytes are of a mint or of something else.
 */
export function tokenAccountOwner(data: ReadonlyUint8Array): Address | undefined {
  const isAccount = data.length === ACCOUNT_BYTES || data[KIND_OFFSET] === ACCOUNT_KIND;
  return isAccount ? getAddressDecoder().decode(data, OWNER_OFFSET) : undefined;
}

/** The mint of each token account, of either token program; `undefined` for an address that has none. */
export async function mintsOfAccounts(
  cluster: Cluster,
  accounts: readonly Address[],
): Promise<(Address | undefined)[]> {
  const found = await readBytes(cluster, accounts);
  return found.map((account) =>
    account !== undefined && isTokenProgram(account.owner) && tokenAccountOwner(account.data) !== undefined
      ? getAddressDecoder().decode(account.data)
      : undefined,
  );
}

/** The mints among those given whose issuer can freeze accounts. */
export async function freezableMints(cluster: Cluster, mints: readonly Address[]): Promise<Set<Address>> {
  const accounts = await readBytes(cluster, mints);
  return new Set(mints.filter((_, at) => accounts[at]?.data[FREEZE_OFFSET] === 1));
}

/** Creates an owner's associated token account; does nothing if it is there. */
export async function createAssociatedTokenAccount(
  options: Readonly<{
    payer: TransactionSigner;
    owner: Address;
    mint: Address;
    tokenProgram: Address;
  }>,
): Promise<Instruction[]> {
  const { payer, owner, mint, tokenProgram } = options;
  const ata = await associatedTokenAddress({ owner, mint, tokenProgram });
  return [getCreateAssociatedTokenIdempotentInstruction({ payer, ata, owner, mint, tokenProgram })];
}

function decodeTokenAccount(data: Uint8Array): TokenAccount {
  const view = viewOf(data);
  return {
    mint: getAddressDecoder().decode(data, 0),
    owner: getAddressDecoder().decode(data, OWNER_OFFSET),
    amount: view.getBigUint64(AMOUNT_OFFSET, true),
    frozen: view.getUint8(STATE_OFFSET) === FROZEN,
  };
}

function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}

function isTokenProgram(program: Address): boolean {
  return program === TOKEN_PROGRAM || program === TOKEN_2022_PROGRAM;
}
