import {
  type Address,
  compileTransaction,
  getBase64Decoder,
  getBase64Encoder,
  isWritableRole,
  type TransactionMessageBytesBase64,
} from "@solana/kit";
import { readBytes } from "./accounts.js";
import { type Cluster, commitmentOf, rehearse, type SendOptions } from "./cluster.js";
import { type TokenAccount, tokenAccountOf } from "./token.js";

/** What a transaction would change for its payer, as a simulation found it. */
export type Effects = Readonly<{
  /** What the cluster charges for it, in lamports; undefined where the node does not say. */
  fee: bigint | undefined;
  /** By how many lamports the payer's account would change, fee included: below 0 if it pays. */
  lamports: bigint;
  /** Lamports of accounts that would be opened: their rent, which comes back when they are closed. */
  opened: bigint;
  /** Lamports of accounts that would be closed. */
  closed: bigint;
  /** The payer's token accounts whose balance would change. */
  tokens: readonly TokenEffect[];
  /** The compute units that it asks for. */
  units: number;
}>;

/** How the balance of a token account would change, in base units. */
export type TokenEffect = Readonly<{ account: Address; mint: Address; before: bigint; after: bigint }>;

/**
 * What a transaction would change for its payer if it were sent now: by simulation, whatever its instructions say of
 * themselves. Nothing is signed.
 *
 * @throws {TransactionFailure} If it would be refused, with the refusing program's own message.
 */
export async function effectsOf(cluster: Cluster, options: SendOptions): Promise<Effects> {
  const payer = options.payer.address;
  const written = options.instructions
    .flatMap(({ accounts = [] }) => accounts)
    .filter(({ role }) => isWritableRole(role))
    .map(({ address }) => address);
  const addresses = [...new Set([payer, ...written])];
  const [before, { accounts, message, units }] = await Promise.all([
    readBytes(cluster, addresses),
    rehearse(cluster, { ...options, addresses }),
  ]);
  const after = accounts.map((account) =>
    account === null
      ? undefined
      : {
          data: Uint8Array.from(getBase64Encoder().encode(account.data[0])),
          owner: account.owner,
          lamports: account.lamports,
        },
  );
  const changes = addresses.map((address, at) => ({ address, was: before[at], is: after[at] }));
  const others = changes.filter(({ address }) => address !== payer);
  const sum = (of: readonly bigint[]) => of.reduce((total, one) => total + one, 0n);
  const [own] = changes;
  return {
    fee: await feeOf(cluster, compileTransaction(message).messageBytes),
    lamports: (own?.is?.lamports ?? 0n) - (own?.was?.lamports ?? 0n),
    opened: sum(others.map(({ was, is }) => (was === undefined ? (is?.lamports ?? 0n) : 0n))),
    closed: sum(others.map(({ was, is }) => (is === undefined ? (was?.lamports ?? 0n) : 0n))),
    tokens: others.flatMap(({ address, was, is }) => tokenEffect(payer, address, was, is)),
    units,
  };
}

type Bytes = Readonly<{ data: Uint8Array; owner: Address }> | undefined;

function tokenEffect(owner: Address, account: Address, was: Bytes, is: Bytes): TokenEffect[] {
  const [from, to] = [was, is].map((one) => (one === undefined ? undefined : tokenAccountOf(one)));
  const held = ownedBy(owner, to) ?? ownedBy(owner, from);
  const [before, after] = [from?.amount ?? 0n, to?.amount ?? 0n];
  return held === undefined || before === after ? [] : [{ account, mint: held.mint, before, after }];
}

const ownedBy = (owner: Address, account: TokenAccount | undefined): TokenAccount | undefined =>
  account?.owner === owner ? account : undefined;

async function feeOf(cluster: Cluster, bytes: Parameters<ReturnType<typeof getBase64Decoder>["decode"]>[0]) {
  const message = getBase64Decoder().decode(bytes) as TransactionMessageBytesBase64;
  const { value } = await cluster.rpc
    .getFeeForMessage(message, { commitment: commitmentOf(cluster) })
    .send()
    .catch(() => ({ value: null }));
  return value ?? undefined;
}
