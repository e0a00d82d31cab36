import type { ReadonlyUint8Array } from "@solana/kit";

const SUPPLY_OFFSET = 36;
const DECIMALS_OFFSET = 44;
/** Where the extensions of a Token-2022 mint begin. */
const EXTENSIONS_OFFSET = 166;
const HEADER_BYTES = 4;
const METADATA = 19;
/** The authority and the mint that metadata begins with. */
const BEFORE_NAME_BYTES = 64;

/** A share mint, as people know it. */
export type MintFacts = Readonly<{
  supply: bigint;
  decimals: number;
  /** From the mint's own metadata; empty if it has none. */
  name: string;
  symbol: string;
}>;

/** Reads a mint. */
export function mintFacts(data: ReadonlyUint8Array): MintFacts {
  const view = new DataView(Uint8Array.from(data).buffer);
  const [name = "", symbol = ""] = metadataOf(view);
  return {
    supply: view.getBigUint64(SUPPLY_OFFSET, true),
    decimals: view.getUint8(DECIMALS_OFFSET),
    name,
    symbol,
  };
}

/** The texts that a mint's metadata begins with: its name and its symbol. */
function metadataOf(view: DataView): string[] {
  for (let at = EXTENSIONS_OFFSET; at + HEADER_BYTES <= view.byteLength; ) {
    const [kind, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (kind === METADATA) {
      return texts(view, at + HEADER_BYTES + BEFORE_NAME_BYTES);
    }
    at += HEADER_BYTES + length;
  }
  return [];
}

function texts(view: DataView, start: number): string[] {
  const found: string[] = [];
  for (let at = start; found.length < 2 && at + HEADER_BYTES <= view.byteLength; ) {
    const length = view.getUint32(at, true);
    at += HEADER_BYTES;
    found.push(Buffer.from(view.buffer, at, Math.min(length, view.byteLength - at)).toString("utf8"));
    at += length;
  }
  return found;
}
