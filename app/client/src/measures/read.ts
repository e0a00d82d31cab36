import type { Account, Address } from "@solana/kit";
import { find, HOLDER, list, OFFSET, read } from "../account-kinds.js";
import { measureAddress, TOKEN_2022_PROGRAM } from "../addresses.js";
import { type Cluster, commitmentOf } from "../cluster.js";
import { ClientError } from "../errors.js";
import type { Holder, Measure } from "../generated/index.js";
import { MEASURE } from "./kinds.js";

/** Reads a measure by its number; it must be there. */
export const readMeasure = async (
  cluster: Cluster,
  { security, number }: Readonly<{ security: Address; number: number }>,
): Promise<Account<Measure>> => {
  const measure = await find(cluster, MEASURE, await measureAddress(security, number));
  if (measure === undefined) {
    throw new ClientError(
      `the security has no measure ${number}, or it was closed: name one that is announced or in force`,
    );
  }
  return measure;
};

/** Reads the holder record that a measure is about. */
export const readMeasuredHolder = async (
  cluster: Cluster,
  { data }: Account<Measure>,
): Promise<Account<Holder>> => read(cluster, HOLDER, data.holder);

/** All measures of a security that are not closed, by number. */
export const listMeasures = async (cluster: Cluster, security: Address): Promise<Account<Measure>[]> =>
  (await list(cluster, MEASURE, [[OFFSET.measureSecurity, security]])).sort(
    (a, b) => a.data.number - b.data.number,
  );

/** All measures that are about an owner's holder record and are not closed, by number. */
export const listMeasuresOf = async (cluster: Cluster, holder: Address): Promise<Account<Measure>[]> =>
  (await list(cluster, MEASURE, [[OFFSET.measureHolder, holder]])).sort(
    (a, b) => a.data.number - b.data.number,
  );

/** All token accounts of an owner for a share mint that hold any, those with most shares first. */
export async function listShareAccounts(
  cluster: Cluster,
  { owner, shareMint }: Readonly<{ owner: Address; shareMint: Address }>,
): Promise<Readonly<{ address: Address; amount: bigint }>[]> {
  const { value } = await cluster.rpc
    .getTokenAccountsByOwner(
      owner,
      { mint: shareMint },
      { encoding: "jsonParsed", commitment: commitmentOf(cluster) },
    )
    .send();
  return value
    .filter(({ account }) => account.owner === TOKEN_2022_PROGRAM)
    .map(({ pubkey, account }) => ({
      address: pubkey,
      amount: BigInt(account.data.parsed.info.tokenAmount.amount),
    }))
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => Number(b.amount > a.amount) - Number(a.amount > b.amount));
}
