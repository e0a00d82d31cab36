import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { find, list, OFFSET, ROLE_TRANSFER, read } from "./account-kinds.js";
import { roleTransferAddress, waterfallAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { ClientError } from "./errors.js";
import {
  getAcceptRoleInstruction,
  getCancelRoleInstruction,
  getProposeRoleInstruction,
  getRefuseRoleInstruction,
  type RoleArgs,
  type RoleTransfer,
  type Security,
  type Waterfall,
} from "./generated/index.js";
import { NOBODY } from "./phase.js";
import { tiersOf } from "./tiers.js";
import { destinationsOf } from "./vaults-and-assets.js";

/** Roles by their number on chain. */
const KINDS = [
  "sponsor",
  "servicer",
  "reporter",
  "arbitrator",
  "escheat",
  "qualifier",
  "payee",
  "destination",
] as const;
/** A role's word, as commands take it: `payee 0` is the payee of tier 0. */
export type RoleWord = (typeof KINDS)[number];
/** The words of all roles. */
export const ROLE_WORDS: readonly RoleWord[] = KINDS;

/** A role by its word and place; the place is that of a qualifier, of a payee's tier, or of a destination. */
export type RoleName = Readonly<{ word: RoleWord; place: number }>;

/** A role as the program takes it. */
export function roleOf({ word, place }: RoleName): RoleArgs {
  switch (word) {
    case "sponsor":
      return { __kind: "Sponsor" };
    case "servicer":
      return { __kind: "Servicer" };
    case "reporter":
      return { __kind: "Reporter" };
    case "arbitrator":
      return { __kind: "Arbitrator" };
    case "escheat":
      return { __kind: "Escheat" };
    case "qualifier":
      return { __kind: "Qualifier", place };
    case "payee":
      return { __kind: "Payee", tier: place };
    case "destination":
      return { __kind: "Destination", place };
  }
}

/** The role that a role transfer is of. */
export function roleNameOf({ role, place }: RoleTransfer): RoleName {
  const word = KINDS[role];
  if (word === undefined) {
    throw new ClientError(`the role transfer is of a role that this client does not know: ${role}`);
  }
  return { word, place };
}

/** Where a security's transfer of a role is. */
export const roleTransferOf = async ({
  security,
  role: name,
}: Readonly<{ security: Address; role: RoleName }>): Promise<Address> =>
  roleTransferAddress({ security, role: KINDS.indexOf(name.word), place: name.place });

/** A role and who or what holds it. */
export type HeldRole = RoleName & Readonly<{ key: Address; holder: Address }>;

/** Every role of a security, who or what holds it, and who may propose another: for a destination, the sponsor. */
export function rolesOf(options: Readonly<{ security: Security; waterfall: Waterfall }>): HeldRole[] {
  const { security, waterfall } = options;
  const held = (word: RoleWord, key: Address, place = 0): HeldRole => ({ word, place, key, holder: key });
  const { sponsor, servicer, reporter, arbitrator, escheat } = security;
  return [
    held("sponsor", sponsor),
    held("servicer", servicer),
    held("reporter", reporter),
    held("arbitrator", arbitrator),
    ...(escheat === NOBODY ? [] : [held("escheat", escheat)]),
    ...security.qualifiers
      .slice(0, security.qualifierCount)
      .map((key, place) => held("qualifier", key, place)),
    ...tiersOf(waterfall).flatMap((tier, place) =>
      tier.payee === NOBODY ? [] : [held("payee", tier.payee, place)],
    ),
    ...destinationsOf(security).map((key, place) => ({
      ...held("destination", key, place),
      holder: sponsor,
    })),
  ];
}

/** Reads the transfer of a role; it must have been proposed. */
export const readRoleTransfer = async (
  cluster: Cluster,
  { security, role: name }: Readonly<{ security: Address; role: RoleName }>,
): Promise<Account<RoleTransfer>> =>
  read(cluster, ROLE_TRANSFER, await roleTransferOf({ security, role: name }));

/** Reads the transfer of a role, if one was proposed. */
export const findRoleTransfer = async (
  cluster: Cluster,
  { security, role: name }: Readonly<{ security: Address; role: RoleName }>,
): Promise<Account<RoleTransfer> | undefined> =>
  find(cluster, ROLE_TRANSFER, await roleTransferOf({ security, role: name }));

/** The role transfers of a security that are proposed and not yet accepted, cancelled or refused. */
export const listRoleTransfers = async (
  cluster: Cluster,
  security: Address,
): Promise<Account<RoleTransfer>[]> =>
  (await list(cluster, ROLE_TRANSFER, [[OFFSET.roleTransferSecurity, security]])).sort(
    (a, b) => a.data.role - b.data.role || a.data.place - b.data.place,
  );

/**
 * Proposes a new key for a role; for a destination, a new token account. By the holder of the role; for a destination,
 * by the sponsor. Sponsor, arbitrator, escheat owner, destinations and a payee that is the sponsor change hands three
 * days later at the earliest, and the arbitrator can refuse until then.
 */
export async function proposeRole(
  options: Readonly<{
    holder: TransactionSigner;
    /** Pays the rent and gets it back; the holder if left out. */
    payer?: TransactionSigner | undefined;
    security: Address;
    role: RoleName;
    to: Address;
  }>,
): Promise<Instruction[]> {
  const { holder, payer = holder, security, role, to } = options;
  return [
    getProposeRoleInstruction({
      holder,
      payer,
      security,
      waterfall: await waterfallAddress(security),
      roleTransfer: await roleTransferOf({ security, role }),
      to,
      role: roleOf(role),
    }),
  ];
}

/** Accepts a role. By the new key; for a destination, by the owner of its token account. */
export async function acceptRole(
  options: Readonly<{ newHolder: TransactionSigner; roleTransfer: Account<RoleTransfer> }>,
): Promise<Instruction[]> {
  const {
    newHolder,
    roleTransfer: { address: roleTransfer, data },
  } = options;
  const { security, to, rentPayer } = data;
  const waterfall = await waterfallAddress(security);
  return [getAcceptRoleInstruction({ newHolder, security, waterfall, roleTransfer, to, rentPayer })];
}

/** Cancels a role transfer. By the holder of the role or whoever proposed it; by anyone once it has expired. */
export async function cancelRole(
  options: Readonly<{ caller: TransactionSigner; roleTransfer: Account<RoleTransfer> }>,
): Promise<Instruction[]> {
  const {
    caller,
    roleTransfer: { address: roleTransfer, data },
  } = options;
  const { security, rentPayer } = data;
  const waterfall = await waterfallAddress(security);
  return [getCancelRoleInstruction({ caller, security, waterfall, roleTransfer, rentPayer })];
}

/** Refuses a role transfer during its notice. By the arbitrator. */
export async function refuseRole(
  options: Readonly<{ arbitrator: TransactionSigner; roleTransfer: Account<RoleTransfer> }>,
): Promise<Instruction[]> {
  const {
    arbitrator,
    roleTransfer: {
      address: roleTransfer,
      data: { security, rentPayer },
    },
  } = options;
  return [getRefuseRoleInstruction({ arbitrator, security, roleTransfer, rentPayer })];
}
