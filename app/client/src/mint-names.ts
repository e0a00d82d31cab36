import { type Address, getAddressDecoder } from "@solana/kit";
import { readBytes } from "./accounts.js";
import { TOKEN_2022_PROGRAM } from "./addresses.js";
import type { Cluster } from "./cluster.js";

/** A mint's base, and the byte that says that it is one, come before its extensions. */
const EXTENSIONS_OFFSET = 166;
const METADATA_EXTENSION = 19;
const ADDRESS_BYTES = 32;

/** What a mint calls its shares, as whoever created it wrote it: show it with `printable`. */
export type MintName = Readonly<{ name: string; symbol: string; uri: string }>;

/** The names of share mints, by mint; those without one are left out. */
export async function mintNames(
  cluster: Cluster,
  mints: readonly Address[],
): Promise<ReadonlyMap<Address, MintName>> {
  const distinct = [...new Set(mints)];
  const found = await readBytes(cluster, distinct);
  return new Map(
    distinct.flatMap((mint, at) => {
      const account = found[at];
      const name = account?.owner === TOKEN_2022_PROGRAM ? mintNameIn(account.data, mint) : undefined;
      return name === undefined ? [] : [[mint, name] as const];
    }),
  );
}

/** The name in a mint's bytes, if it holds one of itself; what is cut off or malformed has none. */
export function mintNameIn(data: Uint8Array, mint: Address): MintName | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let at = EXTENSIONS_OFFSET; at + 4 <= data.length; ) {
    const [kind, size] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    const body = at + 4;
    if (kind === METADATA_EXTENSION && body + size <= data.length) {
      return nameIn(data.subarray(body, body + size), mint);
    }
    at = body + size;
  }
  return undefined;
}

function nameIn(body: Uint8Array, mint: Address): MintName | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let at = 2 * ADDRESS_BYTES;
  if (body.length < at || getAddressDecoder().decode(body, ADDRESS_BYTES) !== mint) {
    return undefined;
  }
  const texts: string[] = [];
  while (texts.length < 3) {
    const end = at + 4 <= body.length ? at + 4 + view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (end > body.length) {
      return undefined;
    }
    texts.push(new TextDecoder().decode(body.subarray(at + 4, end)));
    at = end;
  }
  const [name = "", symbol = "", uri = ""] = texts;
  return { name, symbol, uri };
}
