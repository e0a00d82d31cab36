import { type Account, type AccountMeta, AccountRole, type Address, type Instruction } from "@solana/kit";
import { trancheAddress } from "./addresses.js";
import type { Security } from "./generated/index.js";

/** The addresses of all tranches of a security, by rank. */
export async function trancheAddresses(security: Account<Security>): Promise<Address[]> {
  const ranks = Array.from({ length: security.data.trancheCount }, (_, rank) => rank);
  return Promise.all(ranks.map((rank) => trancheAddress(security.address, rank)));
}

/** Adds every tranche of a security to an instruction, writable and in order of rank: what runs through all needs. */
export async function withTranches(
  instruction: Instruction & Readonly<{ accounts: readonly AccountMeta[] }>,
  security: Account<Security>,
): Promise<Instruction> {
  const metas = (await trancheAddresses(security)).map(writable);
  return { ...instruction, accounts: [...instruction.accounts, ...metas] };
}

/** An account that an instruction writes and that does not sign. */
export function writable(address: Address): AccountMeta {
  return { address, role: AccountRole.WRITABLE };
}
