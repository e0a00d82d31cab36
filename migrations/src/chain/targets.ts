import type { Address, Rpc, SolanaRpcApi } from "@solana/kit";
import {
  getSecurityDecoder,
  getTrancheDecoder,
  type Security,
  type Tranche,
  trancheAddress,
} from "../client.js";
import type { Deal } from "../deal/model.js";
import { fetchAll, owned } from "./fetch.js";

/** A class of another security that a conversion is into, as it is on chain. */
export type OtherTarget = Readonly<{
  address: Address;
  tranche: Tranche | undefined;
  security: Security | undefined;
}>;

/** The classes of other securities that conversions are into, in the order of the conversions. */
export function readTargets(
  rpc: Rpc<SolanaRpcApi>,
  deal: Deal,
): Promise<readonly (OtherTarget | undefined)[]> {
  const targets = deal.conversions.map(async ({ into }): Promise<OtherTarget | undefined> => {
    if (typeof into === "number") {
      return undefined;
    }
    const address = await trancheAddress(into.security, into.rank);
    const [tranche, security] = await fetchAll(rpc, [address, into.security]);
    return {
      address,
      tranche: owned(tranche, getTrancheDecoder()),
      security: owned(security, getSecurityDecoder()),
    };
  });
  return Promise.all(targets);
}
