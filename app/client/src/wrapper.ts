import {
  type Account,
  type AccountMeta,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { find, type Kind, list, read, WRAPPER_MARK } from "./account-kinds.js";
import {
  associatedTokenAddress,
  holderAddress,
  shareAccountAddress,
  TOKEN_2022_PROGRAM,
  TOKEN_PROGRAM,
  trancheAddress,
  unitMintAddress,
  wrapperAddress,
} from "./addresses.js";
import { admissionOf } from "./admission.js";
import type { Cluster } from "./cluster.js";
import { accumulatorAt, earningsOf, payoutsOf, wideToBigint } from "./earnings.js";
import { ClientError } from "./errors.js";
import {
  getCreateWrapperInstruction,
  getUnwrapSharesInstruction,
  getWrapperDecoder,
  getWrapperValueDecoder,
  getWrapperValueInstruction,
  getWrapSharesInstruction,
  type Holder,
  type Security,
  type ShareNameArgs,
  type Tranche,
  type Wrapper,
  type WrapperValue,
} from "./generated/index.js";
import { isoMinute } from "./iso-time.js";
import { receiverInstructions } from "./receiver.js";
import { simulateAnswer } from "./simulate.js";
import { createAssociatedTokenAccount, tokenBalances } from "./token.js";
import { settlementVault, vaultsOf } from "./vaults-and-assets.js";

const WRAPPER: Kind<Wrapper> = { ...WRAPPER_MARK, decoder: getWrapperDecoder() };
const DIGIT = 64n;
/** As many vaults as a security can have. */
const MAX_VAULTS = 4;

/** What a wrapper is created with. */
export type WrapperTerms = Readonly<{
  /** The name of its units, which are of Token-2022; `null` for units of SPL Token, whose mints have no name. */
  unit: ShareNameArgs | null;
  /** Whether units of shares that require a credential are for whoever holds them. */
  bearer: boolean;
}>;

/** Reads the wrapper of a tranche; it must have one. */
export const readWrapper = async (cluster: Cluster, tranche: Address): Promise<Account<Wrapper>> =>
  read(cluster, WRAPPER, await wrapperAddress(tranche));

/** Reads the wrapper of a tranche, if it has one. */
export const findWrapper = async (
  cluster: Cluster,
  tranche: Address,
): Promise<Account<Wrapper> | undefined> => find(cluster, WRAPPER, await wrapperAddress(tranche));

/** An owner's associated account for the units of a wrapper. */
export const unitAccountAddress = async (
  { mint, tokenProgram }: Pick<Wrapper, "mint" | "tokenProgram">,
  owner: Address,
): Promise<Address> => associatedTokenAddress({ owner, mint, tokenProgram });

/** Units of a wrapper that an owner has in its associated account. */
export type HeldUnits = Readonly<{
  wrapper: Account<Wrapper>;
  /** Base units, as many as the shares behind them. */
  amount: bigint;
}>;

/** The wrappers of all securities, by address. */
export const listWrappers = async (cluster: Cluster): Promise<Account<Wrapper>[]> =>
  (await list(cluster, WRAPPER, [])).sort((a, b) => (a.address < b.address ? -1 : 1));

/** The units that an owner has in its associated accounts, of the wrappers of all securities, by address. */
export async function listUnits(cluster: Cluster, owner: Address): Promise<HeldUnits[]> {
  const all = await listWrappers(cluster);
  const accounts = await Promise.all(all.map(({ data }) => unitAccountAddress(data, owner)));
  const balances = await tokenBalances(cluster, accounts);
  return all
    .map((wrapper, at) => ({ wrapper, amount: balances[at] ?? 0n }))
    .filter(({ amount }) => amount > 0n);
}

/**
 * What the units of a wrapper are at a time, from account data alone: the same as the program's `wrapper_value` returns.
 * The time matters while the tranche pays out over days.
 */
export function wrapperValue(
  options: Readonly<{ wrapper: Wrapper; tranche: Tranche; now: bigint }>,
): WrapperValue {
  const { wrapper, tranche, now } = options;
  const used = payoutsOf(tranche).length;
  const cash = Array.from({ length: MAX_VAULTS }, (_, vault) =>
    vault < used
      ? accumulatorAt({ tranche, now, vault }) - wideToBigint(wrapper.since[vault] ?? { digits: [] })
      : 0n,
  );
  return { units: wrapper.units, shares: 1n, cash };
}

/** The same, as the program itself calculates it: the return data of a simulated transaction. */
export async function simulateWrapperValue(
  cluster: Cluster,
  options: Readonly<{
    tranche: Address;
    /** An account with SOL, which is not charged. */
    payer: Address;
  }>,
): Promise<WrapperValue> {
  const { tranche, payer } = options;
  const instruction = getWrapperValueInstruction({ tranche, wrapper: await wrapperAddress(tranche) });
  return await simulateAnswer(cluster, { instruction, payer, decoder: getWrapperValueDecoder() });
}

/** The cash in units, base units of the mint of each of the security's vaults: what unwrapping them is owed. */
export function cashIn(options: Readonly<{ value: WrapperValue; units: bigint }>): bigint[] {
  const { value, units } = options;
  return value.cash.map((each) => (units * each) >> DIGIT);
}

/** What wrapping takes in the mint of one of the security's vaults, base units. */
export type WrapCost = Readonly<{
  /** What the units then hold, rounded up. */
  cash: bigint;
  /** The part of it that the record is not owed, and that a token account of the owner pays in. */
  paidIn: bigint;
}>;

/**
 * What wrapping shares at a time takes, by vault: first what their owner is owed, then what it pays in.
 *
 * @throws {@link ClientError} while the tranche's holders have their rights in a rights book: nothing is wrapped then.
 */
export function wrapCost(
  options: Readonly<{ wrapper: Wrapper; tranche: Tranche; holder: Holder; amount: bigint; now: bigint }>,
): WrapCost[] {
  const { tranche, holder, amount, now } = options;
  if (now < tranche.rightsUntil) {
    throw new ClientError(
      `the holders of this class have their rights in a rights book until ${isoMinute(tranche.rightsUntil)}: shares can be wrapped from then on. Units can be unwrapped now, and their right comes with the shares`,
    );
  }
  return wrapperValue(options)
    .cash.slice(0, payoutsOf(tranche).length)
    .map((each, vault) => {
      const cash = (amount * each + (1n << DIGIT) - 1n) >> DIGIT;
      const { owed } = earningsOf({ holder, tranche, now, vault });
      return { cash, paidIn: cash > owed ? cash - owed : 0n };
    });
}

/** Gives a tranche its wrapper, before its first book is opened. By the sponsor. */
export async function createWrapper(
  options: Readonly<{
    sponsor: TransactionSigner;
    security: Address;
    rank: number;
    terms: WrapperTerms;
  }>,
): Promise<Readonly<{ instructions: Instruction[]; wrapper: Address; mint: Address }>> {
  const { sponsor, security, rank, terms } = options;
  const tranche = await trancheAddress(security, rank);
  const wrapper = await wrapperAddress(tranche);
  const mint = await unitMintAddress(wrapper);
  const instruction = getCreateWrapperInstruction({
    sponsor,
    security,
    tranche,
    wrapper,
    wrapperHolder: await holderAddress(tranche, wrapper),
    mint,
    tokenProgram: terms.unit === null ? TOKEN_PROGRAM : TOKEN_2022_PROGRAM,
    ...terms,
  });
  return { instructions: [instruction], wrapper, mint };
}

/** Shares or units that their owner turns into the other, and the accounts that this concerns. */
type Turning = Readonly<{
  cluster: Cluster;
  owner: TransactionSigner;
  security: Account<Security>;
  tranche: Account<Tranche>;
  /** Base units of shares, and of units. */
  amount: bigint;
}>;

/**
 * Turns shares into units of the tranche's wrapper, each with the cash that a unit holds: out of what the owner is owed,
 * and the rest out of its associated accounts. By the owner of the shares, whose credential is copied into its record if
 * one is required.
 */
export async function wrapShares(
  options: Turning &
    Readonly<{
      /** The token account that receives the units, anyone's; the owner's associated one if left out, which is opened. */
      unitAccount?: Address | undefined;
    }>,
): Promise<Instruction[]> {
  const { cluster, owner, security, tranche, amount } = options;
  const accounts = await accountsOf(options);
  const opens =
    options.unitAccount === undefined
      ? await createAssociatedTokenAccount({
          payer: owner,
          owner: owner.address,
          mint: accounts.unitMint,
          tokenProgram: accounts.unitTokenProgram,
        })
      : [];
  const qualify = await admissionOf({ cluster, security, tranches: [tranche.address], owner: owner.address });
  const wrap = getWrapSharesInstruction({
    ...accounts,
    unitAccount: options.unitAccount ?? accounts.unitAccount,
    amount,
  });
  const payouts = await payoutMetas(security.data, tranche.data, owner.address);
  return [...opens, ...qualify, { ...wrap, accounts: [...wrap.accounts, ...payouts] }];
}

/**
 * Turns units back into shares of their owner, whose record is then owed the cash that they held. Opens its record and
 * share account if they are missing, and copies its credential into the record if one is required.
 */
export async function unwrapShares(
  options: Turning &
    Readonly<{
      /** The token account that the units leave, of the owner or with it as delegate; its associated one if left out. */
      unitAccount?: Address | undefined;
    }>,
): Promise<Instruction[]> {
  const { cluster, owner, security, tranche, amount } = options;
  const { mint, tokenProgram } = settlementVault(security.data);
  const ready = await receiverInstructions({
    cluster,
    payer: owner,
    owner: owner.address,
    security: security.address,
    tranche: tranche.address,
    settlement: { mint, tokenProgram },
  });
  const qualify = await admissionOf({ cluster, security, tranches: [tranche.address], owner: owner.address });
  const accounts = await accountsOf(options);
  const unwrap = getUnwrapSharesInstruction({
    ...accounts,
    unitAccount: options.unitAccount ?? accounts.unitAccount,
    amount,
  });
  return [...ready, ...qualify, unwrap];
}

/** The accounts of wrapping and of unwrapping. */
async function accountsOf({ cluster, owner, security, tranche }: Turning) {
  const { address: wrapper, data } = await readWrapper(cluster, tranche.address);
  const shareMint = tranche.data.mint;
  return {
    owner,
    security: security.address,
    tranche: tranche.address,
    wrapper,
    wrapperHolder: await holderAddress(tranche.address, wrapper),
    holder: await holderAddress(tranche.address, owner.address),
    shareMint,
    shareAccount: await shareAccountAddress(owner.address, shareMint),
    unitMint: data.mint,
    unitAccount: await unitAccountAddress(data, owner.address),
    unitTokenProgram: data.tokenProgram,
  };
}

/** For each payout mint of a tranche, the owner's account that pays in, the vault, the mint and its token program. */
async function payoutMetas(security: Security, tranche: Tranche, owner: Address): Promise<AccountMeta[]> {
  const used = vaultsOf(security).slice(0, tranche.payoutCount);
  const each = await Promise.all(
    used.map(async ({ address: vault, mint, tokenProgram }) => [
      { address: await associatedTokenAddress({ owner, mint, tokenProgram }), role: AccountRole.WRITABLE },
      { address: vault, role: AccountRole.WRITABLE },
      { address: mint, role: AccountRole.READONLY },
      { address: tokenProgram, role: AccountRole.READONLY },
    ]),
  );
  return each.flat();
}
