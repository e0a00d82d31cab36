import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { CREDENTIAL, find, list, OFFSET } from "./account-kinds.js";
import { credentialAddress, holderAddress, protocolAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import {
  type Credential,
  type CredentialTermsArgs,
  getIssueCredentialInstruction,
  getQualifyHolderInstruction,
  getSetCredentialInstruction,
  getSetQualifiersInstruction,
  type Security,
} from "./generated/index.js";
import { NOBODY } from "./phase.js";
import { protocolTermsArgs, type RegistrationTerms } from "./protocol-terms.js";

/** The qualifiers whose credentials admit holders of a security's shares; if there are none, anyone may hold them. */
export function qualifiersOf(security: Security): Address[] {
  return security.qualifiers.slice(0, security.qualifierCount);
}

/** The person that a credential is about, whose other addresses may have credentials too. */
export const personOf = ({ person, subject }: Pick<Credential, "person" | "subject">): Address =>
  person === NOBODY ? subject : person;

/**
 * Names the qualifiers whose credentials admit holders, at most four, and says how protocols may register themselves beside them.
 * By the sponsor, before the first tranche.
 */
export async function setQualifiers(
  options: Readonly<{
    sponsor: TransactionSigner;
    security: Address;
    qualifiers: readonly Address[];
    /** `null`, or left out: no protocol may. */
    protocols?: RegistrationTerms | null;
  }>,
): Promise<Instruction[]> {
  const { sponsor, security, qualifiers, protocols = null } = options;
  return [
    getSetQualifiersInstruction({
      sponsor,
      security,
      qualifiers: [...qualifiers],
      protocols: protocolTermsArgs(protocols),
    }),
  ];
}

/** Issues a credential, good for every security that names the qualifier. By the qualifier, who pays the rent. */
export async function issueCredential(
  options: Readonly<{ qualifier: TransactionSigner; subject: Address; terms: CredentialTermsArgs }>,
): Promise<Instruction[]> {
  const { qualifier, subject, terms } = options;
  const credential = await credentialAddress(qualifier.address, subject);
  return [getIssueCredentialInstruction({ qualifier, subject, credential, args: terms })];
}

/** Changes a credential; `expiresAt: 0n` revokes it. By its issuer. Records adopt it with `qualifyHolder`. */
export async function setCredential(
  options: Readonly<{ qualifier: TransactionSigner; subject: Address; terms: CredentialTermsArgs }>,
): Promise<Instruction[]> {
  const { qualifier, subject, terms } = options;
  const credential = await credentialAddress(qualifier.address, subject);
  return [getSetCredentialInstruction({ qualifier, credential, args: terms })];
}

/**
 * Copies a qualifier's credential for an owner into the owner's record in a tranche, or its registration as a protocol. By anyone; the owner's own signature also
 * takes over what another qualifier says than the one that admitted it.
 */
export async function qualifyHolder(
  options: Readonly<{
    security: Address;
    tranche: Address;
    /** The owner, as a signer where it chooses. */
    owner: Address | TransactionSigner;
    /** The security itself for a registration. */
    qualifier: Address;
  }>,
): Promise<Instruction[]> {
  const { security, tranche, qualifier } = options;
  const [owner, signer] =
    typeof options.owner === "string"
      ? [options.owner, {}]
      : [options.owner.address, { owner: options.owner }];
  return [
    getQualifyHolderInstruction({
      ...signer,
      security,
      tranche,
      holder: await holderAddress(tranche, owner),
      credential:
        qualifier === security
          ? await protocolAddress(security, owner)
          : await credentialAddress(qualifier, owner),
    }),
  ];
}

/** Reads the credential that a qualifier issued to an owner, if there is one. */
export const findCredential = async (
  cluster: Cluster,
  { qualifier, subject }: Readonly<{ qualifier: Address; subject: Address }>,
): Promise<Account<Credential> | undefined> =>
  find(cluster, CREDENTIAL, await credentialAddress(qualifier, subject));

/**
 * Reads the credential that is valid longest of those that a security's qualifiers issued to an owner, if there is any.
 */
export async function findLongestCredential(
  cluster: Cluster,
  options: Readonly<{ security: Account<Security>; owner: Address }>,
): Promise<Account<Credential> | undefined> {
  return (await credentialsOf(cluster, options))[0];
}

/** What a security's qualifiers issued to an owner; the one that is valid longest comes first. */
export async function credentialsOf(
  cluster: Cluster,
  { security, owner }: Readonly<{ security: Account<Security>; owner: Address }>,
): Promise<Account<Credential>[]> {
  const found = await Promise.all(
    qualifiersOf(security.data).map((qualifier) => findCredential(cluster, { qualifier, subject: owner })),
  );
  return longestFirst(found.filter((one) => one !== undefined));
}

/** All credentials of an owner, whoever issued them; the one that is valid longest comes first. */
export const listCredentials = async (cluster: Cluster, subject: Address): Promise<Account<Credential>[]> =>
  longestFirst(await list(cluster, CREDENTIAL, [[OFFSET.credentialSubject, subject]]));

const longestFirst = (credentials: readonly Account<Credential>[]): Account<Credential>[] =>
  credentials.toSorted((a, b) => Number(b.data.expiresAt - a.data.expiresAt));
