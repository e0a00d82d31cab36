import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { find, PERSON } from "../account-kinds.js";
import { findHolder } from "../accounts.js";
import { credentialAddress, holderAddress, personAddress } from "../addresses.js";
import { type Cluster, clusterTime } from "../cluster.js";
import { findLongestCredential, personOf, qualifyHolder } from "../credential.js";
import { wideToBigint } from "../earnings.js";
import { ClientError } from "../errors.js";
import {
  getAllotSharesInstruction,
  getFreePlaceInstruction,
  type Holder,
  type Person,
  type Security,
  type Tranche,
} from "../generated/index.js";
import { openHolder } from "../holder.js";
import { limitsHolders } from "./rules.js";

/** The most that a record can be allotted where one person may have any number of shares. */
export const UNLIMITED_ALLOTMENT = 2n ** 64n - 1n;

/** Reads what the records of a person are allotted in a tranche; there is nothing to read while none of them is. */
export const findPerson = async (
  cluster: Cluster,
  { tranche, person }: Readonly<{ tranche: Address; person: Address }>,
): Promise<Account<Person> | undefined> => find(cluster, PERSON, await personAddress(tranche, person));

/** What a record may receive where its class limits holders. */
export type Allotment = Readonly<{
  /** Up to how many shares it may have when it receives some, base units. */
  allotted: bigint;
  /** How many more it may receive now. */
  room: bigint;
  /** The most that its owner can allot it now, beside the person's other records; `null`: any number. */
  most: bigint | null;
  /** Whether the class has a place for its person, who may have one already. */
  hasPlace: boolean;
}>;

/** What a record may receive; `undefined` where its class limits no holders. */
export function allotmentOf(
  options: Readonly<{
    tranche: Pick<Tranche, "rules">;
    holder: Pick<Holder, "shares" | "allotted">;
    /** That of the record's person, if there is one. */
    person: Person | undefined;
  }>,
): Allotment | undefined {
  const { tranche, holder, person } = options;
  const { rules } = tranche;
  const { shares, allotted } = holder;
  if (!limitsHolders(rules)) {
    return undefined;
  }
  const others = (person === undefined ? 0n : wideToBigint(person.allotted)) - allotted;
  return {
    allotted,
    room: allotted > shares ? allotted - shares : 0n,
    most: rules.maxShares === 0n ? null : rules.maxShares - others,
    hasPlace: person !== undefined || rules.maxHolders === 0 || rules.persons < rules.maxHolders,
  };
}

/**
 * Sets up to how many shares a record may have when it receives some, where its class limits holders; 0 frees the place of a
 * record without shares. By its owner, after the first lock; the payer pays the rent of a new person's account, and whoever paid
 * it gets it back with the last allotment.
 */
export async function allotShares(
  options: Readonly<{
    cluster: Cluster;
    owner: TransactionSigner;
    /** The owner if left out. */
    payer?: TransactionSigner | undefined;
    security: Address;
    holder: Account<Holder>;
    /** Share base units. */
    limit: bigint;
  }>,
): Promise<Instruction[]> {
  const { owner, holder } = options;
  const { tranche, person } = holder.data;
  return [
    await allot({ ...options, payer: options.payer ?? owner, tranche, holder: holder.address, person }),
  ];
}

async function allot(
  options: Readonly<{
    cluster: Cluster;
    owner: TransactionSigner;
    payer: TransactionSigner;
    security: Address;
    tranche: Address;
    holder: Address;
    person: Address;
    limit: bigint;
  }>,
): Promise<Instruction> {
  const { cluster, owner, payer, security, tranche, holder, person, limit } = options;
  const found = await findPerson(cluster, { tranche, person });
  return getAllotSharesInstruction({
    owner,
    payer,
    security,
    tranche,
    holder,
    person: await personAddress(tranche, person),
    rentPayer: found?.data.rentPayer ?? payer.address,
    limit,
  });
}

/**
 * The same for an owner whose record may be missing, or lack a valid credential: opens the record, and takes over the credential
 * that is valid longest, which may count the record for another person. By the owner, who pays the rents.
 */
export async function takeAllotment(
  options: Readonly<{
    cluster: Cluster;
    owner: TransactionSigner;
    security: Account<Security>;
    tranche: Address;
    /** Share base units. */
    limit: bigint;
  }>,
): Promise<Instruction[]> {
  const { cluster, owner, security, tranche, limit } = options;
  const [now, record, credential] = await Promise.all([
    clusterTime(cluster),
    findHolder(cluster, { tranche, owner: owner.address }),
    findLongestCredential(cluster, { security, owner: owner.address }),
  ]);
  const isQualified = record !== undefined && now < record.data.credentialUntil;
  const taken =
    isQualified || credential === undefined || credential.data.expiresAt <= now ? undefined : credential.data;
  const stays = record !== undefined && (record.data.allotted > 0n || taken === undefined);
  return [
    ...(record === undefined
      ? await openHolder({ payer: owner, owner: owner.address, security, tranche })
      : []),
    ...(taken === undefined
      ? []
      : await qualifyHolder({ security: security.address, tranche, owner, qualifier: taken.qualifier })),
    await allot({
      cluster,
      owner,
      payer: owner,
      security: security.address,
      tranche,
      holder: await holderAddress(tranche, owner.address),
      person: stays ? record.data.person : taken === undefined ? owner.address : personOf(taken),
      limit,
    }),
  ];
}

/**
 * Frees the place of a record that has an allotment and no shares, once its owner's credential is over; whoever paid the rent of
 * its person's account gets it back with the last allotment. By anyone.
 */
export async function freePlace(
  options: Readonly<{ cluster: Cluster; security: Address; holder: Account<Holder> }>,
): Promise<Instruction[]> {
  const { cluster, security, holder } = options;
  const { tranche, owner, qualifier, person } = holder.data;
  const found = await findPerson(cluster, { tranche, person });
  if (found === undefined) {
    throw new ClientError(`the record of ${owner} takes no place: nothing is allotted to it`);
  }
  return [
    getFreePlaceInstruction({
      security,
      tranche,
      holder: holder.address,
      credential: await credentialAddress(qualifier, owner),
      person: found.address,
      rentPayer: found.data.rentPayer,
    }),
  ];
}
