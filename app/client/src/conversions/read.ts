import type { Account, Address } from "@solana/kit";
import { find, list, OFFSET, read } from "../account-kinds.js";
import { conversionAddress } from "../addresses.js";
import type { Cluster } from "../cluster.js";
import type { Conversion } from "../generated/index.js";
import { CONVERSION } from "./kinds.js";

/** Reads a conversion of a class by its number; it must be there. */
export const readConversion = async (
  cluster: Cluster,
  { tranche, number }: Readonly<{ tranche: Address; number: number }>,
): Promise<Account<Conversion>> => read(cluster, CONVERSION, await conversionAddress(tranche, number));

/** Reads a conversion of a class by its number, if it is not closed. */
export const findConversion = async (
  cluster: Cluster,
  { tranche, number }: Readonly<{ tranche: Address; number: number }>,
): Promise<Account<Conversion> | undefined> =>
  find(cluster, CONVERSION, await conversionAddress(tranche, number));

/** The conversions of a security's classes that are not closed, by class and number. */
export const listConversions = async (cluster: Cluster, security: Address): Promise<Account<Conversion>[]> =>
  (await list(cluster, CONVERSION, [[OFFSET.conversionSecurity, security]])).sort(
    (a, b) => a.data.tranche.localeCompare(b.data.tranche) || a.data.number - b.data.number,
  );

/** The conversions of a class that are not closed, by number. */
export const listConversionsOf = async (cluster: Cluster, tranche: Address): Promise<Account<Conversion>[]> =>
  (await list(cluster, CONVERSION, [[OFFSET.conversionTranche, tranche]])).sort(
    (a, b) => a.data.number - b.data.number,
  );

/** The conversions that are not closed into a class, of this security and of others, by class and number. */
export const listConversionsInto = async (
  cluster: Cluster,
  tranche: Address,
): Promise<Account<Conversion>[]> =>
  (await list(cluster, CONVERSION, [[OFFSET.conversionInto, tranche]])).sort(
    (a, b) => a.data.tranche.localeCompare(b.data.tranche) || a.data.number - b.data.number,
  );
