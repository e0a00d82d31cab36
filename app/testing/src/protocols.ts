import { type Cluster, NOBODY, protocolAddress } from "@defi-ready/securities";
import { getProtocolEncoder, SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { type Address, getProgramDerivedAddress } from "@solana/kit";
import { setAccounts } from "./crowd.js";
import { DAY, START } from "./offering.js";

/** A program that registers addresses of its own, which is not on the chain of tests. */
export const POOLS = "SafeSafeSafeSafeSafeSafeSafeSafeSafeSafeSaf" as Address;

/**
 * Writes the registration of an address of a program with a security, new until a time, as the program would by a call of the
 * other program.
 */
export async function writeProtocol(
  cluster: Cluster,
  { security, name, validFrom }: Readonly<{ security: Address; name: string; validFrom: bigint }>,
): Promise<Address> {
  const [address, bump] = await getProgramDerivedAddress({ programAddress: POOLS, seeds: [name] });
  const record = getProtocolEncoder().encode({
    version: 1,
    bump,
    state: 0,
    padding: new Uint8Array(5),
    security,
    address,
    program: POOLS,
    rentPayer: NOBODY,
    decidedBy: NOBODY,
    validFrom,
    expiresAt: validFrom + 365n * DAY,
    changedAt: START,
  });
  const at = await protocolAddress(security, address);
  await setAccounts(cluster, [[at, SECURITIES_PROGRAM_ADDRESS, new Uint8Array(record)]]);
  return address;
}
