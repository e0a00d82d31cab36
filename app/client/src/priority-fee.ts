import {
  type Address,
  type Instruction,
  isSolanaError,
  isWritableRole,
  type Rpc,
  SOLANA_ERROR__JSON_RPC__METHOD_NOT_FOUND,
  type SolanaRpcApi,
} from "@solana/kit";
import { ClientError } from "./errors.js";

/** The percentile that `auto` offers, of the cheapest transactions on the same accounts in recent blocks. */
export const AUTO_PERCENTILE = 75;
/** The most that `auto` offers by default, in micro-lamports a compute unit. */
export const DEFAULT_MAX_PRIORITY_FEE = 500_000n;
/** The most accounts that a node takes at once. */
const MAX_ACCOUNTS = 128;
const MAX_PRICE = 0xffff_ffff_ffff_ffffn;

/** What transactions offer above the base fee, in micro-lamports a compute unit. */
export type PriorityFee = Readonly<{
  /** A price, or `auto`: what others recently offered for the same accounts. 0 offers nothing. */
  price: bigint | "auto";
  /** The most that `auto` offers. */
  max?: bigint | undefined;
}>;

/** Reads `auto`, `none`, or micro-lamports a compute unit. */
export function parsePriorityFee(text: string): PriorityFee["price"] {
  if (text === "auto") {
    return "auto";
  }
  return text === "none" ? 0n : parsePrice(text);
}

/** Reads micro-lamports a compute unit. */
export function parsePrice(text: string): bigint {
  if (!/^(0|[1-9]\d{0,19})$/.test(text) || BigInt(text) > MAX_PRICE) {
    throw new ClientError(`"${text}" is not a price: give micro-lamports a compute unit, as a whole number`);
  }
  return BigInt(text);
}

/** The price that a transaction offers: as given, or from recent blocks for the accounts that it writes. */
export async function priceOf(
  rpc: Rpc<SolanaRpcApi>,
  fee: PriorityFee | undefined,
  payer: Address,
  instructions: readonly Instruction[],
): Promise<bigint> {
  if (fee === undefined) {
    return 0n;
  }
  const { price, max = DEFAULT_MAX_PRIORITY_FEE } = fee;
  if (price !== "auto") {
    return price;
  }
  try {
    const recent = await rpc.getRecentPrioritizationFees(writtenBy(payer, instructions)).send();
    const going = percentile(
      recent.map(({ prioritizationFee }) => BigInt(prioritizationFee)),
      AUTO_PERCENTILE,
    );
    return going < max ? going : max;
  } catch (error) {
    if (isSolanaError(error, SOLANA_ERROR__JSON_RPC__METHOD_NOT_FOUND)) {
      return 0n;
    }
    throw error;
  }
}

/** The smallest of some numbers that at least a given percentage of them do not exceed; 0 if there are none. */
export function percentile(numbers: readonly bigint[], hundredths: number): bigint {
  const sorted = [...numbers].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.ceil((sorted.length * hundredths) / 100) - 1] ?? 0n;
}

function writtenBy(payer: Address, instructions: readonly Instruction[]): Address[] {
  const metas = instructions.flatMap(({ accounts = [] }) => accounts);
  const written = metas.filter(({ role }) => isWritableRole(role)).map(({ address }) => address);
  return [...new Set([payer, ...written])].slice(0, MAX_ACCOUNTS);
}
