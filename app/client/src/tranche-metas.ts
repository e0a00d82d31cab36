import { type Account, type AccountMeta, AccountRole, type Address, type Instruction } from "@solana/kit";
import { trancheAddress } from "./addresses.js";
import type { Security } from "./generated/index.js";

/** The addresses of all tranches of a security, by rank. */
export async function trancheAddresses(security: Account<Security>): Promise<Address[]> {
  const ranks = Array.from({ length: security.data.trancheCount }, (_, rank) => rank);
  return Promise.all(ranks.map((rank) => trancheAddress(security.address, rank)));
}

/**
 * Adds every tranche of a security to an instruction, writable and in order of rank: required by instructions that run
 * through all of them.
 */
export async function withTranches(
  instruction: Instruction & Readonly<{ accounts: readonly AccountMeta[] }>,
  security: Account<Security>,
): Promise<Instruction> {
  const metas = (await trancheAddresses(security)).map(writable);
  return { ...instruction, accounts: [...instruction.accounts, ...metas] };
}

/** A non-signing account that an instruction writes. */
export function writable(address: Address): AccountMeta {
  return { address, role: AccountRole.WRITABLE };
}
