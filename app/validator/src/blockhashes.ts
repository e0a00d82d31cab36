import { createHash } from "node:crypto";
import { type Blockhash, blockhash, getBase58Decoder } from "@solana/kit";

/** How many block heights a transaction may wait before its blockhash expires, as on Solana's clusters. */
export const BLOCKHASH_LIFETIME = 150n;

/** A chain of blockhashes, one a slot, and which of them transactions may still use. */
export class Blockhashes {
  #latest: Buffer;
  #latestText: Blockhash;
  /** Insertion order is age, so the expired ones are always in front. */
  readonly #heights = new Map<string, bigint>();

  /** @param previous The hash to continue from: 32 bytes. */
  constructor(previous: Uint8Array, slot: bigint, height: bigint) {
    this.#latest = Buffer.from(previous);
    this.#latestText = toBlockhash(this.#latest);
    this.append(slot, height);
  }

  /** The newest blockhash. */
  get latest(): Blockhash {
    return this.#latestText;
  }

  /** The newest blockhash's bytes. */
  get latestBytes(): Uint8Array {
    return this.#latest;
  }

  /** The last block height at which a transaction with the newest blockhash is accepted. */
  get latestExpiry(): bigint {
    return (this.#heights.get(this.#latestText) ?? 0n) + BLOCKHASH_LIFETIME;
  }

  /** Adds the hash of a slot, which depends on nothing but the chain so far: runs can be repeated. */
  append(slot: bigint, height: bigint): void {
    const slotBytes = Buffer.alloc(8);
    slotBytes.writeBigUInt64LE(slot);
    this.#latest = createHash("sha256").update(this.#latest).update(slotBytes).digest();
    this.#latestText = toBlockhash(this.#latest);
    this.#heights.set(this.#latestText, height);
    for (const [hash, registered] of this.#heights) {
      if (registered + BLOCKHASH_LIFETIME >= height) {
        break;
      }
      this.#heights.delete(hash);
    }
  }

  /** Whether transactions with this blockhash are accepted at a height. */
  isValid(hash: string, height: bigint): boolean {
    const registered = this.#heights.get(hash);
    return registered !== undefined && registered + BLOCKHASH_LIFETIME >= height;
  }
}

function toBlockhash(bytes: Uint8Array): Blockhash {
  return blockhash(getBase58Decoder().decode(bytes));
}
