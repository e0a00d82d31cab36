import type { Address } from "@solana/kit";
import { readBytes } from "./accounts.js";
import { TOKEN_2022_PROGRAM } from "./addresses.js";
import type { Cluster } from "./cluster.js";

/** Where the extensions of a Token-2022 mint begin. */
const EXTENSIONS_OFFSET = 166;
/** Type and length of an extension. */
const HEADER_BYTES = 4;
const METADATA = 19;
/** In the metadata: the name follows the update authority and the mint. */
const NAME_OFFSET = 64;
const LENGTH_BYTES = 4;

/** The name of a mint, as whoever created it wrote it: show it with `printable`. */
export type MintName = Readonly<{ name: string; symbol: string }>;

/** The names of mints that hold one themselves, as share mints do; a mint without one is left out. */
export async function mintNames(
  cluster: Cluster,
  mints: readonly Address[],
): Promise<ReadonlyMap<Address, MintName>> {
  const distinct = [...new Set(mints)];
  const accounts = await readBytes(cluster, distinct);
  const named = distinct.flatMap((mint, at) => {
    const account = accounts[at];
    const name = account?.owner === TOKEN_2022_PROGRAM ? nameIn(account.data) : undefined;
    return name === undefined ? [] : [[mint, name] as const];
  });
  return new Map(named);
}

function nameIn(data: Uint8Array): MintName | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let at = EXTENSIONS_OFFSET; at + HEADER_BYTES <= data.length; ) {
    const [type, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    const start = at + HEADER_BYTES;
    if (type === METADATA) {
      return textsIn(data.subarray(start, start + length));
    }
    if (type === 0) {
      return undefined;
    }
    at = start + length;
  }
  return undefined;
}

function textsIn(data: Uint8Array): MintName | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const texts: string[] = [];
  for (let at = NAME_OFFSET; texts.length < 2 && at + LENGTH_BYTES <= data.length; ) {
    const length = view.getUint32(at, true);
    at += LENGTH_BYTES;
    texts.push(new TextDecoder().decode(data.subarray(at, at + length)));
    at += length;
  }
  const [name, symbol] = texts;
  return name === undefined || symbol === undefined ? undefined : { name, symbol };
}
