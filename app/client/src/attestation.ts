import {
  type Address,
  getAddressDecoder,
  getAddressEncoder,
  getProgramDerivedAddress,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { readBytes } from "./accounts.js";
import { credentialAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { ClientError } from "./errors.js";
import { getCopyAttestationInstruction } from "./generated/index.js";

/** The program of the Solana Attestation Service. */
export const ATTESTATION_SERVICE = "22zoJMtdu4tQc2PzL74ZUT7FrwgB1Udec8DdW4yw4BdG" as Address;
/** The first byte of a schema of the service, before the address of its issuer's credential. */
const IS_SCHEMA = 1;
const CREDENTIAL = { at: 1, size: 32 } as const;
/** The first byte of an attestation, where the number of its values' bytes is, and the size of its signer behind them. */
const IS_ATTESTATION = 2;
const VALUES = { at: 97, size: 4 } as const;
const SIGNER = 32;
/** One that does not expire. */
const NEVER = 2n ** 63n - 1n;

/**
 * Where the attestation of an owner by a schema of the service is, if its issuer has attested it: the owner's address is its nonce.
 *
 * @throws {ClientError} If there is no schema at that address.
 */
export async function attestationAddress(
  cluster: Cluster,
  { schema, subject }: Readonly<{ schema: Address; subject: Address }>,
): Promise<Address> {
  const [address] = await attestationAddresses(cluster, { schema, subjects: [subject] });
  return address as Address;
}

/**
 * Where the attestations of owners by a schema of the service are, one for each of them.
 *
 * @throws {ClientError} If there is no schema at that address.
 */
export async function attestationAddresses(
  cluster: Cluster,
  { schema, subjects }: Readonly<{ schema: Address; subjects: readonly Address[] }>,
): Promise<Address[]> {
  const [account] = await readBytes(cluster, [schema]);
  const end = CREDENTIAL.at + CREDENTIAL.size;
  if (account?.owner !== ATTESTATION_SERVICE || account.data[0] !== IS_SCHEMA || account.data.length < end) {
    throw new ClientError(`${schema} is no schema of the Solana Attestation Service on this cluster`);
  }
  const credential = getAddressDecoder().decode(account.data.subarray(CREDENTIAL.at, end));
  const key = (address: Address) => getAddressEncoder().encode(address);
  const addresses = subjects.map(async (subject) => {
    const [address] = await getProgramDerivedAddress({
      programAddress: ATTESTATION_SERVICE,
      seeds: ["attestation", key(credential), key(schema), key(subject)],
    });
    return address;
  });
  return Promise.all(addresses);
}

/**
 * When an attestation of the service expires, in Unix time, as a credential that is copied from it does; `undefined` for other
 * data.
 */
export function attestedUntil(data: Uint8Array): bigint | undefined {
  const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data[0] !== IS_ATTESTATION || data.length < VALUES.at + VALUES.size) {
    return undefined;
  }
  const at = VALUES.at + VALUES.size + bytes.getUint32(VALUES.at, true) + SIGNER;
  if (data.length < at + 8) {
    return undefined;
  }
  const until = bytes.getBigInt64(at, true);
  return until === 0n ? NEVER : until;
}

/**
 * Copies an attestation of the Solana Attestation Service into a credential of its schema, or revokes that where the attestation
 * was closed. By anyone; the payer pays the rent of a new credential. Records adopt it with `qualifyHolder`, with the schema as the qualifier.
 */
export async function copyAttestation(
  options: Readonly<{ cluster: Cluster; payer: TransactionSigner; schema: Address; subject: Address }>,
): Promise<Instruction[]> {
  const { cluster, payer, schema, subject } = options;
  return [
    getCopyAttestationInstruction({
      payer,
      subject,
      schema,
      attestation: await attestationAddress(cluster, { schema, subject }),
      credential: await credentialAddress(schema, subject),
    }),
  ];
}
