import {
  type Admission,
  admissionsOf,
  associatedTokenAddress,
  ClientError,
  type Cluster,
  claim,
  clusterTime,
  createAssociatedTokenAccount,
  earningsOf,
  findCredential,
  findHolder,
  findLongestCredential,
  findProtocol,
  openHolder,
  parsePositiveAmount,
  pointsDue,
  protocolStateOf,
  qualifiersOf,
  qualifyHolder,
  readHolder,
  readSecurity,
  readTokenAccounts,
  readTranche,
  requireOwner,
  settlementVault,
  shareAccountAddress,
  takePoints,
  tokenBalance,
  transferShares,
  vaultIndexOf,
  vaultOf,
  waitsForClaim,
} from "@defi-ready/securities";
import type { Holder, Security } from "@defi-ready/securities/program";
import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress } from "./context.js";
import { withFigures } from "./figures.js";
import { money, short, until } from "./format.js";
import { closeCommand, payoutCommand } from "./holder-account.js";
import { allotCommand, freeCommand } from "./holder-allot.js";
import { showHolder } from "./holder-show.js";

/** `holder`: an owner's shares and earnings. */
export function holderCommand(): Command {
  return new Command("holder")
    .description(
      "An owner's records: open one, qualify it, show them, claim earnings, say where they are paid, give a manager its points, allot it shares, transfer them, close one.",
    )
    .addCommand(openCommand())
    .addCommand(qualifyCommand())
    .addCommand(showCommand())
    .addCommand(claimCommand())
    .addCommand(payoutCommand())
    .addCommand(takePointsCommand())
    .addCommand(allotCommand())
    .addCommand(freeCommand())
    .addCommand(transferCommand())
    .addCommand(closeCommand());
}

function openCommand(): Command {
  const command = new Command("open")
    .description("Open an owner's record in a tranche, which it needs to receive shares; you pay the rent.")
    .argument("<tranche>", "the tranche's address", parseAddress)
    .option("--owner <address>", "whose record; yours if left out", parseAddress);
  examples(command, "holder open 4vJ9...", "holder open 4vJ9... --owner 8sYd...");
  return action<{ owner?: Address }>(command, async (context, options, address) => {
    const payer = await context.signer();
    const owner = options.owner ?? payer.address;
    const tranche = await readTranche(context.cluster, address as Address);
    const security = await readSecurity(context.cluster, tranche.data.security);
    if ((await findHolder(context.cluster, { tranche: tranche.address, owner })) !== undefined) {
      return { text: `${short(owner)} has a record already`, json: { owner, opened: false } };
    }
    await requireOwner(context.cluster, { owner, what: "the owner" });
    const open = await openHolder({ payer, owner, security, tranche: tranche.address });
    const signature = await context.send(open, payer);
    const record = await findHolder(context.cluster, { tranche: tranche.address, owner });
    const waits =
      record !== undefined && waitsForClaim(record.data)
        ? "; what it is owed waits to be claimed by its program, or until it names an account with holder payout"
        : "";
    return { text: `opened a record for ${short(owner)}${waits}`, json: { signature, owner, opened: true } };
  });
}

function qualifyCommand(): Command {
  const command = new Command("qualify")
    .description(
      "Copy a qualifier's credential into an owner's record, which is opened if it is missing. Anybody may.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress)
    .option("--owner <address>", "whose record; yours if left out", parseAddress)
    .option(
      "--qualifier <address>",
      "whose credential, even a revoked one, or the security for a protocol's registration; what is valid longest if left out",
      parseAddress,
    );
  examples(command, "holder qualify 4vJ9...", "holder qualify 4vJ9... --owner 8sYd...");
  return action<{ owner?: Address; qualifier?: Address }>(command, async (context, options, address) => {
    const { cluster } = context;
    const payer = await context.signer();
    const owner = options.owner ?? payer.address;
    const { tranche, security } = await readBoth(context, address as Address);
    if (qualifiersOf(security.data).length === 0) {
      throw new ClientError("anyone may hold these shares: they require no credential");
    }
    const said = await saidOf(cluster, { security, owner, by: options.qualifier });
    if (said === undefined) {
      const whose = options.qualifier === undefined ? "the security's qualifiers" : short(options.qualifier);
      throw new ClientError(`${short(owner)} has no credential of ${whose}`);
    }
    const { qualifier, category, until: expiresAt } = said;
    const isProtocol = qualifier === security.address;
    // What has registered has signed.
    if (!isProtocol) {
      await requireOwner(cluster, { owner, what: "the owner" });
    }
    if (options.qualifier === undefined && expiresAt <= (await clusterTime(cluster))) {
      throw new ClientError(`the credential of ${short(owner)} has expired or was revoked`);
    }
    const record = await findHolder(cluster, { tranche: tranche.address, owner });
    const open =
      record === undefined ? await openHolder({ payer, owner, security, tranche: tranche.address }) : [];
    // Only the owner itself can take over what another qualifier says than the one that admitted it.
    const asked = owner === payer.address ? payer : owner;
    const ids = { security: security.address, tranche: tranche.address, owner: asked, qualifier };
    const signature = await context.send([...open, ...(await qualifyHolder(ids))], payer);
    const over = isProtocol ? "is not valid" : "is revoked";
    const now = expiresAt === 0n ? over : `is valid ${until(expiresAt)}`;
    const what = isProtocol ? "registration" : "credential";
    return {
      text: `the ${what} of ${short(owner)} by ${short(qualifier)} ${now}`,
      json: { signature, owner, qualifier, category, credentialUntil: expiresAt },
    };
  });
}

/**
 * What is said of an owner, by a qualifier, or by the security, with which protocols register; what is valid longest, or was last,
 * if nobody is named.
 */
async function saidOf(
  cluster: Cluster,
  { security, owner, by }: Readonly<{ security: Account<Security>; owner: Address; by: Address | undefined }>,
): Promise<Pick<Admission, "qualifier" | "category" | "until"> | undefined> {
  const now = await clusterTime(cluster);
  if (by === security.address) {
    const found = await findProtocol(cluster, { security: by, address: owner });
    const category = security.data.protocolCategory;
    return (
      found && {
        qualifier: by,
        category,
        until: protocolStateOf(found.data, now) === "valid" ? found.data.expiresAt : 0n,
      }
    );
  }
  const [admission] = by === undefined ? await admissionsOf(cluster, { security, owner, now }) : [];
  if (admission !== undefined) {
    return admission;
  }
  const credential =
    by === undefined
      ? await findLongestCredential(cluster, { security, owner })
      : await findCredential(cluster, { qualifier: by, subject: owner });
  return (
    credential && {
      qualifier: credential.data.qualifier,
      category: credential.data.category,
      until: credential.data.expiresAt,
    }
  );
}

function showCommand(): Command {
  const command = new Command("show")
    .description(
      "Show an owner's shares in all tranches, its credentials, what it was paid and what it is owed, its warrants and its units of wrappers.",
    )
    .argument("[owner]", "the owner's address; your own if left out", parseAddress);
  examples(command, "holder show", "holder show 8sYd...");
  return action(command, async (context, _, address) => {
    const owner = (address as Address | undefined) ?? (await context.signer()).address;
    return showHolder(context, owner);
  });
}

function claimCommand(): Command {
  const command = new Command("claim")
    .description("Collect what a tranche owes you.")
    .argument("<tranche>", "the tranche's address", parseAddress)
    .option("--mint <mint>", "the mint to collect; settlement money if left out", parseAddress);
  examples(command, "holder claim 4vJ9...");
  return action<{ mint?: Address }>(command, async (context, { mint }, address) => {
    const owner = await context.signer();
    const { tranche, security } = await readBoth(context, address as Address);
    const holder = await readHolder(context.cluster, { tranche: tranche.address, owner: owner.address });
    const { decimals, mint: of } = vaultOf(security.data, mint);
    const vault = vaultIndexOf(security.data, of);
    const { owed, paid } = earningsOf({
      holder: holder.data,
      tranche: tranche.data,
      now: await clusterTime(context.cluster),
      vault,
    });
    if (owed === 0n) {
      throw new ClientError(
        `the tranche owes you nothing now: you were paid ${money(paid, decimals)} so far`,
      );
    }
    const account = await ownAccount(context, { owner, security, holder, mint: of });
    const signature = await context.send(
      [
        ...account.opens,
        ...(await claim({ owner, security, holder, mint, destination: account.destination })),
      ],
      owner,
    );
    const opened = account.opens.length === 0 ? "" : ", into a token account that was opened for it";
    return {
      text: `claimed ${money(owed, decimals)}${opened}`,
      json: { signature, amount: owed, opened: account.opens.length > 0 },
    };
  });
}

/**
 * Where a claim goes: to the account that the record names, or to the owner's associated account where that is gone, which
 * is opened if it is missing.
 */
async function ownAccount(
  { cluster }: Context,
  {
    owner,
    security,
    holder,
    mint,
  }: Readonly<{
    owner: TransactionSigner;
    security: Account<Security>;
    holder: Account<Holder>;
    mint: Address;
  }>,
): Promise<Readonly<{ opens: Instruction[]; destination?: Address }>> {
  const { tokenProgram } = vaultOf(security.data, mint);
  const { payoutAccount } = holder.data;
  const [named] = await readTokenAccounts(cluster, [payoutAccount]);
  if (vaultIndexOf(security.data, mint) > 0 || named?.mint === mint) {
    return { opens: [] };
  }
  const destination = await associatedTokenAddress({ owner: owner.address, mint, tokenProgram });
  const [own] = await readTokenAccounts(cluster, [destination]);
  const opens = await createAssociatedTokenAccount({
    payer: owner,
    owner: owner.address,
    mint,
    tokenProgram,
  });
  return { opens: own === undefined ? opens : [], destination };
}

function transferCommand(): Command {
  const command = new Command("transfer")
    .description("Transfer shares to another owner; both are credited with their earnings so far.")
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("<to>", "the receiver's address", parseAddress)
    .argument("<shares>", "how many shares, such as 100 or 12.5");
  examples(command, "holder transfer 4vJ9... 8sYd... 100");
  return action(command, async (context, _, address, to, shares) => {
    const owner: TransactionSigner = await context.signer();
    const { tranche, security } = await readBoth(context, address as Address);
    const amount = parsePositiveAmount(shares ?? "", tranche.data.decimals);
    const receiver = to as Address;
    const count = money(amount, tranche.data.decimals);
    const instructions = await transferShares({
      cluster: context.cluster,
      owner,
      tranche,
      security,
      to: receiver,
      amount,
    });
    const held = async () =>
      tokenBalance(context.cluster, await shareAccountAddress(owner.address, tranche.data.mint));
    const signature = await withFigures(
      { funds: async () => `you hold ${money(await held(), tranche.data.decimals)} shares` },
      () => context.sendConfirmed(`transfer ${count} shares to ${receiver}`, instructions, owner),
    );
    const record = await findHolder(context.cluster, { tranche: tranche.address, owner: receiver });
    const waits =
      record !== undefined && waitsForClaim(record.data)
        ? "; what they earn there waits to be claimed by its program"
        : "";
    return {
      text: `transferred ${count} shares to ${short(receiver)}${waits}`,
      json: { signature, to: receiver, amount },
    };
  });
}

function takePointsCommand(): Command {
  const command = new Command("take-points")
    .description(
      "Give the manager of a tranche with a fixed number of shares the points that no book grants, with their earnings. Anybody may; " +
        "you pay the rent of the manager's record and account if they are missing.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress);
  examples(command, "holder take-points 4vJ9...");
  return action(command, async (context, _, address) => {
    const { cluster } = context;
    const payer = await context.signer();
    const { tranche, security } = await readBoth(context, address as Address);
    const take = await takePoints({ cluster, payer, security, tranche });
    const due = pointsDue({
      security: security.data,
      tranche: tranche.data,
      now: await clusterTime(cluster),
    });
    const signature = await context.send(take, payer);
    const { manager, decimals } = tranche.data;
    const earned = money(due.earned[0] ?? 0n, settlementVault(security.data).decimals);
    return {
      text: `gave ${short(manager)} ${money(due.shares, decimals)} points, and their earnings of ${earned}`,
      json: { signature, manager, shares: due.shares, earned: due.earned },
    };
  });
}

async function readBoth(context: Context, address: Address) {
  const tranche = await readTranche(context.cluster, address);
  return { tranche, security: await readSecurity(context.cluster, tranche.data.security) };
}
