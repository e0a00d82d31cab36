import {
  earningsOf,
  type Partition,
  type Payee,
  payeesOf,
  readBytes,
  readTokenAccounts,
  scanHolders,
  vaultOf,
} from "@defi-ready/securities";
import { getHolderDecoder, type Holder, type Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { Job } from "./job.js";
import { leastAmount } from "./least.js";
import type { PaymentRun } from "./payment-run.js";

/** How many records are read together by their addresses. */
const CHUNK = 100;

/** A holder, the base units that it is owed, and where it is paid. */
export type Due = Readonly<{ holder: Account<Holder>; owed: bigint; payee: Payee }>;

/** The holders of a tranche that have to be read, in parts: all of them, or those that earlier passes left. */
export function holdersToLookAt(
  job: Job,
  tranche: Account<Tranche>,
  left: readonly Address[] | undefined,
): AsyncIterable<Partition<Holder>> {
  return left === undefined ? scanHolders(job.cluster, { tranche, ...job.scan }) : those(job, left);
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
    // Only the data of the account is of interest here.
    return { address, data: decoder.decode(account.data) } as Account<Holder>;
  });
}

/**
 * The holders among those given that are owed something, or at least as much as the bot pays. What a wrapper is owed stays
 * owed, for whoever unwraps.
 */
export async function owedOf(
  { payLeast = "0" }: Pick<Job, "payLeast">,
  holders: readonly Account<Holder>[],
  run: PaymentRun,
): Promise<Due[]> {
  const { security, tranche, mint, vault, now } = run;
  const least = leastAmount(payLeast, vaultOf(security.data, mint).decimals);
  const owed = new Map(
    holders
      .filter(({ data }) => data.isWrapper === 0)
      .map(
        (holder) =>
          [holder, earningsOf({ holder: holder.data, tranche: tranche.data, now, vault }).owed] as const,
      )
      .filter(([, amount]) => amount > 0n && amount >= least),
  );
  const those = [...owed.keys()];
  const payees = await payeesOf({ security: security.data, holders: those, mint });
  return those.flatMap((holder, at) => {
    const payee = payees[at];
    return payee === undefined ? [] : [{ holder, owed: owed.get(holder) ?? 0n, payee }];
  });
}

/** Why each holder cannot be paid; `undefined` for one that can. */
export async function hindrances(
  { cluster }: Job,
  { mint, vault }: PaymentRun,
  due: readonly Due[],
): Promise<(string | undefined)[]> {
  const accounts = await readTokenAccounts(
    cluster,
    due.map(({ payee }) => payee.account),
  );
  return accounts.map((account) => {
    if (account === undefined) {
      return vault === 0 ? "its payout account does not exist" : "its owner has no account for this mint";
    }
    if (account.mint !== mint) {
      return "its payout account belongs to another mint";
    }
    return account.frozen ? "its payout account is frozen" : undefined;
  });
}
