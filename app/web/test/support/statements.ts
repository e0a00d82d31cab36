/** Statements and the register of a played deal, rebuilt from its history, against the chain. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Cluster } from "@defi-ready/securities";
import {
  catchUp,
  dealStatement,
  eventCounters,
  Follower,
  type HolderStatement,
  holderStatement,
  nodeSource,
  openDatabase,
  pastRegister,
  type Register,
  readRegister,
  registerCsv,
} from "@defi-ready/securities-indexer";
import type { Address } from "@solana/kit";

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

/** Checks, to the unit, that statements and the register of a shipped deal that was played are the chain's. */
export async function assertStatements({
  cluster,
  name,
  security,
}: Readonly<{ cluster: Cluster; name: string; security: Address }>): Promise<void> {
  const database = await openDatabase("sqlite::memory:");
  try {
    const source = nodeSource(cluster, "finalized");
    const follower = await Follower.open({ database, source, commitment: "finalized" });
    const health = await catchUp(follower, { counters: () => eventCounters(cluster) });
    assert.deepEqual([health.gaps, health.untimed], [[], 0n]);
    const common = { cluster, database, security };
    const register = await readRegister(cluster, { security });
    const past = await pastRegister(cluster, { database, security, slot: register.slot });
    const whole = await dealStatement(common);
    const owners = [...new Set(register.entries.map(({ owner }) => owner))];
    assert.ok(owners.length > 0);
    const statements = await Promise.all(owners.map((owner) => holderStatement({ ...common, owner })));
    const checks = [register, past, whole, ...statements].flatMap((one) => one.checks);
    assert.deepEqual(
      checks.filter(({ holds }) => !holds),
      [],
    );
    // What holders earned of each class, and got out of units that were unwrapped, is what it was credited, but for a fraction
    // of a unit of each.
    for (const { rank, interest, principal, income, kind } of whole.classes) {
      const own = statements.flatMap(({ classes }) => classes.filter((one) => one.rank === rank));
      const earned = sum(
        own.flatMap(({ money: [one] }) =>
          one === undefined ? [] : [one.interest + one.principal + one.income - one.inUnits],
        ),
      );
      const apart = interest + principal + income - earned;
      assert.ok(apart >= 0n && apart <= BigInt(own.length) + 1n, `${name} ${kind} ${rank}: ${apart}`);
    }
    if (name === "venture-syndicate") {
      const to = at("2026-05-12");
      await tellsLocks(register, (owner) => holderStatement({ ...common, owner, to }));
    }
    if (name === "reg-s") {
      tellsCategories(register);
    }
  } finally {
    await database.destroy();
  }
}

/** Losses come when the scenario beside a deal tells of them, and income that covers them is written up. */
export function writesUpWhatIncomeCovers(out: string): void {
  const [before = "", after = ""] = out.split("a loss of 12,000.00 is recorded\n");
  assert.doesNotMatch(before, /written up/);
  assert.deepEqual(
    [...after.matchAll(/([\d,.]+) written up;/g)].map(([, amount]) => amount),
    ["5,076.00", "4,856.544", "2,067.456"],
    "the last by the recovery, all together the loss",
  );
}

/**
 * In the middle of the story points are locked for two years from the lock, and capital vests over a hundred days after one;
 * each report that was posted is named by its address and hash.
 */
async function tellsLocks(register: Register, read: (owner: Address) => Promise<HolderStatement>) {
  const [locked, vested] = ["2026-03-01", "2026-06-09"].map(at);
  const [end, allFree] = [at("2026-05-12"), at("2027-03-01")];
  let [pointsSeen, capitalSeen] = [0, 0];
  for (const owner of new Set(register.entries.map((one) => one.owner))) {
    const { classes, told } = await read(owner);
    for (const { rank, movements, transfers } of classes) {
      const got = sum(movements.flatMap(({ kind, shares }) => (DELIVERED.includes(kind) ? [shares] : [])));
      if (got === 0n) {
        continue;
      }
      const lock =
        rank === 1
          ? { cliff: allFree, until: allFree, shares: got, locked: got }
          : // 71 of 100 days are over at its last second.
            { cliff: locked, until: vested, shares: got, locked: (got * 29n + 99n) / 100n };
      assert.deepEqual([transfers.locks, transfers.locked], [[lock], lock.locked]);
      [pointsSeen, capitalSeen] = rank === 1 ? [pointsSeen + 1, capitalSeen] : [pointsSeen, capitalSeen + 1];
    }
    assert.deepEqual(
      told.map(({ what, kind, period, late, uri }) => [what, kind, period, late, uri]),
      [0, 1, 2, 3, 4].map((period) => [
        "disclosure",
        0,
        period,
        false,
        `https://lumen-seed.example/disclosures/0-${period}.txt`,
      ]),
    );
    const name = "quarterly report up to 2025-03-31";
    assert.equal(told[0]?.sha256, createHash("sha256").update(name).digest("hex"));
    assert.ok(told.every(({ time }) => time < end));
  }
  assert.ok(pointsSeen > 1 && capitalSeen > 1);
  assert.ok(
    register.entries.every(({ transfers }) => transfers?.locked === 0n),
    "in the end all is free",
  );
}

const at = (day: string) => BigInt(Date.parse(day)) / 1_000n;
const DELIVERED: readonly string[] = ["bought", "bonus", "points", "manager"];

/** The two sides of the notes, by category. */
function tellsCategories(register: Register): void {
  const notes = register.entries.filter(({ rank }) => rank === 0);
  assert.deepEqual([...new Set(notes.map(({ credential }) => credential?.category))].sort(), [1, 2]);
  assert.ok(
    notes.every(({ credential, transfers }) => (credential?.country ?? 0) > 0 && transfers?.locked === 0n),
  );
  const [titles = "", line = ""] = registerCsv(register).split("\n");
  const row = new Map(titles.split(",").map((title, at) => [title, line.split(",")[at]]));
  assert.equal(row.get("country"), String(notes[0]?.credential?.country));
}
