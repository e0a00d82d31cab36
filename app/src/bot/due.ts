import type { Account, Address } from "@solana/kit";
import { readBytes } from "../client/accounts.js";
import { earningsOf, type Partition, readTokenAccounts, scanHolders } from "../client/index.js";
import { getHolderDecoder, type Holder, type Tranche } from "../generated/index.js";
import type { Job } from "./job.js";

/** Records that are read together by their addresses. */
const CHUNK = 100;

/** A holder and what it is owed. */
export type Due = Readonly<{ holder: Account<Holder>; owed: bigint }>;

/** The holders of a tranche that have to be looked at, in parts: all of them, or those that the passes before left. */
export function holdersToLookAt(
  job: Job,
  tranche: Account<Tranche>,
  left: readonly Address[] | undefined,
): AsyncIterable<Partition<Holder>> {
  return left === undefined ? scanHolders(job.cluster, tranche, job.scan) : those(job, left);
}

async function* those(job: Job, addresses: readonly Address[]): AsyncGenerator<Partition<Holder>> {
  for (let at = 0; at < addresses.length; at += CHUNK) {
    const found = await readHolders(job, addresses.slice(at, at + CHUNK));
    yield { prefix: new Uint8Array(), accounts: found.filter((one) => one !== undefined) };
  }
}

/** The records of holders as they are now; `undefined` where one is closed. */
export async function readHolders(
  { cluster }: Job,
  addresses: readonly Address[],
): Promise<(Account<Holder> | undefined)[]> {
  const decoder = getHolderDecoder();
  const found = await readBytes(cluster, addresses);
  return found.map((account, at) => {
    const address = addresses[at];
    if (account === undefined || address === undefined || account.data.length < decoder.fixedSize) {
      return undefined;
    }
    // Of an account only what is in it is of interest here.
    return { address, data: decoder.decode(account.data) } as Account<Holder>;
  });
}

/** Those of some holders that are owed something. */
export function owedOf(holders: readonly Account<Holder>[], tranche: Tranche): Due[] {
  return holders
    .map((holder) => ({ holder, owed: earningsOf(holder.data, tranche).owed }))
    .filter(({ owed }) => owed > 0n);
}

/** Why each of some holders cannot be paid; `undefined` of one that can. */
export async function hindrances(
  { cluster }: Job,
  mint: Address,
  due: readonly Due[],
): Promise<(string | undefined)[]> {
  const accounts = await readTokenAccounts(
    cluster,
    due.map(({ holder }) => holder.data.payoutAccount),
  );
  return accounts.map((account) => {
    if (account === undefined) {
      return "its payout account does not exist";
    }
    if (account.mint !== mint) {
      return "its payout account is of another mint";
    }
    return account.frozen ? "its payout account is frozen" : undefined;
  });
}
