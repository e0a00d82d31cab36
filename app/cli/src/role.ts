import {
  acceptRole,
  ClientError,
  cancelRole,
  clusterTime,
  listRoleTransfers,
  proposeRole,
  ROLE_WORDS,
  type RoleName,
  type RoleWord,
  readRoleTransfer,
  readSecurity,
  readTokenAccounts,
  readWaterfall,
  refuseRole,
  requireOwner,
  roleNameOf,
  rolesOf,
} from "@defi-ready/securities";
import type { RoleTransfer } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Argument, Command } from "commander";
import { action, type Context, examples, parseAddress, parseCount, UsageError } from "./context.js";
import { withFigures } from "./figures.js";
import { moment, table } from "./format.js";

/** Roles of which there can be several. */
const PLACED: ReadonlySet<RoleWord> = new Set(["qualifier", "payee", "destination"]);

/** `role`: who holds a security's roles, and their role transfer. */
export function roleCommand(): Command {
  return new Command("role")
    .description(
      "Who holds a security's roles, and how they change hands: proposed by the holder, accepted by the new one.",
    )
    .addCommand(showCommand())
    .addCommand(proposeCommand())
    .addCommand(endCommand("accept"))
    .addCommand(endCommand("cancel"))
    .addCommand(endCommand("refuse"));
}

function withRole(command: Command): Command {
  return command
    .argument("<security>", "the security's address", parseAddress)
    .addArgument(new Argument("<role>", "which role").choices([...ROLE_WORDS]))
    .option(
      "--place <number>",
      "which of the qualifiers or destinations, or the payee's tier, from 0",
      parseCount,
    );
}

function nameOf(word: string | undefined, place: number | undefined): RoleName {
  const role = word as RoleWord;
  if (PLACED.has(role) !== (place !== undefined)) {
    throw new UsageError(
      PLACED.has(role)
        ? `there can be several: name one with --place, as in \`role show\``
        : `there is one ${role}: leave --place out`,
    );
  }
  return { word: role, place: place ?? 0 };
}

const words = ({ word, place }: RoleName): string => (PLACED.has(word) ? `${word} ${place}` : word);

function showCommand(): Command {
  const command = new Command("show")
    .description("Show who holds each role, and the role transfers that were proposed.")
    .argument("<security>", "the security's address", parseAddress);
  examples(command, "role show 9xQe...");
  return action(command, async ({ cluster }, _, address) => {
    const security = await readSecurity(cluster, address as Address);
    const waterfall = await readWaterfall(cluster, security.address);
    const roles = rolesOf({ security: security.data, waterfall: waterfall.data });
    const roleTransfers = await listRoleTransfers(cluster, security.address);
    const now = await clusterTime(cluster);
    const pending = roleTransfers.map((one) => ({
      roleTransfer: one.address,
      role: roleNameOf(one.data),
      from: one.data.from,
      to: one.data.to,
      effectiveAt: one.data.effectiveAt,
      expiresAt: one.data.expiresAt,
      state: stateOf(one.data, now),
    }));
    const held = table(
      ["Role", "Held by"],
      roles.map((role) => [words(role), role.key]),
    );
    const rows = pending.map((one) => [words(one.role), one.to, one.state, moment(one.expiresAt)]);
    return {
      text:
        rows.length === 0
          ? held
          : `${held}\n\n${table(["Role transfer of", "To", "Can be accepted", "Expires"], rows)}`,
      json: { security: security.address, roles, roleTransfers: pending },
    };
  });
}

function stateOf({ effectiveAt, expiresAt }: RoleTransfer, now: bigint): string {
  if (now >= expiresAt) {
    return "no more: it has expired";
  }
  return now < effectiveAt ? `from ${moment(effectiveAt)}; until then the arbitrator can refuse` : "now";
}

function proposeCommand(): Command {
  const command = withRole(
    new Command("propose").description(
      "Propose a new key for a role that you hold, or as the sponsor another token account for a destination. " +
        "Sponsor, arbitrator, escheat owner, destinations and the sponsor's own fees change hands three days later.",
    ),
  ).argument("<to>", "the new key's address; for a destination, the token account", parseAddress);
  examples(
    command,
    "role propose 9xQe... reporter 4Nd1...",
    "role propose 9xQe... destination 8Ks2... --place 0",
  );
  return action<{ place?: number }>(command, async (context, options, address, word, to) => {
    const role = nameOf(word, options.place);
    const holder = await context.signer();
    const security = address as Address;
    await requireHolderOf(context, role, to as Address);
    const instructions = await proposeRole({ holder, security, role, to: to as Address });
    const exists = async () => {
      const { data: before } = await readRoleTransfer(context.cluster, { security, role });
      return `${before.to} was proposed as ${words(role)} already: take that back with \`role cancel\` first`;
    };
    const signature = await withFigures({ exists }, () => context.send(instructions, holder));
    const { address: roleTransfer, data } = await readRoleTransfer(context.cluster, { security, role });
    const from = data.effectiveAt > data.proposedAt ? `from ${moment(data.effectiveAt)}` : "at once";
    return {
      text: `proposed ${to} as ${words(role)}: it can accept ${from}, until ${moment(data.expiresAt)}`,
      json: {
        signature,
        roleTransfer,
        role,
        to,
        effectiveAt: data.effectiveAt,
        expiresAt: data.expiresAt,
      },
    };
  });
}

/** Refuses a new key that nobody can sign for, and a destination that takes no money, before anything is sent. */
async function requireHolderOf({ cluster }: Context, { word }: RoleName, to: Address): Promise<void> {
  if (word !== "destination") {
    await requireOwner(cluster, { owner: to, what: `the new ${word}` });
    return;
  }
  const [account] = await readTokenAccounts(cluster, [to]);
  if (account === undefined) {
    throw new ClientError(
      `the new destination, ${to}, is not a token account: name one of a mint in which proceeds are paid`,
    );
  }
}

const ENDS = {
  accept: {
    description:
      "Accept a role that was proposed to you; for a destination, as the owner of its token account.",
    done: ({ data }: Account<RoleTransfer>, role: RoleName) => `${data.to} is ${words(role)} now`,
  },
  cancel: {
    description: "Cancel a role transfer that was not accepted; anybody may cancel one that has expired.",
    done: (_: Account<RoleTransfer>, role: RoleName) => `the transfer of ${words(role)} is cancelled`,
  },
  refuse: {
    description: "As the arbitrator, refuse a role transfer during its notice.",
    done: (_: Account<RoleTransfer>, role: RoleName) => `the transfer of ${words(role)} is refused`,
  },
} as const;

function endCommand(verb: keyof typeof ENDS): Command {
  const { description, done } = ENDS[verb];
  const command = withRole(new Command(verb).description(description));
  examples(command, `role ${verb} 9xQe... sponsor`, `role ${verb} 9xQe... destination --place 0`);
  return action<{ place?: number }>(command, async (context: Context, options, address, word) => {
    const role = nameOf(word, options.place);
    const signer = await context.signer();
    const roleTransfer = await readRoleTransfer(context.cluster, { security: address as Address, role });
    const instructions =
      verb === "accept"
        ? await acceptRole({ newHolder: signer, roleTransfer })
        : verb === "cancel"
          ? await cancelRole({ caller: signer, roleTransfer })
          : await refuseRole({ arbitrator: signer, roleTransfer });
    const signature = await context.send(instructions, signer);
    return { text: done(roleTransfer, role), json: { signature, role, to: roleTransfer.data.to } };
  });
}
