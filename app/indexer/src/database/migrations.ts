import { type Kysely, sql } from "kysely";
import type { Migration, MigrationProvider } from "kysely/migration";

/** Everything that ever changed the schema, in the order of the names. What was published is never edited. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001_history": {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable("transactions")
        .addColumn("signature", "text", (column) => column.primaryKey())
        .addColumn("slot", "bigint", (column) => column.notNull())
        .addColumn("place", "bigint", (column) => column.notNull())
        .addColumn("time", "bigint")
        .addColumn("is_final", "bigint", (column) => column.notNull())
        .addColumn("seen", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("events")
        .addColumn("signature", "text", (column) => column.notNull())
        .addColumn("ordinal", "bigint", (column) => column.notNull())
        .addColumn("slot", "bigint", (column) => column.notNull())
        .addColumn("place", "bigint", (column) => column.notNull())
        .addColumn("time", "bigint")
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("stream", "text")
        .addColumn("sequence", "bigint")
        .addColumn("security", "text")
        .addColumn("data", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("events_key", ["signature", "ordinal"])
        .execute();
      await db.schema
        .createTable("mentions")
        .addColumn("address", "text", (column) => column.notNull())
        .addColumn("signature", "text", (column) => column.notNull())
        .addColumn("ordinal", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("mentions_key", ["address", "signature", "ordinal"])
        .execute();
      await db.schema
        .createTable("payments")
        .addColumn("signature", "text", (column) => column.notNull())
        .addColumn("ordinal", "bigint", (column) => column.notNull())
        .addColumn("item", "bigint", (column) => column.notNull())
        .addColumn("security", "text", (column) => column.notNull())
        .addColumn("tranche", "text", (column) => column.notNull())
        .addColumn("owner", "text", (column) => column.notNull())
        .addColumn("mint", "text", (column) => column.notNull())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("amount", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("payments_key", ["signature", "ordinal", "item"])
        .execute();
      await db.schema
        .createTable("progress")
        .addColumn("id", "bigint", (column) => column.primaryKey())
        .addColumn("version", "bigint", (column) => column.notNull())
        .addColumn("genesis", "text", (column) => column.notNull())
        .addColumn("program", "text", (column) => column.notNull())
        .addColumn("commitment", "text", (column) => column.notNull())
        .addColumn("from_slot", "bigint", (column) => column.notNull())
        .addColumn("mark_slot", "bigint", (column) => column.notNull())
        .addColumn("pass", "bigint", (column) => column.notNull())
        .addColumn("is_reading", "bigint", (column) => column.notNull())
        .addColumn("before_signature", "text")
        .addColumn("before_slot", "bigint")
        .addColumn("next_mark", "bigint", (column) => column.notNull())
        .addColumn("final_slot", "bigint", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("events_number").on("events").columns(["stream", "sequence"]).execute();
      await db.schema.createIndex("events_security").on("events").columns(["security", "slot"]).execute();
      await db.schema
        .createIndex("events_unnumbered")
        .on("events")
        .columns(["name", "slot"])
        .where(sql.ref("sequence"), "is", null)
        .execute();
      await db.schema
        .createIndex("transactions_open")
        .on("transactions")
        .columns(["slot"])
        .where(sql.ref("is_final"), "=", sql.lit(0))
        .execute();
      await db.schema.createIndex("mentions_event").on("mentions").columns(["signature"]).execute();
      await db.schema.createIndex("payments_owner").on("payments").columns(["owner", "tranche"]).execute();
    },
  },
};

/** Gives the schema's migrations by name. */
export const MIGRATION_PROVIDER: MigrationProvider = {
  getMigrations: () => Promise.resolve({ ...MIGRATIONS }),
};
