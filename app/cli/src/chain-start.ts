import {
  ClientError,
  type Cluster,
  listConversions,
  readBytes,
  trancheAddress,
  waterfallAddress,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import { conversionsBetween, type Start } from "@defi-ready/securities-projection";
import type { Account } from "@solana/kit";

/** A deal as it is on the chain, for a projection to start from. */
export async function startOnChain(
  cluster: Cluster,
  { address, data }: Account<Security>,
): Promise<Start & { __kind: "Accounts" }> {
  const ranks = Array.from({ length: data.trancheCount }, (_, rank) => rank);
  const classes = await Promise.all(ranks.map((rank) => trancheAddress(address, rank)));
  const addresses = [address, await waterfallAddress(address), ...classes];
  const [security, waterfall, ...tranches] = (await readBytes(cluster, addresses)).map(
    (account) => account?.data,
  );
  if (security === undefined || waterfall === undefined || !tranches.every((one) => one !== undefined)) {
    throw new ClientError(`the security ${address} is not whole on this cluster`);
  }
  const conversions = conversionsBetween(classes, await listConversions(cluster, address));
  return { __kind: "Accounts", security, waterfall, tranches, conversions };
}
