import type { EncodedAccount } from "@solana/kit";
import { Clock, type EpochSchedule, type LiteSVM } from "litesvm";
import { Blockhashes } from "./blockhashes.js";
import { Known } from "./programs.js";

/** How many recent slots the SlotHashes sysvar lists; lookup tables cool down for as long. */
const SLOT_HASHES = 512;
const SLOT_HASH_BYTES = 40;
const MINIMUM_SLOTS_PER_EPOCH = 32n;

/** For how many past slots the time is remembered. */
const SLOT_TIMES = 100_000;

/**
 * Without wall time, block heights move with transactions. If each transaction moved them by one, a bot that signs a
 * few hundred transactions on one blockhash would see it expire, which does not happen on a cluster.
 */
const TRANSACTIONS_PER_BLOCK_HEIGHT = 64n;

/** The state of a clock: all that is needed to continue from there. */
export type ClockPosition = Readonly<{
  slot: bigint;
  blockHeight: bigint;
  unixTimestamp: bigint;
  epochStartTimestamp: bigint;
  blockhash: Uint8Array;
}>;

/** Why a slot ends. */
export type SlotEnd = "transaction" | "tick";

/**
 * Slots, block heights and time.
 *
 * Clients are told the newest finished slot; transactions run in the slot after it, so that the slot a client has just
 * read is in SlotHashes, as lookup tables require. Each transaction ends its slot.
 */
export class SlotClock {
  readonly #svm: LiteSVM;
  readonly #wall: (() => bigint) | undefined;
  readonly #schedule: EpochSchedule;
  readonly #blockhashes: Blockhashes;
  readonly #slotHashesAccount: EncodedAccount;
  readonly #slotHashes = Buffer.alloc(8 + SLOT_HASHES * SLOT_HASH_BYTES);
  readonly #times = new Map<bigint, bigint>();
  #slotHashCount = 0;
  /** The newest finished slot when the validator started. */
  readonly firstSlot: bigint;
  #slot: bigint;
  #blockHeight: bigint;
  #epoch: bigint;
  #epochStart: bigint;
  #unixTimestamp: bigint;
  /** How far time was moved ahead of the wall clock, in seconds. */
  #ahead = 0n;
  #transactionsInHeight = 0n;

  /** @param wall Returns the wall clock's seconds; if left out, time moves only by {@link warp}. */
  constructor(svm: LiteSVM, position: ClockPosition, wall?: () => bigint) {
    this.#svm = svm;
    this.#wall = wall;
    this.#schedule = svm.getEpochSchedule();
    const slotHashes = svm.getAccount(Known.slotHashes);
    if (!slotHashes.exists) {
      throw new Error("LiteSVM has no SlotHashes sysvar");
    }
    this.#slotHashesAccount = slotHashes;
    this.firstSlot = position.slot;
    this.#slot = position.slot;
    this.#blockHeight = position.blockHeight;
    this.#unixTimestamp = position.unixTimestamp;
    this.#epoch = this.epochOf(position.slot + 1n).epoch;
    this.#epochStart = position.epochStartTimestamp;
    if (wall !== undefined) {
      const ahead = position.unixTimestamp - wall();
      this.#ahead = ahead > 0n ? ahead : 0n;
    }
    this.#blockhashes = new Blockhashes(position.blockhash, position.slot, position.blockHeight);
    this.#publish();
  }

  /** The newest finished slot. */
  get slot(): bigint {
    return this.#slot;
  }

  /** The block height of the newest finished slot. */
  get blockHeight(): bigint {
    return this.#blockHeight;
  }

  /** The time of the slot in which the next transaction runs, in seconds since 1970. */
  get unixTimestamp(): bigint {
    return this.#unixTimestamp;
  }

  /** The blockhashes that transactions may use. */
  get blockhashes(): Blockhashes {
    return this.#blockhashes;
  }

  /** The time of a past slot; `undefined` if it was skipped, is long past, or is still to come. */
  timeOf(slot: bigint): bigint | undefined {
    return this.#times.get(slot);
  }

  /** The state of the clock, to be saved. */
  get position(): ClockPosition {
    return {
      slot: this.#slot,
      blockHeight: this.#blockHeight,
      unixTimestamp: this.#unixTimestamp,
      epochStartTimestamp: this.#epochStart,
      blockhash: this.#blockhashes.latestBytes,
    };
  }

  /** Whether a transaction with this blockhash is accepted now. */
  isBlockhashValid(hash: string): boolean {
    return this.#blockhashes.isValid(hash, this.#blockHeight);
  }

  /** The epoch of a slot, the slot's place in it, and the epoch's length. */
  epochOf(slot: bigint): { epoch: bigint; slotIndex: bigint; slotsInEpoch: bigint } {
    const { firstNormalSlot, firstNormalEpoch, slotsPerEpoch } = this.#schedule;
    if (slot >= firstNormalSlot) {
      const since = slot - firstNormalSlot;
      return {
        epoch: firstNormalEpoch + since / slotsPerEpoch,
        slotIndex: since % slotsPerEpoch,
        slotsInEpoch: slotsPerEpoch,
      };
    }
    // During warm-up each epoch is twice as long as the previous one.
    let epoch = 0n;
    let start = 0n;
    let length = MINIMUM_SLOTS_PER_EPOCH;
    while (slot >= start + length) {
      start += length;
      length *= 2n;
      epoch += 1n;
    }
    return { epoch, slotIndex: slot - start, slotsInEpoch: length };
  }

  /** Brings the Clock sysvar up to the wall clock, before something runs. */
  followWallClock(): void {
    if (this.#wall === undefined) {
      return;
    }
    const now = this.#wall() + this.#ahead;
    // A wall clock may be set back; the chain's never is.
    if (now > this.#unixTimestamp) {
      this.#unixTimestamp = now;
      this.#writeClock();
    }
  }

  /** Ends the current slot and starts the next. */
  endSlot(reason: SlotEnd): void {
    this.followWallClock();
    this.#slot += 1n;
    if (reason === "tick") {
      this.#blockHeight += 1n;
    } else if (this.#wall === undefined) {
      this.#transactionsInHeight += 1n;
      if (this.#transactionsInHeight === TRANSACTIONS_PER_BLOCK_HEIGHT) {
        this.#transactionsInHeight = 0n;
        this.#blockHeight += 1n;
      }
    }
    this.#blockhashes.append(this.#slot, this.#blockHeight);
    this.#publish();
  }

  /** Moves slots and time forward; the slots in between are skipped, as when leaders are offline. */
  warp(slots: bigint, seconds: bigint): void {
    this.followWallClock();
    this.#slot += slots;
    this.#blockHeight += slots;
    this.#unixTimestamp += seconds;
    this.#ahead += seconds;
    this.#blockhashes.append(this.#slot, this.#blockHeight);
    this.#publish();
  }

  /** Tells the virtual machine about the newest finished slot. */
  #publish(): void {
    const epoch = this.epochOf(this.#slot + 1n).epoch;
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#epochStart = this.#unixTimestamp;
    }
    this.#times.set(this.#slot, this.#unixTimestamp);
    if (this.#times.size > SLOT_TIMES) {
      for (const oldest of this.#times.keys()) {
        this.#times.delete(oldest);
        break;
      }
    }
    this.#writeClock();
    this.#writeSlotHashes();
    // Durable nonces are made from the virtual machine's own blockhash, so it has to move too.
    this.#svm.expireBlockhash();
  }

  #writeClock(): void {
    this.#svm.setClock(
      new Clock(this.#slot + 1n, this.#epochStart, this.#epoch, this.#epoch + 1n, this.#unixTimestamp),
    );
  }

  #writeSlotHashes(): void {
    const list = this.#slotHashes;
    list.copyWithin(8 + SLOT_HASH_BYTES, 8, list.length - SLOT_HASH_BYTES);
    list.writeBigUInt64LE(this.#slot, 8);
    list.set(this.#blockhashes.latestBytes, 16);
    this.#slotHashCount = Math.min(this.#slotHashCount + 1, SLOT_HASHES);
    list.writeBigUInt64LE(BigInt(this.#slotHashCount), 0);
    // The account has room for all hashes from the start, so short lists are followed by zeros, as on a cluster.
    this.#svm.setAccount({ ...this.#slotHashesAccount, data: Uint8Array.from(list) });
  }
}
