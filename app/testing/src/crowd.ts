import { randomBytes } from "node:crypto";
import {
  type Cluster,
  clusterTime,
  holderAddress,
  payoutOf,
  readBytes,
  readSecurity,
  readTranche,
  settlementVault,
} from "@defi-ready/securities";
import {
  getHolderEncoder,
  getTrancheEncoder,
  SECURITIES_PROGRAM_ADDRESS,
} from "@defi-ready/securities/program";
import { type Address, getAddressDecoder, getAddressEncoder } from "@solana/kit";

const BATCH = 250;
const TOKEN_ACCOUNT_BYTES = 165;
const OWNER_OFFSET = 32;
const STATE_OFFSET = 108;
const SUPPLY_OFFSET = 36;
const RENT = 5_000_000;
const UNUSED = "11111111111111111111111111111111" as Address;
const NO_VOTE = { shares: 0n, until: 0, resolution: 0 };
const NO_BLOCK = { shares: 0n, until: 0, measure: 0, leaves: 0, padding: 0 };
const NO_LOCK = { shares: 0n, start: 0, cliff: 0, until: 0, padding: 0 };

/** A holder that was written. */
export type Written = Readonly<{ holder: Address; owner: Address; payoutAccount: Address }>;

/**
 * Writes holders into a tranche of a development validator, as no transaction could: records with the same number of
 * shares each, and empty accounts for their payments. The tranche's and the mint's totals are written with them.
 *
 * @param derived Whether records are at the addresses derived from their owners. Deriving them takes most of the time;
 * `pay_holders` does not need them.
 */
export async function writeHolders(
  cluster: Cluster,
  options: Readonly<{ tranche: Address; count: number; shares: bigint; derived?: boolean }>,
): Promise<Written[]> {
  const { count, shares, derived = true } = options;
  const tranche = await readTranche(cluster, options.tranche);
  const security = await readSecurity(cluster, tranche.data.security);
  const { mint, tokenProgram } = settlementVault(security.data);
  const { accumulator } = payoutOf(tranche.data);
  const encoder = getHolderEncoder();
  const unearned = {
    accumulator: { digits: [0n, 0n] },
    fraction: 0n,
    owed: 0n,
    paid: 0n,
    escheated: 0n,
    unpayable: 0n,
    unpayableSince: 0n,
  };
  const decoder = getAddressDecoder();
  const written: Written[] = [];
  for (let at = 0; at < count; at += BATCH) {
    const writes: SetAccount[] = [];
    for (let number = at; number < Math.min(at + BATCH, count); number += 1) {
      const owner = decoder.decode(randomBytes(32));
      const payoutAccount = decoder.decode(randomBytes(32));
      const holder = derived ? await holderAddress(tranche.address, owner) : decoder.decode(randomBytes(32));
      const record = encoder.encode({
        version: 1,
        bump: 0,
        category: 0,
        qualifierPlace: 0,
        isWrapper: 0,
        paidOnClaim: 0,
        untipped: 0,
        isThawed: 0,
        tranche: tranche.address,
        owner,
        rentPayer: owner,
        payoutAccount,
        shares,
        credentialUntil: 0n,
        openedAt: 0n,
        earnings: [{ ...unearned, accumulator }, unearned, unearned, unearned],
        qualifier: UNUSED,
        rightShares: 0n,
        rightsBooks: 0,
        jurisdiction: 0,
        sentDay: 0,
        sent: 0n,
        locks: [NO_LOCK, NO_LOCK, NO_LOCK],
        person: owner,
        allotted: 0n,
        shareAccount: UNUSED,
        thawedShares: 0n,
        votes: [NO_VOTE, NO_VOTE, NO_VOTE],
        newShares: { shares: 0n, since: 0, until: 0 },
        uncounted: { shares: 0n, until: 0, padding: 0 },
        blocks: [NO_BLOCK, NO_BLOCK],
      });
      writes.push([holder, SECURITIES_PROGRAM_ADDRESS, record]);
      writes.push([payoutAccount, tokenProgram, tokenAccount(mint, owner)]);
      written.push({ holder, owner, payoutAccount });
    }
    await setAccounts(cluster, writes);
  }
  const more = shares * BigInt(count);
  const { data } = tranche;
  const totals = getTrancheEncoder().encode({
    ...data,
    holders: data.holders + count,
    shares: data.shares + more,
    sharesOffered: data.sharesOffered + more,
    principalIssued: data.principalIssued + (more * data.par) / data.unit,
    // As the lock of a book would leave it: nothing is paid in before.
    startsAt: data.startsAt > 0n ? data.startsAt : await clusterTime(cluster),
  });
  const [shareMint] = await readBytes(cluster, [data.mint]);
  if (shareMint === undefined) {
    throw new Error("the tranche has no mint");
  }
  const view = new DataView(shareMint.data.buffer, shareMint.data.byteOffset);
  view.setBigUint64(SUPPLY_OFFSET, view.getBigUint64(SUPPLY_OFFSET, true) + more, true);
  await setAccounts(cluster, [
    [tranche.address, SECURITIES_PROGRAM_ADDRESS, totals],
    [data.mint, shareMint.owner, shareMint.data],
  ]);
  return written;
}

type SetAccount = readonly [address: Address, owner: Address, data: ArrayLike<number>];

/** Writes accounts, in one request. */
export async function setAccounts(cluster: Cluster, writes: readonly SetAccount[]): Promise<void> {
  const calls = writes.map(([address, owner, data], id) => ({
    jsonrpc: "2.0",
    id,
    method: "securities_setAccount",
    params: [address, { lamports: RENT, owner, data: Buffer.from(Uint8Array.from(data)).toString("base64") }],
  }));
  const response = await fetch(cluster.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(calls),
  });
  const answers = (await response.json()) as { error?: { message: string } }[];
  const refused = answers.find(({ error }) => error !== undefined);
  if (refused?.error !== undefined) {
    throw new Error(refused.error.message);
  }
}

function tokenAccount(mint: Address, owner: Address): Uint8Array {
  const data = new Uint8Array(TOKEN_ACCOUNT_BYTES);
  data.set(getAddressEncoder().encode(mint), 0);
  data.set(getAddressEncoder().encode(owner), OWNER_OFFSET);
  data[STATE_OFFSET] = 1;
  return data;
}
