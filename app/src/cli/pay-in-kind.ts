import type { Account, Address, KeyPairSigner } from "@solana/kit";
import {
  clusterTime,
  earningsOf,
  listHolders,
  payeesOf,
  payHolders,
  readTranches,
  tipAccountOf,
  vaultIndexOf,
  vaultOf,
} from "../client/index.js";
import type { Security } from "../generated/index.js";
import type { Context, Output } from "./context.js";
import { money } from "./format.js";

/** Holders that fit a transaction without a lookup table. */
const BATCH = 11;

/** Pays all holders what they are owed in another mint than the settlement mint. */
export async function payInKind(
  context: Context,
  payer: KeyPairSigner,
  security: Account<Security>,
  mint: Address,
): Promise<Output> {
  const { cluster } = context;
  const vault = vaultIndexOf(security.data, mint);
  const tipAccount = await tipAccountOf(security.data, payer.address);
  const now = await clusterTime(cluster);
  let [holders, paid, amount] = [0, 0, 0n];
  for (const { address: tranche, data } of await readTranches(cluster, security)) {
    const due = (await listHolders(cluster, tranche)).filter(
      (holder) => earningsOf(holder.data, data, now, vault).owed > 0n,
    );
    holders += due.length;
    for (let at = 0; at < due.length; at += BATCH) {
      const payees = await payeesOf(security.data, due.slice(at, at + BATCH), mint);
      await context.send(payHolders({ security, tranche, payees, tipAccount, mint }), payer);
      context.progress(`pay: ${Math.min(at + BATCH, due.length)} of ${due.length}`);
    }
    const after = new Map((await listHolders(cluster, tranche)).map((one) => [one.address, one.data]));
    for (const { address, data: before } of due) {
      const record = after.get(address);
      const got = (record?.earnings[vault]?.paid ?? 0n) - (before.earnings[vault]?.paid ?? 0n);
      paid += got > 0n ? 1 : 0;
      amount += got > 0n ? got : 0n;
    }
  }
  const left = holders - paid;
  const lines = [
    paid === 0
      ? "nobody was paid"
      : `${paid} holders paid, ${money(amount, vaultOf(security.data, mint).decimals)}`,
    ...(left > 0 ? [`  passed over ${left}: they have no account for this mint; the money stays owed`] : []),
  ];
  return {
    text: holders === 0 ? "nothing was due" : lines.join("\n"),
    json: { mint, paid, amount, passedOver: left },
    failed: left > 0,
  };
}
