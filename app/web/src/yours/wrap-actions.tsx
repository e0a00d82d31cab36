import {
  associatedTokenAddress,
  ClientError,
  cashIn,
  clusterTime,
  isStreaming,
  readHolder,
  readSecurity,
  readTranche,
  readWrapper,
  settlementVault,
  shareAccountAddress,
  tokenBalance,
  unwrapShares,
  vaultsOf,
  type WrapCost,
  wrapCost,
  wrapperValue,
  wrapShares,
} from "@defi-ready/securities";
import type { Security, Tranche } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import type { Action, Planning } from "../actions/action.js";
import { money, short } from "../format.js";
import { classWords } from "./actions.js";
import type { Class } from "./classes.js";

/** The state that shares are wrapped and units unwrapped in. */
async function readWrapped({ cluster }: Pick<Planning, "cluster">, of: Class) {
  const [security, tranche, wrapper, now] = await Promise.all([
    readSecurity(cluster, of.security.address),
    readTranche(cluster, of.tranche.address),
    readWrapper(cluster, of.tranche.address),
    clusterTime(cluster),
  ]);
  return { security, tranche, wrapper, now };
}

/** Amounts in the mints of a security, in words: its settlement money, and the others where there are any. */
function cashWords(security: Security, cash: readonly bigint[]): string {
  return vaultsOf(security)
    .map(({ mint, decimals }, vault) => ({ mint, decimals, vault, amount: cash[vault] ?? 0n }))
    .filter(({ vault, amount }) => vault === 0 || amount > 0n)
    .map(({ mint, decimals, vault, amount }) =>
      vault === 0 ? money(amount, decimals) : `${money(amount, decimals)} of ${short(mint)}`,
    )
    .join(" and ");
}

/** What a unit of a class stands for at a time, in words. */
const streamWords = (tranche: Tranche): string =>
  isStreaming(tranche)
    ? " A payment is still being released: by the time this lands, it is a little more."
    : "";

/** Turns shares into units of the class's wrapper. */
export function wrapAction(of: Class, amount: bigint): Action {
  const { decimals } = of.tranche.data;
  const figure = money(amount, decimals);
  return {
    title: "Wrap shares",
    key: `wrap ${of.tranche.address} ${amount}`,
    plan: async ({ cluster, signer }) => {
      const { security, tranche, wrapper, now } = await readWrapped({ cluster }, of);
      const holder = await readHolder(cluster, { tranche: tranche.address, owner: signer.address });
      if (holder.data.shares < amount) {
        throw new ClientError(`you hold ${money(holder.data.shares, decimals)} shares, not ${figure}`);
      }
      const costs = wrapCost({
        wrapper: wrapper.data,
        tranche: tranche.data,
        holder: holder.data,
        amount,
        now,
      });
      await requireCash(cluster, { security: security.data, owner: signer.address, costs });
      const { mint } = wrapper.data;
      return {
        instructions: await wrapShares({ cluster, owner: signer, security, tranche, amount }),
        money: settlementVault(security.data).mint,
        names: { [mint]: "Units", [tranche.data.mint]: "Shares" },
        says: [
          <>
            {figure} shares of {classWords(of)} become as many units of {mint}, a token that moves like any
            other. A unit is one share and what one share has received since the wrapper began.
          </>,
          costWords(security.data, costs) + streamWords(tranche.data),
          "What the shares earn from now on stays in the deal's vault, for whoever unwraps the units: nobody is paid it before.",
          tranche.data.restricted === 1
            ? "Whoever holds units needs no credential, but only owners with one turn them back into shares."
            : "Whoever holds units turns them back into shares.",
        ],
        warns: [
          "Units are their holder's: if they are sent away, the shares and what they earned go with them.",
          "If holders are offered more of the class first, the right of a wrapped share comes out only with it: whoever unwraps within those ten days or more has it, and nothing is wrapped until they are over. Units that a program holds, such as a pool or a market, have no part unless they are taken out in time.",
        ],
        done: `${figure} units are yours.`,
      };
    },
  };
}

/** What a wrap takes, in words. */
function costWords(security: Security, costs: readonly WrapCost[]): string {
  if (costs.every(({ cash }) => cash === 0n)) {
    return "No unit holds cash yet, so you pay nothing.";
  }
  const all = cashWords(
    security,
    costs.map(({ cash }) => cash),
  );
  const owed = cashWords(
    security,
    costs.map(({ cash, paidIn }) => cash - paidIn),
  );
  const paidIn = cashWords(
    security,
    costs.map((cost) => cost.paidIn),
  );
  return `As many units hold ${all}, which you bring: ${owed} of it you are owed, and ${paidIn} leaves your account.`;
}

async function requireCash(
  cluster: Planning["cluster"],
  { security, owner, costs }: Readonly<{ security: Security; owner: Address; costs: readonly WrapCost[] }>,
): Promise<void> {
  for (const [vault, { mint, tokenProgram, decimals }] of vaultsOf(security).entries()) {
    const { paidIn = 0n } = costs[vault] ?? {};
    const account = await associatedTokenAddress({ owner, mint, tokenProgram });
    const held = paidIn === 0n ? 0n : await tokenBalance(cluster, account);
    if (held < paidIn) {
      throw new ClientError(
        `units hold cash that these shares must bring: ${money(paidIn, decimals)} of ${mint} would leave your account, which holds ${money(held, decimals)}`,
      );
    }
  }
}

/** Turns units back into shares. */
export function unwrapAction(of: Class, amount: bigint): Action {
  const { decimals } = of.tranche.data;
  const figure = money(amount, decimals);
  return {
    title: "Unwrap",
    key: `unwrap ${of.tranche.address} ${amount}`,
    plan: async ({ cluster, signer }) => {
      const { security, tranche, wrapper, now } = await readWrapped({ cluster }, of);
      const { mint } = wrapper.data;
      const held = await tokenBalance(cluster, await shareAccountAddress(signer.address, mint));
      if (held < amount) {
        throw new ClientError(`you hold ${money(held, decimals)} units, not ${figure}`);
      }
      const value = wrapperValue({ wrapper: wrapper.data, tranche: tranche.data, now });
      const cash = cashWords(security.data, cashIn({ value, units: amount }));
      return {
        instructions: await unwrapShares({ cluster, owner: signer, security, tranche, amount }),
        money: settlementVault(security.data).mint,
        names: { [mint]: "Units", [tranche.data.mint]: "Shares" },
        says: [
          <>
            {figure} units become as many shares of {classWords(of)}.
          </>,
          `They hold ${cash}, which you are owed then: claim it, or a bot pays it.${streamWords(tranche.data)}`,
        ],
        done: `${figure} shares are yours, and the deal owes you ${cash} for them.`,
      };
    },
  };
}
