import { ClientError } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import type { Database } from "../database/open.js";
import type { ProgressRow } from "../database/schema.js";
import { readPart, readRows } from "./reader.js";
import type { Position, Rows } from "./rows.js";
import type { HistoryCommitment, Source } from "./source.js";
import { removeRows, streamsOf, writeRows } from "./write.js";

/** Transactions that are listed at once, and written in one transaction of the database. */
const BATCH = 250;
const ROW = 1n;
/** At `finalized` everything that is listed is final. */
const ALWAYS = (1n << 63n) - 1n;

/** How history is followed. */
export type FollowOptions = Readonly<{
  database: Database;
  source: Source;
  commitment: HistoryCommitment;
  /** The slot from which on history is read; all of it if left out. */
  fromSlot?: bigint | undefined;
  /** Transactions that are read and written at once; 250 if left out. */
  batch?: number | undefined;
}>;

/** What a batch did. */
export type Batch = Readonly<{
  /** Transactions that were new. */
  added: number;
  /** The slot that it has come back to. */
  slot: bigint | undefined;
  /** Whether the pass has come to what was known before. */
  isDone: boolean;
  /** What numbers events and had new ones, or lost some. */
  streams: readonly string[];
}>;

/**
 * Reads the chain into a database, in passes from the newest transaction back to the mark: the slot up to which everything
 * final has been read. Each batch is written together with how far it came, so that a process that ends at any point is
 * continued there. What is not final yet is read again in every pass, and what a pass no longer finds was dropped by a fork.
 */
export class Follower {
  private constructor(
    readonly database: Database,
    readonly source: Source,
    readonly commitment: HistoryCommitment,
    readonly batch: number,
  ) {}

  /**
   * Begins, or continues, to follow the program's history.
   *
   * @throws {ClientError} If the database is of another cluster, or was begun otherwise.
   */
  static async open(options: FollowOptions): Promise<Follower> {
    const { database, source, commitment, fromSlot, batch = BATCH } = options;
    const genesis = await source.genesis();
    const row: ProgressRow = {
      id: ROW,
      version: 0n,
      genesis,
      program: SECURITIES_PROGRAM_ADDRESS,
      commitment,
      from_slot: fromSlot ?? 0n,
      mark_slot: -1n,
      pass: 0n,
      is_reading: 0n,
      before_signature: null,
      before_slot: null,
      next_mark: -1n,
      final_slot: -1n,
    };
    await database
      .insertInto("progress")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const follower = new Follower(database, source, commitment, batch);
    const known = await follower.progress();
    if (known.genesis !== genesis || known.program !== row.program) {
      throw new ClientError(
        `the database is of program ${known.program} on the cluster ${known.genesis}, not of ${row.program} on ${genesis}: give another`,
      );
    }
    if (fromSlot !== undefined && known.from_slot !== fromSlot) {
      throw new ClientError(
        `the database begins at slot ${known.from_slot}, not ${fromSlot}: leave out --from, or give another database`,
      );
    }
    if (known.commitment !== commitment) {
      throw new ClientError(
        `the database is kept at ${known.commitment}, not ${commitment}: give that, or another database`,
      );
    }
    await follower.#restartOpenPass(known);
    return follower;
  }

  /** How far the chain has been read. */
  async progress(): Promise<ProgressRow> {
    return await this.database.selectFrom("progress").selectAll().executeTakeFirstOrThrow();
  }

  /**
   * A pass that ended among what was not final begins anew: a fork may have dropped the transaction that it would go on
   * from. What it has written need not be read again.
   */
  async #restartOpenPass(known: ProgressRow): Promise<void> {
    if (known.is_reading === 1n && (known.before_slot ?? 0n) > known.final_slot) {
      await this.database
        .updateTable("progress")
        .set({ before_signature: null, before_slot: null, next_mark: -1n, version: known.version + 1n })
        .where("version", "=", known.version)
        .execute();
    }
  }

  /**
   * Reads to where everything is known, once.
   *
   * @param minSlot The node must have reached this slot, whose history the pass therefore brings.
   */
  async pass(
    onBatch?: (batch: Batch) => void,
    minSlot = 0n,
  ): Promise<Readonly<{ added: number; streams: readonly string[] }>> {
    const streams = new Set<string>();
    for (let added = 0; ; ) {
      const batch = await this.step(minSlot);
      added += batch.added;
      for (const stream of batch.streams) {
        streams.add(stream);
      }
      onBatch?.(batch);
      if (batch.isDone) {
        return { added, streams: [...streams] };
      }
    }
  }

  /**
   * Reads and writes one batch. If another process wrote one meanwhile, nothing is written, and the next goes on from
   * there.
   */
  async step(minSlot = 0n): Promise<Batch> {
    const known = await this.progress();
    const begins = known.is_reading === 0n;
    const pass = begins ? known.pass + 1n : known.pass;
    const restarts = begins || known.before_signature === null;
    const finalSlot = restarts ? await this.#finalSlot() : known.final_slot;
    const floor = known.mark_slot > known.from_slot ? known.mark_slot : known.from_slot;
    const part = await readPart(this.source, {
      address: SECURITIES_PROGRAM_ADDRESS,
      before: begins ? undefined : (known.before_signature ?? undefined),
      beforeSlot: begins ? undefined : (known.before_slot ?? undefined),
      floor,
      minSlot: known.mark_slot > minSlot ? known.mark_slot : minSlot,
      limit: this.batch,
    });
    const { entries, isLast } = part;
    if (isLast && known.mark_slot >= known.from_slot) {
      requireMark(known.mark_slot, entries);
    }
    const succeeded = entries.filter(({ listed }) => !listed.failed).map(({ position }) => position);
    const stored = await this.#slotsOf(succeeded.map(({ signature }) => signature));
    const fresh = succeeded.filter(({ signature, slot }) => stored.get(signature) !== slot);
    const moved = fresh.filter(({ signature }) => stored.has(signature)).map(({ signature }) => signature);
    const { rest, ahead } = await this.#writeAhead(fresh, { moved, pass, finalSlot });
    const rows = await readRows(this.source, rest);
    const newestFinal = entries.find(({ position }) => position.slot <= finalSlot)?.position.slot ?? -1n;
    const nextMark = !restarts && known.next_mark >= 0n ? known.next_mark : newestFinal;
    const last = entries.at(-1)?.position;
    const lost: string[] = [];
    const isWritten = await this.database.transaction().execute(async (database) => {
      const { numUpdatedRows } = await database
        .updateTable("progress")
        .set({
          version: known.version + 1n,
          pass,
          is_reading: isLast ? 0n : 1n,
          before_signature: isLast ? null : (last?.signature ?? null),
          before_slot: isLast ? null : (last?.slot ?? null),
          next_mark: isLast ? -1n : nextMark,
          final_slot: finalSlot,
          mark_slot: isLast && nextMark > known.mark_slot ? nextMark : known.mark_slot,
        })
        .where("version", "=", known.version)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) {
        return false;
      }
      await removeRows(
        database,
        moved.filter((signature) => rest.some((one) => one.signature === signature)),
      );
      await writeRows(database, rows, { pass, finalSlot });
      await this.#see(
        database,
        succeeded.map(({ signature }) => signature),
        { pass, finalSlot },
      );
      if (isLast) {
        const dropped = await this.#dropped(database, pass);
        lost.push(...(await streamsOf(database, dropped)));
        await removeRows(database, dropped);
      }
      return true;
    });
    const streams = new Set([...ahead, ...streamsIn(rows), ...lost]);
    return isWritten
      ? { added: fresh.length, slot: last?.slot, isDone: isLast, streams: [...streams] }
      : { added: 0, slot: last?.slot, isDone: false, streams: [] };
  }

  /**
   * Writes what is more than a batch, of a slot that has more, a batch at a time, so that memory does not grow with it.
   * How far history has come is written with the rest, which is returned, beside what numbers the events written here.
   */
  async #writeAhead(
    fresh: readonly Position[],
    { moved, pass, finalSlot }: Readonly<{ moved: readonly string[]; pass: bigint; finalSlot: bigint }>,
  ): Promise<Readonly<{ rest: readonly Position[]; ahead: readonly string[] }>> {
    const ahead = new Set<string>();
    let at = 0;
    for (; fresh.length - at > this.batch; at += this.batch) {
      const some = fresh.slice(at, at + this.batch);
      const rows = await readRows(this.source, some);
      for (const stream of streamsIn(rows)) {
        ahead.add(stream);
      }
      await this.database.transaction().execute(async (database) => {
        await removeRows(
          database,
          some.flatMap(({ signature }) => (moved.includes(signature) ? [signature] : [])),
        );
        await writeRows(database, rows, { pass, finalSlot });
      });
    }
    return { rest: fresh.slice(at), ahead: [...ahead] };
  }

  async #finalSlot(): Promise<bigint> {
    return this.commitment === "finalized" ? ALWAYS : await this.source.finalSlot();
  }

  async #slotsOf(signatures: readonly string[]): Promise<Map<string, bigint>> {
    if (signatures.length === 0) {
      return new Map();
    }
    const rows = await this.database
      .selectFrom("transactions")
      .select(["signature", "slot"])
      .where("signature", "in", signatures)
      .execute();
    return new Map(rows.map(({ signature, slot }) => [signature, slot]));
  }

  async #see(
    database: Parameters<typeof removeRows>[0],
    signatures: readonly string[],
    { pass, finalSlot }: Readonly<{ pass: bigint; finalSlot: bigint }>,
  ): Promise<void> {
    if (signatures.length === 0 || this.commitment === "finalized") {
      return;
    }
    const these = database.updateTable("transactions").where("signature", "in", signatures);
    await these.set({ seen: pass }).execute();
    await these.set({ is_final: 1n }).where("slot", "<=", finalSlot).execute();
  }

  async #dropped(database: Parameters<typeof removeRows>[0], pass: bigint): Promise<string[]> {
    const rows = await database
      .selectFrom("transactions")
      .select("signature")
      .where("is_final", "=", 0n)
      .where("seen", "<", pass)
      .execute();
    return rows.map(({ signature }) => signature);
  }
}

const streamsIn = (rows: readonly Rows[]) =>
  rows.flatMap(({ events }) => events.flatMap(({ stream }) => stream ?? []));

/** A list without what was final at the mark is of a node that is behind, or has dropped its past. */
function requireMark(mark: bigint, entries: readonly Readonly<{ position: Position }>[]): void {
  if (entries.at(-1)?.position.slot !== mark) {
    throw new ClientError(
      `the node does not list what happened in slot ${mark}, which has been read before: ask a node that is up to date and keeps history`,
    );
  }
}
