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
  test(`statements and register of ${name} are the chain's, to the unit, as it is played`, async () => {
    const { url } = await closeAfterTests(startProgram({ deterministic: { unixTimestamp: startOf(file) } }));
    const cluster = connect(url);
    const { differences } = await play({ cluster, deal: file, repeatable: true, say: () => undefined });
    assert.deepEqual(differences, []);
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
