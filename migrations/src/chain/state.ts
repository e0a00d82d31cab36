import {
  type Address,
  address,
  type EncodedAccount,
  fetchEncodedAccounts,
  type MaybeEncodedAccount,
  type Rpc,
  type SolanaRpcApi,
} from "@solana/kit";
import {
  type Book,
  ClientError,
  getBookDecoder,
  getSecurityDecoder,
  getTrancheDecoder,
  getWaterfallDecoder,
  SECURITIES_PROGRAM_ADDRESS,
  type Security,
  TOKEN_PROGRAM,
  type Tranche,
  type Waterfall,
} from "../client.js";
import type { Deal } from "../deal/model.js";
import { type DealAddresses, dealAddresses, settlementMintAddress } from "./addresses.js";
import {
  decodeMint,
  decodeTokenAccount,
  isTokenProgram,
  type MintState,
  type TokenAccountState,
} from "./token.js";

const CLOCK = address("SysvarC1ock11111111111111111111111111111111");
const CLOCK_TIME_OFFSET = 32;
/** The most accounts that a node gives at once. */
const MAX_ACCOUNTS = 100;
/** Reads see what confirmed transactions did. */
const COMMITMENT = "confirmed";
/** A size to measure rent with: it is linear in the size. */
const PROBE_BYTES = 1_000n;

/** An account that may not be there, or be something else than what is sought. */
type Found<T> = Readonly<{ exists: boolean; lamports: bigint; value: T | undefined }>;

/** A tranche as the chain has it, with its share mint. */
export type TrancheState = Readonly<{ tranche: Tranche; mint: MintState | undefined }>;

/** What the chain has of a deal. */
export type ChainState = Readonly<{
  addresses: DealAddresses;
  /** Whether the securities program is there. */
  hasProgram: boolean;
  /** The cluster's Unix time. */
  time: bigint;
  /** The sponsor's lamports. */
  balance: bigint;
  settlementMint: Found<MintState>;
  security: Security | undefined;
  waterfall: Waterfall | undefined;
  destinations: readonly Found<TokenAccountState>[];
  tranches: readonly (TrancheState | undefined)[];
  books: readonly Readonly<{ book: Book | undefined; lineLamports: bigint }>[];
  /** Lamports that an account of so many bytes needs. */
  rent(bytes: bigint): bigint;
}>;

/** Reads everything of a deal that is on chain. */
export async function readChain(rpc: Rpc<SolanaRpcApi>, deal: Deal, sponsor: Address): Promise<ChainState> {
  const mintAddress = await settlementMintAddress(deal, sponsor);
  const [program, clock, payer, mint] = await fetchAll(rpc, [
    SECURITIES_PROGRAM_ADDRESS,
    CLOCK,
    sponsor,
    mintAddress,
  ]);
  const owner =
    mint?.exists === true && isTokenProgram(mint.programAddress) ? mint.programAddress : TOKEN_PROGRAM;
  const addresses = await dealAddresses(deal, sponsor, mintAddress, owner);
  const fetched = await fetchAll(rpc, [
    addresses.security,
    addresses.waterfall,
    ...addresses.destinations,
    ...addresses.tranches.flatMap((one) => [one.tranche, one.mint]),
    ...addresses.books.flatMap((one) => [one.book, one.line]),
  ]);
  const accounts = new Map(fetched.map((account) => [account.address, account]));
  const get = (at: Address) => accounts.get(at);
  const books = addresses.books.map((one) => {
    const line = get(one.line);
    const book = owned(get(one.book), getBookDecoder());
    return { book, lineLamports: line?.exists === true ? line.lamports : 0n };
  });
  return {
    // A book that was opened by other means has its line elsewhere.
    addresses: {
      ...addresses,
      books: addresses.books.map((one, at) => ({ ...one, line: books[at]?.book?.line ?? one.line })),
    },
    hasProgram: program?.exists === true && program.executable,
    time: timeOf(clock),
    balance: payer?.exists === true ? payer.lamports : 0n,
    settlementMint: found(mint, decodeMint),
    security: owned(get(addresses.security), getSecurityDecoder()),
    waterfall: owned(get(addresses.waterfall), getWaterfallDecoder()),
    destinations: addresses.destinations.map((at) => found(get(at), decodeTokenAccount)),
    tranches: addresses.tranches.map((one) => {
      const tranche = owned(get(one.tranche), getTrancheDecoder());
      return tranche === undefined ? undefined : { tranche, mint: found(get(one.mint), decodeMint).value };
    }),
    books,
    rent: await rentRule(rpc),
  };
}

function found<T>(
  account: MaybeEncodedAccount | undefined,
  decode: (account: EncodedAccount) => T | undefined,
): Found<T> {
  return account?.exists === true
    ? { exists: true, lamports: account.lamports, value: decode(account) }
    : { exists: false, lamports: 0n, value: undefined };
}

type Decoder<T> = Readonly<{ decode(bytes: EncodedAccount["data"]): T }>;

/** Decodes what belongs to the program. Anybody may have sent lamports to an address before it was made. */
function owned<T>(account: MaybeEncodedAccount | undefined, decoder: Decoder<T>): T | undefined {
  return account?.exists === true && account.programAddress === SECURITIES_PROGRAM_ADDRESS
    ? decoder.decode(account.data)
    : undefined;
}

async function fetchAll(
  rpc: Rpc<SolanaRpcApi>,
  addresses: readonly Address[],
): Promise<MaybeEncodedAccount[]> {
  const found: MaybeEncodedAccount[] = [];
  for (let at = 0; at < addresses.length; at += MAX_ACCOUNTS) {
    const some = addresses.slice(at, at + MAX_ACCOUNTS);
    found.push(...(await fetchEncodedAccounts(rpc, [...some], { commitment: COMMITMENT })));
  }
  return found;
}

function timeOf(clock: MaybeEncodedAccount | undefined): bigint {
  if (clock?.exists !== true) {
    throw new ClientError("the cluster has no clock");
  }
  return Buffer.from(clock.data).readBigInt64LE(CLOCK_TIME_OFFSET);
}

async function rentRule(rpc: Rpc<SolanaRpcApi>): Promise<(bytes: bigint) => bigint> {
  const options = { commitment: COMMITMENT } as const;
  const none = await rpc.getMinimumBalanceForRentExemption(0n, options).send();
  const some = await rpc.getMinimumBalanceForRentExemption(PROBE_BYTES, options).send();
  return (bytes) => none + ((some - none) / PROBE_BYTES) * bytes;
}
