import { type Cluster, listMeasures, readBytes } from "@defi-ready/securities";
import { getHolderDecoder, type Measure } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";

/** A measure, and whose record it is about; nobody's of a pause, or of a record that is closed. */
export type Announced = Readonly<{ measure: Account<Measure>; owner: Address | undefined }>;

/** Reads the measures of a security that are not closed, by number. */
export async function readMeasures(cluster: Cluster, security: Address): Promise<readonly Announced[]> {
  const measures = await listMeasures(cluster, security);
  const records = await readBytes(
    cluster,
    measures.map(({ data }) => data.holder),
  );
  const decoder = getHolderDecoder();
  return measures.map((measure, at) => {
    const record = records[at];
    const isRecord = record !== undefined && record.data.length >= decoder.fixedSize;
    return { measure, owner: isRecord ? decoder.decode(record.data).owner : undefined };
  });
}
