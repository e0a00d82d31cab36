import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { find, HANDOVER, list, OFFSET, read } from "./account-kinds.js";
import { handoverAddress, waterfallAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { ClientError } from "./errors.js";
import {
  getAcceptRoleInstruction,
  getCancelRoleInstruction,
  getProposeRoleInstruction,
  getRefuseRoleInstruction,
  type Handover,
  type RoleArgs,
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

/** The role that a hand-over is of. */
export function roleNameOf({ role, place }: Handover): RoleName {
  const word = KINDS[role];
  if (word === undefined) {
    throw new ClientError(`the hand-over is of a role that this client does not know: ${role}`);
  }
  return { word, place };
}

/** Where a security's hand-over of a role is. */
export const handoverOf = async ({
  security,
  role: name,
}: Readonly<{ security: Address; role: RoleName }>): Promise<Address> =>
  handoverAddress({ security, role: KINDS.indexOf(name.word), place: name.place });

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

/** Reads the hand-over of a role; it must have been proposed. */
export const readHandover = async (
  cluster: Cluster,
  { security, role: name }: Readonly<{ security: Address; role: RoleName }>,
): Promise<Account<Handover>> => read(cluster, HANDOVER, await handoverOf({ security, role: name }));

/** Reads the hand-over of a role, if one was proposed. */
export const findHandover = async (
  cluster: Cluster,
  { security, role: name }: Readonly<{ security: Address; role: RoleName }>,
): Promise<Account<Handover> | undefined> =>
  find(cluster, HANDOVER, await handoverOf({ security, role: name }));

/** The hand-overs of a security that are proposed and not yet accepted, cancelled or refused. */
export const listHandovers = async (cluster: Cluster, security: Address): Promise<Account<Handover>[]> =>
  (await list(cluster, HANDOVER, [[OFFSET.handoverSecurity, security]])).sort(
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
      handover: await handoverOf({ security, role }),
      to,
      role: roleOf(role),
    }),
  ];
}

/** Accepts a role. By the new key; for a destination, by the owner of its token account. */
export async function acceptRole(
  options: Readonly<{ newHolder: TransactionSigner; handover: Account<Handover> }>,
): Promise<Instruction[]> {
  const {
    newHolder,
    handover: { address: handover, data },
  } = options;
  const { security, to, rentPayer } = data;
  const waterfall = await waterfallAddress(security);
  return [getAcceptRoleInstruction({ newHolder, security, waterfall, handover, to, rentPayer })];
}

/** Cancels a hand-over. By the holder of the role or whoever proposed it; by anyone once it has expired. */
export async function cancelRole(
  options: Readonly<{ caller: TransactionSigner; handover: Account<Handover> }>,
): Promise<Instruction[]> {
  const {
    caller,
    handover: { address: handover, data },
  } = options;
  const { security, rentPayer } = data;
  const waterfall = await waterfallAddress(security);
  return [getCancelRoleInstruction({ caller, security, waterfall, handover, rentPayer })];
}

/** Refuses a hand-over during its notice. By the arbitrator. */
export async function refuseRole(
  options: Readonly<{ arbitrator: TransactionSigner; handover: Account<Handover> }>,
): Promise<Instruction[]> {
  const {
    arbitrator,
    handover: {
      address: handover,
      data: { security, rentPayer },
    },
  } = options;
  return [getRefuseRoleInstruction({ arbitrator, security, handover, rentPayer })];
}
