import {
  type Account,
  type AccountMeta,
  AccountRole,
  type AccountSignerMeta,
  type Address,
  createNoopSigner,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import {
  eventAuthorityAddress,
  freezingFlagAddress,
  gateAccountsAddress,
  holderAddress,
  mintConfigAddress,
  shareAccountAddress,
  TOKEN_2022_PROGRAM,
  TOKEN_ACL_PROGRAM,
} from "../addresses.js";
import { admissionOf } from "../admission.js";
import type { Cluster } from "../cluster.js";
import { isFrozenForm, tradedAccount } from "../form.js";
import {
  getCheckThawInstruction,
  getFreezeSharesInstruction,
  type Holder,
  SECURITIES_PROGRAM_ADDRESS,
  type Security,
  type Tranche,
} from "../generated/index.js";
import { blocksOf, isPaused } from "../measures/standing.js";
import { receiverInstructions } from "../receiver.js";
import { simulate } from "../simulate.js";
import { readTokenAccounts } from "../token.js";
import { settlementVault } from "../vaults-and-assets.js";
import { asPreflight, type Preflight } from "./refused.js";

const SYSTEM_PROGRAM = "11111111111111111111111111111111" as Address;
/** token-acl's instruction for a thaw that anyone may ask for. */
const THAW_PERMISSIONLESS = 6;

/** What an owner has of a class in the frozen form now. */
export type ThawState = Readonly<{
  /** The token account through which its shares move: see {@link tradedAccount}. */
  account: Address;
  /** Whether that is thawed, so that its balance counts in place of what it held before, which the record has. */
  isThawed: boolean;
  /** What the token account holds, share base units. */
  balance: bigint;
  /** What the owner has in all, share base units: in that account, and in others. */
  shares: bigint;
  /** Whether it is thawed, and anybody may freeze it now, and not its owner alone. */
  anyoneFreezes: boolean;
}>;

/** What an owner has of a class in the frozen form; `undefined` of a hooked class. */
export async function thawState(
  cluster: Cluster,
  options: Readonly<{ tranche: Account<Tranche>; holder: Account<Holder>; now: bigint }>,
): Promise<ThawState | undefined> {
  const { tranche, holder, now } = options;
  if (!isFrozenForm(tranche.data)) {
    return undefined;
  }
  const { owner, shares, thawedShares } = holder.data;
  const account = await tradedAccount({ owner, shareMint: tranche.data.mint, holder: holder.data });
  const [found] = await readTokenAccounts(cluster, [account]);
  const isThere = found?.owner === owner && found.mint === tranche.data.mint;
  const balance = isThere ? found.amount : 0n;
  const isThawed = holder.data.isThawed === 1;
  const isClosed = !isThere || found.frozen;
  return {
    account,
    isThawed,
    balance,
    shares: isThawed ? shares - thawedShares + balance : shares,
    anyoneFreezes:
      isThawed && (isClosed || mayFreeze({ tranche: tranche.data, holder: holder.data, balance, now })),
  };
}

/**
 * Whether anybody may freeze the thawed account of a record: its window is over, its owner may hold no shares any more, or it has no
 * more than the record has in other accounts.
 */
export function mayFreeze(
  options: Readonly<{
    tranche: Pick<Tranche, "rules" | "restricted" | "pause">;
    holder: Pick<Holder, "credentialUntil" | "jurisdiction" | "shares" | "thawedShares" | "blocks">;
    /** What the account holds, share base units. */
    balance: bigint;
    now: bigint;
  }>,
): boolean {
  const { tranche, holder, balance, now } = options;
  const [first = 0] = tranche.rules.refusedCountries;
  const isRefused =
    first !== 0 &&
    (holder.jurisdiction === 0 || tranche.rules.refusedCountries.includes(holder.jurisdiction));
  return (
    now >= tranche.rules.openUntil ||
    isPaused(tranche, now) ||
    blocksOf(holder, now).length > 0 ||
    balance <= holder.shares - holder.thawedShares ||
    isRefused ||
    (tranche.restricted === 1 && now >= holder.credentialUntil)
  );
}

/**
 * Thaws an owner's token account of a class in the frozen form, in an exchange window: from then on its shares move as plain
 * tokens. By anyone, through token-acl, as wallets that know its standard do by themselves.
 */
export async function thawShares(
  options: Readonly<{
    caller: TransactionSigner;
    tranche: Account<Tranche>;
    owner: Address;
    /** Its token account, which has an owner for good; the associated one if left out. */
    account?: Address | undefined;
  }>,
): Promise<Instruction[]> {
  const { caller, tranche, owner } = options;
  const { mint, security } = tranche.data;
  const account = options.account ?? (await shareAccountAddress(owner, mint));
  const read = (address: Address): AccountMeta => ({ address, role: AccountRole.READONLY });
  const write = (address: Address): AccountMeta => ({ address, role: AccountRole.WRITABLE });
  const signs: AccountSignerMeta = {
    address: caller.address,
    role: AccountRole.WRITABLE_SIGNER,
    signer: caller,
  };
  return [
    {
      programAddress: TOKEN_ACL_PROGRAM,
      accounts: [
        signs,
        read(mint),
        write(account),
        write(await freezingFlagAddress(account)),
        read(owner),
        read(await mintConfigAddress(mint)),
        read(TOKEN_2022_PROGRAM),
        read(SYSTEM_PROGRAM),
        read(SECURITIES_PROGRAM_ADDRESS),
        read(await gateAccountsAddress("thaw", mint)),
        write(tranche.address),
        write(await holderAddress(tranche.address, owner)),
        write(security),
        read(await eventAuthorityAddress()),
        read(SECURITIES_PROGRAM_ADDRESS),
      ],
      data: Uint8Array.of(THAW_PERMISSIONLESS),
    },
  ];
}

/**
 * Freezes the thawed token account of a record, which counts its balance from then on; one that was closed is settled in the same
 * way. By its owner at any time, by anyone once {@link mayFreeze}.
 */
export async function freezeShares(
  options: Readonly<{ caller: TransactionSigner; tranche: Account<Tranche>; holder: Account<Holder> }>,
): Promise<Instruction[]> {
  const { caller, tranche, holder } = options;
  return [
    getFreezeSharesInstruction({
      caller,
      security: tranche.data.security,
      tranche: tranche.address,
      holder: holder.address,
      shareAccount: holder.data.shareAccount,
      shareMint: tranche.data.mint,
      mintConfig: await mintConfigAddress(tranche.data.mint),
    }),
  ];
}

/** The instruction that asks whether an owner's token account may be thawed, which changes nothing and is signed by nobody. */
export async function checkThaw(
  options: Readonly<{ tranche: Address; owner: Address; account: Address }>,
): Promise<Instruction[]> {
  const { tranche, owner, account } = options;
  return [
    getCheckThawInstruction({
      tranche,
      holder: await holderAddress(tranche, owner),
      tokenAccount: account,
    }),
  ];
}

/**
 * What an owner lacks before its token account can be thawed: its record, the account, and a valid credential in the record;
 * no instructions if it lacks nothing.
 */
export async function readyToThaw(
  options: Readonly<{
    cluster: Cluster;
    /** Pays the rents. */
    payer: TransactionSigner;
    security: Account<Security>;
    tranche: Address;
    owner: Address;
  }>,
): Promise<Instruction[]> {
  const { cluster, payer, security, tranche, owner } = options;
  const settlement = settlementVault(security.data);
  return [
    ...(await receiverInstructions({
      cluster,
      payer,
      owner,
      security: security.address,
      tranche,
      settlement,
    })),
    ...(await admissionOf({ cluster, security, tranches: [tranche], owner })),
  ];
}

/**
 * Asks the program, before anybody signs, whether a thaw would be refused. What the owner lacks is opened in the same simulated
 * transaction, as {@link readyToThaw} does.
 *
 * @throws {NodeError} If the node does not answer.
 */
export async function preflightThaw(
  cluster: Cluster,
  options: Readonly<{
    security: Account<Security>;
    tranche: Account<Tranche>;
    owner: Address;
    /** The token account; the associated one if left out. */
    account?: Address | undefined;
    /** An account with SOL, which is not charged; the owner if left out. */
    payer?: Address | undefined;
  }>,
): Promise<Preflight> {
  const { security, tranche, owner, payer = owner } = options;
  const account = options.account ?? (await shareAccountAddress(owner, tranche.data.mint));
  const instructions = [
    ...(await readyToThaw({
      cluster,
      payer: createNoopSigner(payer),
      security,
      tranche: tranche.address,
      owner,
    })),
    ...(await checkThaw({ tranche: tranche.address, owner, account })),
  ];
  return await asPreflight(() => simulate(cluster, instructions, payer));
}

/** The records of a class whose token accounts are thawed, of those given. */
export const thawedAmong = (holders: readonly Account<Holder>[]): Account<Holder>[] =>
  holders.filter(({ data }) => data.isThawed === 1);
