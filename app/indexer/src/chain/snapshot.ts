import {
  ClientError,
  type Cluster,
  commitmentOf,
  holderAddress,
  readSecurity,
  trancheAddresses,
  waterfallAddress,
} from "@defi-ready/securities";
import {
  decodeHolder,
  decodeSecurity,
  decodeTranche,
  decodeWaterfall,
  type Holder,
  type Security,
  type Tranche,
  type Waterfall,
} from "@defi-ready/securities/program";
import { type Address, address, type EncodedAccount, lamports } from "@solana/kit";
import { type MintFacts, mintFacts } from "./mint.js";

const CLOCK = address("SysvarC1ock11111111111111111111111111111111");
const CLOCK_TIMESTAMP_OFFSET = 32;

/** A class of a security, as the chain has it. */
export type ClassState = Readonly<{
  address: Address;
  data: Tranche;
  mint: MintFacts;
  /** The owner's record; `undefined` if it has none, or nobody was asked for. */
  holder: Holder | undefined;
}>;

/** A security at one slot: everything is read in one request. */
export type Snapshot = Readonly<{
  slot: bigint;
  /** The cluster's time, in Unix seconds. */
  time: bigint;
  security: Address;
  data: Security;
  waterfall: Waterfall;
  /** By rank. */
  classes: readonly ClassState[];
  /** The settlement mint's decimals, and those of the other vaults' mints. */
  decimals: readonly number[];
  /** The other accounts that were asked for, each with the slot at which it was read: the snapshot's, or a later one. */
  others: readonly Readonly<{ slot: bigint; account: EncodedAccount | undefined }>[];
}>;

/** Accounts that a node gives at once. */
const MOST_ACCOUNTS = 100;

/**
 * Reads a security, and an owner's records in it, at one slot. Other accounts are read in the same request as far as they
 * have room in it, and afterwards as far as they have not.
 */
export async function readSnapshot(
  cluster: Cluster,
  {
    security,
    owner,
    others = [],
  }: Readonly<{ security: Address; owner?: Address | undefined; others?: readonly Address[] | undefined }>,
): Promise<Snapshot> {
  const now = await readSecurity(cluster, security);
  const tranches = await trancheAddresses(now);
  const mints = await trancheMints(cluster, tranches);
  const holders =
    owner === undefined ? [] : await Promise.all(tranches.map((one) => holderAddress(one, owner)));
  const addresses = [CLOCK, security, await waterfallAddress(security), ...tranches, ...mints, ...holders];
  const room = MOST_ACCOUNTS - addresses.length;
  const { slot, accounts: all } = await readAt(cluster, [...addresses, ...others.slice(0, room)]);
  const accounts = all.slice(0, addresses.length);
  const later = [];
  for (let at = room; at < others.length; at += MOST_ACCOUNTS) {
    later.push(readAt(cluster, others.slice(at, at + MOST_ACCOUNTS), slot));
  }
  const chunks = [{ slot, accounts: all.slice(addresses.length) }, ...(await Promise.all(later))];
  const [clock, securityAccount, waterfall, ...rest] = accounts;
  const count = tranches.length;
  if (clock === undefined || securityAccount === undefined || waterfall === undefined) {
    throw new ClientError(`there is no security at ${security}`);
  }
  const { data } = decodeSecurity(securityAccount);
  return {
    slot,
    time: new DataView(Uint8Array.from(clock.data).buffer).getBigInt64(CLOCK_TIMESTAMP_OFFSET, true),
    security,
    data,
    waterfall: decodeWaterfall(waterfall).data,
    classes: tranches.map((tranche, rank) => {
      const [own, mint, holder] = [rest[rank], rest[count + rank], rest[2 * count + rank]];
      if (own === undefined || mint === undefined) {
        throw new ClientError(
          `the class of rank ${rank} is closed, or the node lacks its mint: statements are made until a class is closed`,
        );
      }
      return {
        address: tranche,
        data: decodeTranche(own).data,
        mint: mintFacts(mint.data),
        holder: holder === undefined ? undefined : decodeHolder(holder).data,
      };
    }),
    decimals: data.vaults.slice(0, data.vaultCount).map((vault) => vault.decimals),
    others: chunks.flatMap((chunk) => chunk.accounts.map((account) => ({ slot: chunk.slot, account }))),
  };
}

async function trancheMints(cluster: Cluster, tranches: readonly Address[]): Promise<Address[]> {
  const { accounts } = await readAt(cluster, tranches);
  return accounts.map((account) => {
    if (account === undefined) {
      throw new ClientError("a class of the security is closed: statements are made until then");
    }
    return decodeTranche(account).data.mint;
  });
}

/** Reads accounts in one request, and so at one slot. */
async function readAt(
  cluster: Cluster,
  addresses: readonly Address[],
  minContextSlot = 0n,
): Promise<Readonly<{ slot: bigint; accounts: readonly (EncodedAccount | undefined)[] }>> {
  const { context, value } = await cluster.rpc
    .getMultipleAccounts(addresses, {
      encoding: "base64",
      commitment: commitmentOf(cluster),
      ...(minContextSlot > 0n ? { minContextSlot } : {}),
    })
    .send();
  const accounts = value.map((account, at) =>
    account === null
      ? undefined
      : {
          address: addresses[at] as Address,
          data: Uint8Array.from(Buffer.from(account.data[0], "base64")),
          executable: account.executable,
          lamports: lamports(account.lamports),
          programAddress: account.owner,
          space: account.space,
        },
  );
  return { slot: context.slot, accounts };
}
