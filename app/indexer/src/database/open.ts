import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { ClientError } from "@defi-ready/securities";
import { Kysely, PostgresDialect, type SqliteDatabase, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import Libsql from "libsql";
import pg from "pg";
import { MIGRATION_PROVIDER } from "./migrations.js";
import type { Tables } from "./schema.js";

/** How long SQLite waits for another process that writes, in milliseconds. */
const BUSY_MILLISECONDS = 30_000;
/** PostgreSQL's number for the type of 64-bit integers. */
const INT8 = 20;
const CONNECTIONS = 4;
const OPENING_TRIES = 3;
const OPENING_PAUSE_MILLISECONDS = 300;

/** The history's tables in a database. */
export type Database = Kysely<Tables>;

/**
 * Opens a database, creates it if it is a file that does not exist, and brings its schema up to date.
 *
 * @param url `sqlite:PATH`, or a URL of PostgreSQL: `postgres://USER:PASSWORD@HOST/NAME`.
 * @throws {ClientError} For another URL, or a schema that is newer than this code.
 */
export async function openDatabase(url: string): Promise<Database> {
  const database = new Kysely<Tables>({ dialect: dialectOf(url) });
  const migrator = new Migrator({ db: database, provider: MIGRATION_PROVIDER });
  for (let tries = 1; ; tries += 1) {
    try {
      const { error } = await migrator.migrateToLatest();
      if (error === undefined) {
        return database;
      }
      throw error;
    } catch (error) {
      // Of two that begin at once on a new SQLite file, one finds the other's tables half made.
      if (tries === OPENING_TRIES) {
        await database.destroy();
        const why = error instanceof Error ? error.message : String(error);
        throw new ClientError(`the database ${withoutPassword(url)} cannot be used: ${why}`);
      }
      await setTimeout(OPENING_PAUSE_MILLISECONDS);
    }
  }
}

/** A database's URL as it may be shown: without its password, and without what stands behind a `?`, where one can be too. */
export function withoutPassword(url: string): string {
  return url.startsWith("sqlite:")
    ? url
    : url.replace(/^(\w+:\/\/[^:@/]*):[^/]*@/, "$1:...@").replace(/\?.*$/s, "?...");
}

function dialectOf(url: string): SqliteDialect | PostgresDialect {
  if (url.startsWith("sqlite:")) {
    const path = url.slice("sqlite:".length).replace(/^\/\/(?=\/)/, "");
    if (path === "") {
      throw new ClientError(`"${url}" names no file: give one, such as sqlite:securities.db`);
    }
    const folder = dirname(path);
    if (!existsSync(folder)) {
      throw new ClientError(`the database ${url} cannot be made: there is no folder ${folder}`);
    }
    return new SqliteDialect({ database: () => Promise.resolve(sqlite(path)) });
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    // Integers of 64 bits come as text by default, so that nobody loses digits: bigint keeps them.
    const types = {
      getTypeParser: ((oid: number, format?: "text" | "binary") =>
        oid === INT8 && format !== "binary"
          ? (text: string) => BigInt(text)
          : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
    };
    return new PostgresDialect({
      pool: () => Promise.resolve(lastingPool({ connectionString: url, max: CONNECTIONS, types })),
    });
  }
  throw new ClientError(
    `"${withoutPassword(url)}" is no database: give sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME`,
  );
}

/**
 * Connections that may break. Whoever uses one that did is told by the query; one that nobody uses is replaced when it is
 * needed. An error that nobody listens to would end the process.
 */
function lastingPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  const ignore = () => undefined;
  pool.on("error", ignore);
  // Lent out, between two queries of a transaction, a connection has no listener but this one.
  pool.on("connect", (client) => client.on("error", ignore));
  return pool;
}

/** SQLite by a package that has its API, and whose statements return small integers as numbers and large ones exactly. */
function sqlite(path: string): SqliteDatabase {
  const database = new Libsql(path, { timeout: BUSY_MILLISECONDS });
  database.defaultSafeIntegers(true);
  // A reader does not stop the writer, and what a killed process had not committed is not there.
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  // The package frees no statement before its database is closed, so that each text is prepared once.
  const statements = new Map<string, ReturnType<typeof database.prepare>>();
  return {
    close: () => {
      statements.clear();
      database.close();
    },
    prepare: (text) => {
      const statement = statements.get(text) ?? database.prepare(text);
      statements.set(text, statement);
      return {
        reader: statement.reader,
        // As one list: a value that stands alone and is null would be taken for an object of named ones.
        all: (parameters) => statement.all(parameters),
        run: (parameters) => statement.run(parameters),
        iterate: (parameters) => statement.iterate(parameters) as IterableIterator<unknown>,
      };
    },
  };
}
