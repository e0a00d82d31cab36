import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, listAllSecurities } from "@defi-ready/securities";
import { play, startOf } from "@defi-ready/securities-demo";
import {
  catchUp,
  dealStatement,
  eventCounters,
  Follower,
  holderStatement,
  nodeSource,
  openDatabase,
  pastRegister,
  readRegister,
} from "@defi-ready/securities-indexer";
import { shippedDeals } from "@defi-ready/securities-migrations";
import { startProgram } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

for (const { name, file } of shippedDeals()) {
  test(`the demo plays ${name}, whose figures add up, and statements and register are the chain's, to the unit`, async () => {
    const { url } = await closeAfterTests(startProgram({ deterministic: { unixTimestamp: startOf(file) } }));
    const cluster = connect(url);
    const said: string[] = [];
    // The keys are those of an embedded validator: a deal that floats names its reporter.
    const { differences } = await play({
      cluster,
      deal: file,
      repeatable: true,
      say: (line) => said.push(line),
    });
    assert.deepEqual(differences, []);
    const out = said.join("\n");
    assert.match(out, /a bot settled \d+ tickets/);
    assert.match(out, /Every vault reconciles to the unit/);
    if (name === "mortgages") {
      writesUpWhatIncomeCovers(out);
    }
    const [{ address: security } = { address: undefined }] = await listAllSecurities(cluster);
    assert.ok(security !== undefined);
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
    } finally {
      await database.destroy();
    }
  });
}

/** Losses come when the scenario beside a deal tells of them, and income that covers them is written up. */
function writesUpWhatIncomeCovers(out: string): void {
  const [before = "", after = ""] = out.split("a loss of 12,000.00 is recorded\n");
  assert.doesNotMatch(before, /written up/);
  assert.deepEqual(
    [...after.matchAll(/([\d,.]+) written up;/g)].map(([, amount]) => amount),
    ["5,076.00", "4,856.544", "2,067.456"],
    "the last by the recovery, all together the loss",
  );
}
