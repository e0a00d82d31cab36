/**
 * Follows a synthetic history into a database, and tells the process that started it what that took. Arguments: the file of
 * the pattern, the number of transactions, the database. Needs `--expose-gc`.
 */
import { readFileSync } from "node:fs";
import { deserialize } from "node:v8";
import { catchUp, Follower, openDatabase } from "@defi-ready/securities-indexer";
import { measured } from "./measure.js";
import { type Pattern, syntheticSource } from "./synthetic-source.js";

const [, , file = "", length = "0", url = ""] = process.argv;
const pattern = deserialize(readFileSync(file)) as Pattern;

await measured(async () => {
  const database = await openDatabase(url);
  const source = syntheticSource(pattern, Number(length));
  const follower = await Follower.open({ database, source, commitment: "finalized" });
  const { gaps } = await catchUp(follower, {
    counters: () => Promise.resolve({ slot: 0n, counters: new Map() }),
  });
  await database.destroy();
  return gaps.length === 0 ? 0 : 1;
});
