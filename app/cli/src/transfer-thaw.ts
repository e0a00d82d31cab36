import {
  ClientError,
  clusterTime,
  findHolder,
  freezeShares,
  heldOf,
  isFrozenForm,
  preflightThaw,
  readSecurity,
  readTranche,
  readyToThaw,
  thawShares,
  thawState,
  vaultsOf,
} from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress } from "./context.js";
import { moment, money, short } from "./format.js";
import { inCommands } from "./instructions.js";

/** `transfer thaw`: lets an owner's shares in the frozen form move, in an exchange window. */
export function thawCommand(): Command {
  const command = new Command("thaw")
    .description(
      "Thaw the shares of an owner in a tranche of the frozen form, in an exchange window: they move as plain tokens from then on, " +
        "and count again once they are frozen. Anybody may, and opens the record and the account that are missing.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("[owner]", "whose shares; your own if left out", parseAddress)
    .option(
      "--check",
      "only ask the program whether it would be refused; nothing is signed, ends with 1 if so",
    );
  examples(command, "transfer thaw 4vJ9...", "transfer thaw 4vJ9... 8sYd... --check");
  return action<Readonly<{ check?: boolean }>>(command, async (context, options, address, ownerAt) => {
    const { cluster } = context;
    const tranche = await readFrozen(context, address as Address);
    const security = await readSecurity(cluster, tranche.data.security);
    const owner = (ownerAt as Address | undefined) ?? (await context.signer()).address;
    const payer = (await context.observer()).address;
    const found = await preflightThaw(cluster, { security, tranche, owner, payer });
    const json = {
      tranche: tranche.address,
      owner,
      ok: found.ok,
      refusal: found.ok
        ? null
        : { code: found.code ?? null, name: found.name ?? null, message: inCommands(found.message) },
    };
    if (options.check === true) {
      const text = found.ok ? "would pass now" : `would be refused: ${inCommands(found.message)}`;
      return { text: `a thaw of ${short(owner)}'s shares ${text}`, json, failed: !found.ok };
    }
    if (!found.ok) {
      throw new ClientError(inCommands(found.message));
    }
    const caller = await context.signer();
    const signature = await context.send(
      [
        ...(await readyToThaw({ cluster, payer: caller, security, tranche: tranche.address, owner })),
        ...(await thawShares({ caller, tranche, owner })),
      ],
      caller,
    );
    const { openUntil } = tranche.data.rules;
    return {
      text: `thawed ${short(owner)}'s shares: they move until ${moment(openUntil)}, from which on anybody may freeze them`,
      json: { ...json, signature, openUntil },
    };
  });
}

/** `transfer freeze`: writes into the record what an owner has. */
export function freezeCommand(): Command {
  const command = new Command("freeze")
    .description(
      "Freeze the thawed shares of an owner, whose record counts what its account holds from then on. Its owner may at any time, " +
        "anybody once the window is over, once the owner may not hold shares any more, or while the account has no more than " +
        "the owner has in others; an account that was closed is settled too.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("[owner]", "whose shares; your own if left out", parseAddress);
  examples(command, "transfer freeze 4vJ9...", "transfer freeze 4vJ9... 8sYd...");
  return action(command, async (context, _, address, ownerAt) => {
    const { cluster } = context;
    const tranche = await readFrozen(context, address as Address);
    const caller = await context.signer();
    const owner = (ownerAt as Address | undefined) ?? caller.address;
    const holder = await findHolder(cluster, { tranche: tranche.address, owner });
    if (holder === undefined || holder.data.isThawed === 0) {
      throw new ClientError(`no shares of ${short(owner)} are thawed in ${short(tranche.address)}`);
    }
    const signature = await context.send(await freezeShares({ caller, tranche, holder }), caller);
    const [after, now] = await Promise.all([
      findHolder(cluster, { tranche: tranche.address, owner }),
      readTranche(cluster, tranche.address),
    ]);
    const shares = after?.data.shares ?? 0n;
    const others = now.data.thawed;
    const rest =
      others === 0
        ? "what was held is credited"
        : `${others === 1 ? "one account is" : `${others} accounts are`} still thawed`;
    return {
      text: `froze ${short(owner)}'s shares: its record has ${money(shares, tranche.data.decimals)}, and ${rest}`,
      json: { signature, tranche: tranche.address, owner, shares, thawed: others },
    };
  });
}

/** What of a class in the frozen form is thawed and held, in lines for `transfer rules`; none for another. */
export async function frozenRows(
  { cluster }: Context,
  tranche: Account<Tranche>,
): Promise<readonly (readonly [string, string])[]> {
  if (!isFrozenForm(tranche.data)) {
    return [];
  }
  const security = await readSecurity(cluster, tranche.data.security);
  const held = vaultsOf(security.data)
    .slice(0, tranche.data.payoutCount)
    .flatMap(({ decimals, mint }, vault) => {
      const amount = heldOf(tranche.data, vault);
      return amount === 0n ? [] : [`${money(amount, decimals)}${vault === 0 ? "" : ` of ${short(mint)}`}`];
    });
  const { thawed } = tranche.data;
  return [
    ["Form", "frozen: plain tokens, thawed in windows"],
    ["  thawed", thawed === 0 ? "none" : `${thawed} ${thawed === 1 ? "account" : "accounts"}`],
    ...(held.length === 0 ? [] : [["  held", `${held.join(", ")}, until all are frozen`] as const]),
  ];
}

/** What of an owner's shares in the frozen form is thawed, in clauses; none of a hooked class. */
export async function thawedWords(
  { cluster }: Context,
  { tranche, owner }: Readonly<{ tranche: Account<Tranche>; owner: Address }>,
): Promise<readonly string[]> {
  const holder = await findHolder(cluster, { tranche: tranche.address, owner });
  if (holder === undefined || holder.data.isThawed === 0) {
    return [];
  }
  const state = await thawState(cluster, { tranche, holder, now: await clusterTime(cluster) });
  return state === undefined
    ? []
    : [
        `its account ${short(state.account)} is thawed and holds ${money(state.balance, tranche.data.decimals)}: that counts once it is frozen (transfer freeze)`,
      ];
}

async function readFrozen({ cluster }: Context, address: Address): Promise<Account<Tranche>> {
  const tranche = await readTranche(cluster, address);
  if (!isFrozenForm(tranche.data)) {
    throw new ClientError(
      "the shares of this tranche are hooked: they move by `holder transfer`, and none is thawed or frozen",
    );
  }
  return tranche;
}
