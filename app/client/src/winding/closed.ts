import { type Account, type Address, decodeAccount, fetchEncodedAccount } from "@solana/kit";
import { type Cluster, commitmentOf } from "../cluster.js";
import {
  CLOSED_SECURITY_DISCRIMINATOR,
  type ClosedSecurity,
  getClosedSecurityDecoder,
  SECURITIES_PROGRAM_ADDRESS,
} from "../generated/index.js";

/** What a security that was closed leaves, which keeps its address taken; `undefined` of any other address. */
export async function findClosedSecurity(
  cluster: Cluster,
  address: Address,
): Promise<Account<ClosedSecurity> | undefined> {
  const found = await fetchEncodedAccount(cluster.rpc, address, { commitment: commitmentOf(cluster) });
  return found.exists &&
    found.programAddress === SECURITIES_PROGRAM_ADDRESS &&
    CLOSED_SECURITY_DISCRIMINATOR.every((byte, at) => found.data[at] === byte)
    ? decodeAccount(found, getClosedSecurityDecoder())
    : undefined;
}
