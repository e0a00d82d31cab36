import type { TransactionOnChain } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import type { Listed, Source } from "@defi-ready/securities-indexer";
import type { Address } from "@solana/kit";

/** Transactions that share a slot. */
const IN_SLOT = 3;

type Kept = Readonly<{
  listed: Listed;
  addresses: ReadonlySet<string>;
  transaction: TransactionOnChain;
}>;

/**
 * A node with the transactions of another, several of them in a slot, whose places it tells by its blocks alone. It has two
 * more: one of each slot failed, and somebody sent lamports to an address of the program, which mentions it and not the
 * program.
 */
export class Crowded implements Source {
  /** What its list of the program's transactions lacks. */
  readonly forgotten = new Set<string>();
  /** Whether it has blocks and their times. */
  hasBlocks = true;
  /** Whether its lists tell times. */
  tellsTimes = true;

  private constructor(
    readonly of: Source,
    readonly kept: readonly Kept[],
  ) {}

  /** @param address What lamports were sent to. */
  static async from(of: Source, address: Address): Promise<Crowded> {
    const list = { address: SECURITIES_PROGRAM_ADDRESS, before: undefined, limit: 1_000, minSlot: 0n };
    const all = (await of.list(list)).filter(({ failed }) => !failed).toReversed();
    const kept: Kept[] = [];
    for (const [index, one] of all.entries()) {
      const transaction = await of.transaction(one.signature);
      const { writable = [], readonly = [] } = transaction.meta?.loadedAddresses ?? {};
      const keys = [...transaction.transaction.message.accountKeys, ...writable, ...readonly];
      const slot = 1_000n + BigInt(Math.floor(index / IN_SLOT));
      const listed = { ...one, slot, place: undefined, time: 2n * slot };
      kept.push({ listed, addresses: new Set(keys), transaction });
      if (index % IN_SLOT === 0) {
        const nothing = { transaction: { message: { accountKeys: [address] } }, meta: { err: null } };
        const extra = (signature: string, to: Address, failed: boolean): Kept => ({
          listed: { ...listed, signature, failed },
          addresses: new Set([to]),
          transaction: nothing,
        });
        kept.push(extra(`failed ${slot}`, SECURITIES_PROGRAM_ADDRESS, true));
        kept.push(extra(`sent ${slot}`, address, false));
      }
    }
    return new Crowded(of, kept);
  }

  genesis = () => this.of.genesis();
  finalSlot = () => Promise.resolve(1n << 40n);
  time = (slot: bigint) => Promise.resolve(this.hasBlocks ? 2n * slot : null);

  list({ address, before, limit }: Parameters<Source["list"]>[0]): Promise<readonly Listed[]> {
    const end = before === undefined ? this.kept.length : this.#placeOf(before);
    const found = this.kept
      .slice(0, end)
      .filter(({ addresses }) => addresses.has(address))
      .map(({ listed }) => listed)
      .filter(({ signature }) => address !== SECURITIES_PROGRAM_ADDRESS || !this.forgotten.has(signature));
    const told = found.map((one) => (this.tellsTimes ? one : { ...one, time: null }));
    return Promise.resolve(told.toReversed().slice(0, limit));
  }

  transaction(signature: string): Promise<TransactionOnChain> {
    const found = this.kept[this.#placeOf(signature)];
    return found === undefined
      ? Promise.reject(new RangeError(`no transaction ${signature}`))
      : Promise.resolve(found.transaction);
  }

  block(slot: bigint, address: Address): ReturnType<Source["block"]> {
    const all = this.kept.filter(({ listed }) => listed.slot === slot);
    const found = all.flatMap(({ listed: { signature }, addresses }, index) =>
      addresses.has(address) ? [{ signature, index: BigInt(index) }] : [],
    );
    return Promise.resolve(this.hasBlocks && all.length > 0 ? found : undefined);
  }

  #placeOf(signature: string): number {
    return this.kept.findIndex(({ listed }) => listed.signature === signature);
  }
}
