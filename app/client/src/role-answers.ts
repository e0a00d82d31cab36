import { type Account, type Address, createNoopSigner } from "@solana/kit";
import { list, OFFSET, ROLE_TRANSFER } from "./account-kinds.js";
import type { Cluster } from "./cluster.js";
import { TransactionFailure } from "./errors.js";
import type { RoleTransfer, Security, Waterfall } from "./generated/index.js";
import { acceptRole, ROLE_WORDS, roleNameOf, rolesOf } from "./role.js";
import { simulate } from "./simulate.js";
import { readTokenAccounts } from "./token.js";

const DESTINATION = ROLE_WORDS.indexOf("destination");

/** What somebody may do about a role transfer now, as the program would let it. */
export type RoleAnswers = Readonly<{
  transfer: Account<RoleTransfer>;
  /** Who accepts it: the new key; for a destination, the owner of its token account, if there is one. */
  accepter: Address | undefined;
  /** Whether the program would let it be accepted; `undefined` for whoever does not accept it, or before and after its time. */
  acceptance: "accepted" | Readonly<{ refused: string }> | undefined;
  mayCancel: boolean;
  mayRefuse: boolean;
}>;

/**
 * The role transfers of all securities that an address accepts: of roles that it is to hold itself, and of destinations
 * whose token accounts it owns.
 */
export async function listProposedRoles(cluster: Cluster, who: Address): Promise<Account<RoleTransfer>[]> {
  const [own, destinations] = await Promise.all([
    list(cluster, ROLE_TRANSFER, [[OFFSET.roleTransferTo, who]]),
    list(cluster, ROLE_TRANSFER, [[OFFSET.roleTransferRole, Uint8Array.of(DESTINATION)]]),
  ]);
  const owners = await accepters(cluster, destinations);
  return [
    ...own.filter(({ data }) => data.role !== DESTINATION),
    ...destinations.filter((_, at) => owners[at] === who),
  ];
}

/**
 * What an address may do about role transfers of a security. Whether one would be accepted is the program's own answer, in
 * a simulated transaction: a key may be refused for another role that it holds, or because the role has changed hands.
 */
export async function roleAnswers(
  cluster: Cluster,
  options: Readonly<{
    security: Account<Security>;
    waterfall: Account<Waterfall>;
    transfers: readonly Account<RoleTransfer>[];
    /** Who answers. */
    who: Address;
    /** The cluster's time. */
    now: bigint;
  }>,
): Promise<RoleAnswers[]> {
  const { transfers, who, now } = options;
  const security = options.security.data;
  const roles = rolesOf({ security, waterfall: options.waterfall.data });
  const accept = await accepters(cluster, transfers);
  return await Promise.all(
    transfers.map(async (transfer, at) => {
      const { holder, proposedAt, effectiveAt, expiresAt } = transfer.data;
      const { word, place } = roleNameOf(transfer.data);
      const held = roles.find((one) => one.word === word && one.place === place);
      const isDue = now >= effectiveAt && now < expiresAt;
      return {
        transfer,
        accepter: accept[at],
        acceptance: accept[at] === who && isDue ? await acceptance(cluster, transfer, who) : undefined,
        mayCancel: held?.holder === who || holder === who || now >= expiresAt,
        mayRefuse: security.arbitrator === who && proposedAt < effectiveAt && now < effectiveAt,
      };
    }),
  );
}

/** Who accepts each of some role transfers. */
async function accepters(
  cluster: Cluster,
  transfers: readonly Account<RoleTransfer>[],
): Promise<(Address | undefined)[]> {
  const of = transfers.filter(({ data }) => data.role === DESTINATION).map(({ data }) => data.to);
  const found = of.length === 0 ? [] : await readTokenAccounts(cluster, of);
  const owners = new Map(of.map((account, at) => [account, found[at]?.owner]));
  return transfers.map(({ data: { role, to } }) => (role === DESTINATION ? owners.get(to) : to));
}

async function acceptance(
  cluster: Cluster,
  roleTransfer: Account<RoleTransfer>,
  who: Address,
): Promise<"accepted" | Readonly<{ refused: string }>> {
  try {
    await simulate(cluster, await acceptRole({ newHolder: createNoopSigner(who), roleTransfer }), who);
    return "accepted";
  } catch (error) {
    if (!(error instanceof TransactionFailure)) {
      throw error;
    }
    return { refused: error.message };
  }
}
