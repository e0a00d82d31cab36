import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { list, OFFSET, read, SOURCE } from "./account-kinds.js";
import { distributionAddress, sourceAddress, vaultAddress, waterfallAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import type { Prepared } from "./distribution.js";
import {
  getCollectSourceInstruction,
  getRegisterSourceInstruction,
  type Security,
  type Source,
} from "./generated/index.js";
import { randomNonce } from "./nonce.js";
import { tokenBalances } from "./token.js";
import { withTranches } from "./tranche-metas.js";
import { vaultOf } from "./vaults-and-assets.js";

/** A source of revenue, with the money received there and not yet collected, in base units of its mint. */
export type SourceState = Readonly<{ source: Account<Source>; balance: bigint }>;

/** Days over which a collection from a source reaches holders by default. */
export const DEFAULT_RELEASE_DAYS = 30;
/** The longest time over which a source can release a collection to holders, in days. */
const MAX_RELEASE_DAYS = 366;

/**
 * Seconds over which a collection made now would reach holders: the time since the last collection, but at least the
 * source's days. A tranche that smooths over a longer time takes longer.
 */
export function releaseSeconds({ collectedTo, releaseDays }: Source, now: bigint): bigint {
  const seconds = [now - collectedTo, days(MAX_RELEASE_DAYS)].reduce((a, b) => (a < b ? a : b));
  const least = days(releaseDays);
  return seconds > least ? seconds : least;
}

const days = (count: number) => BigInt(count) * 86_400n;

/** Registers a source of revenue: a token account that a payer pays like any other. By the sponsor. */
export async function registerSource(
  options: Readonly<{
    sponsor: TransactionSigner;
    security: Account<Security>;
    /** A description of the revenue, at most 64 bytes. */
    note: string;
    /** The mint that it takes; the settlement mint if left out. */
    mint?: Address | undefined;
    /** The fewest days over which a collection reaches holders, 1 to 366; {@link DEFAULT_RELEASE_DAYS} if left out. */
    releaseDays?: number | undefined;
    /**
     * Whether all that it takes in is principal, such as repayments of the assets; only in the settlement mint. Income if
     * left out.
     */
    isPrincipal?: boolean | undefined;
  }>,
): Promise<Readonly<{ instructions: Instruction[]; source: Address; account: Address; number: number }>> {
  const { sponsor, security, note } = options;
  const { mint, tokenProgram } = vaultOf(security.data, options.mint);
  const number = security.data.nextSource;
  const source = await sourceAddress(security.address, number);
  const account = await vaultAddress(source, mint);
  const instruction = getRegisterSourceInstruction({
    sponsor,
    security: security.address,
    source,
    mint,
    account,
    tokenProgram,
    note,
    releaseDays: options.releaseDays ?? DEFAULT_RELEASE_DAYS,
    isPrincipal: options.isPrincipal ?? false,
  });
  return { instructions: [instruction], source, account, number };
}

/** Reads a security's source of revenue by its number; it must be there. */
export const readSource = async (
  cluster: Cluster,
  { security, number }: Readonly<{ security: Address; number: number }>,
): Promise<Account<Source>> => read(cluster, SOURCE, await sourceAddress(security, number));

/** The sources of revenue of a security, by number, with the money waiting there. */
export async function listSources(cluster: Cluster, security: Address): Promise<SourceState[]> {
  const sources = (await list(cluster, SOURCE, [[OFFSET.sourceSecurity, security]])).sort(
    (a, b) => a.data.number - b.data.number,
  );
  const balances = await tokenBalances(
    cluster,
    sources.map(({ data }) => data.account),
  );
  return sources.map((source, at) => ({ source, balance: balances[at] ?? 0n }));
}

/**
 * Turns all money received at a source into a distribution for the time since the last one, which runs through the
 * waterfall at once and reaches holders over {@link releaseSeconds}. By anyone, who pays the record's rent.
 */
export async function collectSource(
  options: Readonly<{
    caller: TransactionSigner;
    security: Account<Security>;
    source: Account<Source>;
    /** The caller's own number for the record, part of its address; random if left out. */
    nonce?: bigint | undefined;
  }>,
): Promise<Prepared> {
  const { caller, security, source, nonce = randomNonce() } = options;
  const { mint, account } = source.data;
  const { address: vault, tokenProgram } = vaultOf(security.data, mint);
  const distribution = await distributionAddress({
    security: security.address,
    payer: caller.address,
    nonce,
  });
  const collect = getCollectSourceInstruction({
    caller,
    security: security.address,
    waterfall: await waterfallAddress(security.address),
    distribution,
    source: source.address,
    account,
    vault,
    mint,
    tokenProgram,
    nonce,
  });
  return { instructions: [await withTranches(collect, security)], distribution, nonce };
}
