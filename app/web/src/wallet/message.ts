import {
  type CompiledTransactionMessage,
  getBase16Decoder,
  getCompiledTransactionMessageDecoder,
  type Instruction,
  type ReadonlyUint8Array,
} from "@solana/kit";

/** How much a transaction may cost and offer: wallets set that as their users like. */
const COMPUTE_BUDGET = "ComputeBudget111111111111111111111111111111";

/** An instruction as it is compared: its program, its accounts and its data in one text. */
type Line = string;

/** Who pays for a transaction, and what it does in turn. */
export type Deeds = Readonly<{ feePayer: string; lines: readonly Line[] }>;

const lineOf = (program: string, accounts: readonly string[], data: ReadonlyUint8Array | undefined): Line =>
  [program, ...accounts, getBase16Decoder().decode(data ?? new Uint8Array())].join(" ");

/** What instructions would do. */
export const deedsOf = (feePayer: string, instructions: readonly Instruction[]): Deeds => ({
  feePayer,
  lines: instructions.map(({ programAddress, accounts = [], data }) =>
    lineOf(
      programAddress,
      accounts.map(({ address }) => address),
      data,
    ),
  ),
});

/**
 * What a message does; undefined of one that cannot be read, or of whose addresses some are missing.
 *
 * @param loaded The addresses that it takes from lookup tables, where they are known. Otherwise each is named by its table
 * and its place in it: what is the same under that name is the same account.
 */
export function deedsOfMessage(bytes: ReadonlyUint8Array, loaded?: readonly string[]): Deeds | undefined {
  try {
    return deedsIn(bytes, loaded);
  } catch {
    return undefined;
  }
}

function deedsIn(bytes: ReadonlyUint8Array, loaded: readonly string[] | undefined): Deeds | undefined {
  const message = getCompiledTransactionMessageDecoder().decode(bytes) as CompiledTransactionMessage &
    Readonly<{ version: "legacy" | 0 }>;
  const tables = "addressTableLookups" in message ? (message.addressTableLookups ?? []) : [];
  const named = (kind: "writableIndexes" | "readonlyIndexes") =>
    tables.flatMap((table) => table[kind].map((at) => `${table.lookupTableAddress}[${at}]`));
  const places = [...named("writableIndexes"), ...named("readonlyIndexes")];
  if (loaded !== undefined && loaded.length !== places.length) {
    return undefined;
  }
  const accounts: readonly string[] = [...message.staticAccounts, ...(loaded ?? places)];
  const at = (index: number): string => accounts[index] ?? `account ${index}`;
  return {
    feePayer: at(0),
    lines: message.instructions.map(({ programAddressIndex, accountIndices = [], data }) =>
      lineOf(at(programAddressIndex), accountIndices.map(at), data),
    ),
  };
}

/**
 * Whether a transaction does all that was asked for, in its order, and is paid for by the same account. What else it does
 * is up to the wallet: many add checks of their own, and set what it costs.
 */
export function doesAll(done: Deeds, asked: Deeds): boolean {
  const wanted = asked.lines.filter((line) => !line.startsWith(`${COMPUTE_BUDGET} `));
  let found = 0;
  for (const line of done.lines) {
    if (line === wanted[found]) {
      found += 1;
    }
  }
  return done.feePayer === asked.feePayer && found === wanted.length;
}
