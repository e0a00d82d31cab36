import type { Account, Address, Instruction, ReadonlyUint8Array, TransactionSigner } from "@solana/kit";
import { find, list, OFFSET, PROTOCOL } from "./account-kinds.js";
import { findHolder, readTranches } from "./accounts.js";
import { holderAddress, protocolAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import {
  getDecideProtocolInstruction,
  getQualifyHolderInstruction,
  getRegisterProtocolInstruction,
  type Protocol,
  ProtocolDecision,
  type Security,
} from "./generated/index.js";

/** How a registration stands; the program's states by their numbers, and one that has expired. */
export type ProtocolState = "new" | "valid" | "vetoed" | "suspended" | "expired";
const STATES = ["new", "valid", "vetoed", "suspended"] as const;

/** How a registration stands at a time. */
export function protocolStateOf({ state, validFrom, expiresAt }: Protocol, now: bigint): ProtocolState {
  const stored = STATES[state] ?? "suspended";
  if (stored === "vetoed" || stored === "suspended") {
    return stored;
  }
  if (stored === "new" && now < validFrom) {
    return "new";
  }
  return now < expiresAt ? "valid" : "expired";
}

/** The registration of an address with a security, if there is one. */
export const findProtocol = async (
  cluster: Cluster,
  { security, address }: Readonly<{ security: Address; address: Address }>,
): Promise<Account<Protocol> | undefined> =>
  find(cluster, PROTOCOL, await protocolAddress(security, address));

/** All registrations with a security; what becomes valid latest comes first. */
export async function listProtocols(cluster: Cluster, security: Address): Promise<Account<Protocol>[]> {
  const found = await list(cluster, PROTOCOL, [[OFFSET.protocolSecurity, security]]);
  return found.sort((a, b) => Number(b.data.validFrom - a.data.validFrom));
}

/**
 * Registers an address of a program to hold shares of a security, or renews its registration. By the address, for which its
 * program signs: most programs call the securities program themselves.
 */
export async function registerProtocol(
  options: Readonly<{
    authority: TransactionSigner;
    /** Pays the rent of a new registration. */
    payer: TransactionSigner;
    security: Address;
    /** The program that the address is derived from. */
    program: Address;
    /** What it is derived from, with the bump as the last. */
    seeds: readonly ReadonlyUint8Array[];
  }>,
): Promise<Instruction[]> {
  const { authority, payer, security, program, seeds } = options;
  return [
    getRegisterProtocolInstruction({
      authority,
      payer,
      security,
      protocol: await protocolAddress(security, authority.address),
      fromProgram: program,
      seeds: [...seeds],
    }),
  ];
}

/**
 * Vetoes or suspends a registration, or lifts its suspension, and copies that into the records that it admitted. By a qualifier or
 * the arbitrator; a veto also by the sponsor.
 */
export async function decideProtocol(
  options: Readonly<{
    cluster: Cluster;
    decider: TransactionSigner;
    security: Account<Security>;
    /** The address that is registered. */
    address: Address;
    decision: "veto" | "suspend" | "lift";
  }>,
): Promise<Instruction[]> {
  const { cluster, decider, security, address, decision } = options;
  const protocol = await protocolAddress(security.address, address);
  return [
    getDecideProtocolInstruction({
      decider,
      security: security.address,
      protocol,
      decision: DECISIONS[decision],
    }),
    ...(await takenOver(cluster, { security, address, protocol })),
  ];
}

const DECISIONS = {
  veto: ProtocolDecision.Veto,
  suspend: ProtocolDecision.Suspend,
  lift: ProtocolDecision.Lift,
} as const;

/** Copies a registration into those of its address's records that it admitted. */
async function takenOver(
  cluster: Cluster,
  {
    security,
    address,
    protocol,
  }: Readonly<{ security: Account<Security>; address: Address; protocol: Address }>,
): Promise<Instruction[]> {
  const tranches = await readTranches(cluster, security);
  const instructions = tranches.map(async (tranche) => {
    const record = await findHolder(cluster, { tranche: tranche.address, owner: address });
    return record?.data.qualifier === security.address
      ? [
          getQualifyHolderInstruction({
            security: security.address,
            tranche: tranche.address,
            holder: await holderAddress(tranche.address, address),
            credential: protocol,
          }),
        ]
      : [];
  });
  return (await Promise.all(instructions)).flat();
}
