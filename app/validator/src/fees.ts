import type { Address } from "@solana/kit";
import { Known } from "./programs.js";
import type { WireMessage } from "./wire.js";

const LAMPORTS_PER_SIGNATURE = 5000n;
const MICRO_LAMPORTS_PER_LAMPORT = 1_000_000n;
const MAX_COMPUTE_UNITS = 1_400_000n;
const DEFAULT_COMPUTE_UNITS = 200_000n;
const BUILTIN_COMPUTE_UNITS = 3_000n;

const SET_COMPUTE_UNIT_LIMIT = 2;
const SET_COMPUTE_UNIT_PRICE = 3;

/** Native programs: without a limit in the transaction they get a small allowance. */
const BUILTINS: ReadonlySet<Address> = new Set([
  Known.system,
  Known.vote,
  Known.computeBudget,
  Known.loader1,
  Known.loader2,
  Known.loaderUpgradeable,
  Known.loader4,
  Known.ed25519,
  Known.secp256k1,
]);

const SIGNATURE_VERIFIERS: ReadonlySet<Address> = new Set([Known.ed25519, Known.secp256k1, Known.secp256r1]);

/** The priority fee that a transaction offers, in micro-lamports a compute unit. */
export function computeUnitPrice(message: WireMessage): bigint {
  let price = 0n;
  for (const { programAddressIndex, data } of message.instructions) {
    const isPrice = data[0] === SET_COMPUTE_UNIT_PRICE && data.length >= 9;
    if (isPrice && message.staticAccounts[programAddressIndex] === Known.computeBudget) {
      price = Buffer.from(data).readBigUInt64LE(1);
    }
  }
  return price;
}

/**
 * The fee of a transaction in lamports: 5,000 a signature (including those that verifier programs check) and the
 * prioritisation fee, by the runtime's rules. LiteSVM charges the same but does not expose it to JavaScript.
 */
export function transactionFee(message: WireMessage): bigint {
  let signatures = BigInt(message.header.numSignerAccounts);
  let limit: bigint | undefined;
  let defaultLimit = 0n;
  for (const instruction of message.instructions) {
    const program = message.staticAccounts[instruction.programAddressIndex];
    const data = Buffer.from(instruction.data);
    if (program === Known.computeBudget && data[0] === SET_COMPUTE_UNIT_LIMIT && data.length >= 5) {
      limit = BigInt(data.readUInt32LE(1));
    }
    if (program !== undefined && SIGNATURE_VERIFIERS.has(program)) {
      signatures += BigInt(data[0] ?? 0);
    }
    defaultLimit +=
      program !== undefined && BUILTINS.has(program) ? BUILTIN_COMPUTE_UNITS : DEFAULT_COMPUTE_UNITS;
  }
  const units = smaller(limit ?? defaultLimit, MAX_COMPUTE_UNITS);
  const priority =
    (computeUnitPrice(message) * units + MICRO_LAMPORTS_PER_LAMPORT - 1n) / MICRO_LAMPORTS_PER_LAMPORT;
  return signatures * LAMPORTS_PER_SIGNATURE + priority;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
