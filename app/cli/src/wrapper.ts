import {
  associatedTokenAddress,
  ClientError,
  type Cluster,
  cashIn,
  clusterTime,
  findHolder,
  findWrapper,
  isStreaming,
  parsePositiveAmount,
  readMint,
  readSecurity,
  readTranche,
  TOKEN_PROGRAM,
  tokenBalance,
  unitAccountAddress,
  unwrapShares,
  vaultsOf,
  type WrapCost,
  wrapCost,
  wrapperValue,
  wrapShares,
} from "@defi-ready/securities";
import type { Security, Tranche, Wrapper } from "@defi-ready/securities/program";
import type { Account, Address, TransactionSigner } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, type Output, parseAddress } from "./context.js";
import { withFigures } from "./figures.js";
import { facts, moment, money, short } from "./format.js";

/** `wrapper`: shares as plain tokens. */
export function wrapperCommand(): Command {
  return new Command("wrapper")
    .description(
      "Shares as plain tokens: a unit is one share and what one share has received since the wrapper began.",
    )
    .addCommand(showCommand())
    .addCommand(wrapCommand())
    .addCommand(unwrapCommand());
}

/** A tranche with its wrapper, and the time at which they were read. */
type Wrapped = Readonly<{
  security: Account<Security>;
  tranche: Account<Tranche>;
  wrapper: Account<Wrapper>;
  now: bigint;
}>;

async function readWrapped({ cluster }: Context, address: Address): Promise<Wrapped> {
  const tranche = await readTranche(cluster, address);
  const [security, wrapper, now] = await Promise.all([
    readSecurity(cluster, tranche.data.security),
    requireWrapper(cluster, address),
    clusterTime(cluster),
  ]);
  return { security, tranche, wrapper, now };
}

/** Reads a tranche's wrapper. Without one its shares are not wrapped, and what helps is said. */
export async function requireWrapper(cluster: Cluster, tranche: Address): Promise<Account<Wrapper>> {
  const wrapper = await findWrapper(cluster, tranche);
  if (wrapper === undefined) {
    throw new ClientError(
      "the tranche has no wrapper: its shares move as they are, with `holder transfer`; a wrapper is created by `deal apply`, before the first book is opened",
    );
  }
  return wrapper;
}

/** Amounts of cash in words, the settlement mint's first; the others only where there are any. */
export function cashWords(security: Security, cash: readonly bigint[]): string {
  return vaultsOf(security)
    .map(({ mint, decimals }, vault) => ({ mint, amount: cash[vault] ?? 0n, decimals, vault }))
    .filter(({ amount, vault }) => vault === 0 || amount > 0n)
    .map(({ mint, amount, decimals, vault }) =>
      vault === 0 ? money(amount, decimals) : `${money(amount, decimals)} of ${short(mint)}`,
    )
    .join(" and ");
}

const heldNow = ({ wrapper, tranche, now }: Wrapped) =>
  wrapperValue({ wrapper: wrapper.data, tranche: tranche.data, now });

function showCommand(): Command {
  const command = new Command("show")
    .description("Show a tranche's wrapper: its mint, how many units there are, and what a unit holds now.")
    .argument("<tranche>", "the tranche's address", parseAddress);
  examples(command, "wrapper show 4vJ9...");
  return action(command, async (context, _, address) => show(context, address as Address));
}

async function show(context: Context, address: Address): Promise<Output> {
  const wrapped = await readWrapped(context, address);
  const { security, tranche, wrapper, now } = wrapped;
  const { decimals, unit } = tranche.data;
  const { units, mint, tokenProgram, bearer } = wrapper.data;
  const { supply } = await readMint(context.cluster, mint);
  const value = heldNow(wrapped);
  const all = cashIn({ value, units });
  const streams = isStreaming(tranche.data) ? ", and more while a payment streams" : "";
  return {
    text: facts([
      ["Wrapper", wrapper.address],
      ["Mint of its units", mint],
      ["Their token program", tokenProgram === TOKEN_PROGRAM ? "SPL Token" : "Token-2022"],
      ["Units", money(units, decimals)],
      ...(supply < units ? [["  burned", money(units - supply, decimals)] as const] : []),
      ["A unit is", `1 share and ${cashWords(security.data, cashIn({ value, units: unit }))}${streams}`],
      ["All units hold", cashWords(security.data, all)],
      ["Who may hold units", bearer === 1 ? "anybody: the sponsor said so" : "anybody"],
      [
        "Who wraps and unwraps",
        tranche.data.restricted === 1 ? "owners with a valid credential" : "anybody with shares or units",
      ],
      ...(now < tranche.data.rightsUntil
        ? [
            [
              "Holders' rights",
              `until ${moment(tranche.data.rightsUntil)}, and come out by unwrapping`,
            ] as const,
          ]
        : []),
    ]),
    json: {
      wrapper: wrapper.address,
      rightsUntil: tranche.data.rightsUntil,
      mint,
      tokenProgram,
      tranche: tranche.address,
      security: security.address,
      units,
      supply,
      shareDecimals: decimals,
      bearer: bearer === 1,
      since: wrapper.data.since.map(({ digits: [low = 0n, high = 0n] }) => (high << 64n) | low),
      cashPerUnit: value.cash,
      vaults: vaultsOf(security.data).map(({ mint: of, decimals: places }, vault) => ({
        mint: of,
        decimals: places,
        cash: all[vault] ?? 0n,
      })),
    },
  };
}

function wrapCommand(): Command {
  const command = new Command("wrap")
    .description(
      "Turn shares into units, each with the cash that a unit holds now: out of what you are owed, and the rest you pay in. Their right in a rights book comes out by unwrapping, while holders have the book to themselves; nothing is wrapped meanwhile, and units that a program holds have no part.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("<shares>", "how many shares, such as 100 or 12.5");
  examples(command, "wrapper wrap 4vJ9... 100");
  return action(command, async (context, _, address, shares) => {
    const { cluster } = context;
    const owner = await context.signer();
    const wrapped = await readWrapped(context, address as Address);
    const { security, tranche, wrapper, now } = wrapped;
    const { decimals } = tranche.data;
    const amount = parsePositiveAmount(shares ?? "", decimals);
    const holder = await findHolder(cluster, { tranche: tranche.address, owner: owner.address });
    if (holder === undefined || holder.data.shares < amount) {
      throw new ClientError(`you hold ${money(holder?.data.shares ?? 0n, decimals)} shares of this tranche`);
    }
    const costs = wrapCost({
      wrapper: wrapper.data,
      tranche: tranche.data,
      holder: holder.data,
      amount,
      now,
    });
    const paidIn = costs.map((cost) => cost.paidIn);
    await requireCash(context, wrapped, { owner, paidIn });
    const instructions = await wrapShares({ cluster, owner, security, tranche, amount });
    const count = money(amount, decimals);
    const words = costWords(security.data, costs);
    const signature = await context.sendConfirmed(
      `wrap ${count} shares into as many units of ${wrapper.data.mint}, with ${words}`,
      instructions,
      owner,
    );
    return {
      text: `wrapped ${count} shares into as many units of ${short(wrapper.data.mint)}, with ${words}`,
      json: {
        signature,
        tranche: tranche.address,
        mint: wrapper.data.mint,
        amount,
        cash: costs.map(({ cash }) => cash),
        paidIn,
      },
    };
  });
}

/** What a wrap takes, in words. */
function costWords(security: Security, costs: readonly WrapCost[]): string {
  const cash = costs.map((cost) => cost.cash);
  const paidIn = costs.map((cost) => cost.paidIn);
  if (cash.every((amount) => amount === 0n)) {
    return "no cash, since no unit holds any yet";
  }
  const owed = cashWords(
    security,
    costs.map((cost) => cost.cash - cost.paidIn),
  );
  return `cash of ${cashWords(security, cash)}: ${owed} of what you are owed and ${cashWords(security, paidIn)} from your account`;
}

/** Refuses a wrap whose cash the owner's accounts lack. */
async function requireCash(
  { cluster }: Context,
  { security, tranche }: Wrapped,
  { owner, paidIn }: Readonly<{ owner: TransactionSigner; paidIn: readonly bigint[] }>,
): Promise<void> {
  for (const [vault, { mint, tokenProgram, decimals }] of vaultsOf(security.data).entries()) {
    const needed = paidIn[vault] ?? 0n;
    const account = await associatedTokenAddress({ owner: owner.address, mint, tokenProgram });
    const held = needed === 0n ? 0n : await tokenBalance(cluster, account);
    if (held < needed) {
      const streams = isStreaming(tranche.data) ? " now, and more while a payment streams" : "";
      throw new ClientError(
        `units hold cash that these shares must bring: you would pay in ${money(needed, decimals)} of ${mint}${streams}, and you hold ${money(held, decimals)}`,
      );
    }
  }
}

function unwrapCommand(): Command {
  const command = new Command("unwrap")
    .description(
      "Turn units into shares; what they hold is then owed to you, and paid as everything else is.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("<units>", "how many units, such as 100 or 12.5");
  examples(command, "wrapper unwrap 4vJ9... 100");
  return action(command, async (context, _, address, units) => {
    const { cluster } = context;
    const owner = await context.signer();
    const wrapped = await readWrapped(context, address as Address);
    const { security, tranche, wrapper } = wrapped;
    const { decimals } = tranche.data;
    const amount = parsePositiveAmount(units ?? "", decimals);
    const held = async () => tokenBalance(cluster, await unitAccountAddress(wrapper.data, owner.address));
    if ((await held()) < amount) {
      throw new ClientError(`you hold ${money(await held(), decimals)} units of this wrapper`);
    }
    const cash = cashIn({ value: heldNow(wrapped), units: amount });
    const instructions = await unwrapShares({ cluster, owner, security, tranche, amount });
    const count = money(amount, decimals);
    const signature = await withFigures(
      { funds: async () => `you hold ${money(await held(), decimals)} units` },
      () => context.send(instructions, owner),
    );
    return {
      text: `unwrapped ${count} units into as many shares; they held ${cashWords(security.data, cash)}, which you are owed`,
      json: { signature, tranche: tranche.address, mint: wrapper.data.mint, amount, cash },
    };
  });
}
