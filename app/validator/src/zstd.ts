/** The format's mark, at the start of a frame. */
const MAGIC = 0xfd2fb528;
/** One segment, its size in eight bytes, no checksum, no dictionary. */
const DESCRIPTOR = 0b1110_0000;
const HEADER_BYTES = 13;
const BLOCK_HEADER_BYTES = 3;
/** The most that a block may hold. */
const MAX_BLOCK_BYTES = 131_072;
/** Kinds of blocks: bytes as they are, and one byte many times. */
const [RAW, REPEATED] = [0, 1];

/**
 * Bytes in Zstandard's format, as any decoder of it reads them. Node has no encoder before version 22.15, so nothing is
 * compressed but blocks of one byte, such as the zeros that fill accounts.
 */
export function zstdFrame(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt8(DESCRIPTOR, 4);
  header.writeBigUInt64LE(BigInt(bytes.length), 5);
  const count = Math.max(1, Math.ceil(bytes.length / MAX_BLOCK_BYTES));
  const blocks = Array.from({ length: count }, (_, at) =>
    block(bytes.subarray(at * MAX_BLOCK_BYTES, (at + 1) * MAX_BLOCK_BYTES), at === count - 1),
  );
  return Buffer.concat([header, ...blocks]);
}

function block(bytes: Uint8Array, isLast: boolean): Buffer {
  const repeats = bytes.length > 1 && bytes.every((byte) => byte === bytes[0]);
  const header = Buffer.alloc(BLOCK_HEADER_BYTES);
  const kind = repeats ? REPEATED : RAW;
  header.writeUIntLE((isLast ? 1 : 0) + kind * 2 + bytes.length * 8, 0, BLOCK_HEADER_BYTES);
  return Buffer.concat([header, repeats ? bytes.subarray(0, 1) : bytes]);
}
