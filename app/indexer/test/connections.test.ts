import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { withoutPassword } from "@defi-ready/securities-indexer";
import { opened } from "./deal.js";
import { Postgres } from "./postgres.js";

const postgres = Postgres.start();

test("a connection that breaks, used by nobody or between two queries, ends nothing but its transaction", async () => {
  const failures: unknown[] = [];
  const note = (error: unknown) => failures.push(error);
  process.on("uncaughtException", note);
  try {
    const database = await opened(await postgres.database());
    const tables = () => database.selectFrom("progress").selectAll().execute();
    assert.deepEqual(await tables(), []);
    await postgres.cut();
    await setTimeout(100);
    assert.deepEqual(await tables(), []);
    const broken = database.transaction().execute(async (open) => {
      await open.selectFrom("progress").selectAll().execute();
      await postgres.cut();
      await setTimeout(100);
      await open.selectFrom("progress").selectAll().execute();
    });
    await assert.rejects(broken);
    assert.deepEqual(await tables(), []);
  } finally {
    process.off("uncaughtException", note);
  }
  assert.deepEqual(failures, []);
});

test("a database's URL is shown without its password, wherever that stands", () => {
  for (const [url, shown] of [
    ["postgres://u:secret@host/name", "postgres://u:...@host/name"],
    ["postgres://u:sec@ret@host/name", "postgres://u:...@host/name"],
    ["postgres://u@host/name?password=secret&x=1", "postgres://u@host/name?..."],
    ["sqlite:a:b@c.db", "sqlite:a:b@c.db"],
  ] as const) {
    assert.equal(withoutPassword(url), shown);
  }
});
