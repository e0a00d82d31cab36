import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, listAllSecurities } from "@defi-ready/securities";
import { runDemo } from "@defi-ready/securities-demo";
import {
  dealStatement,
  Follower,
  holderStatement,
  nodeSource,
  openDatabase,
  readRegister,
} from "@defi-ready/securities-indexer";
import { startProgram } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";

const UNIT = 1_000_000n;
const silent = { out: () => undefined, err: () => undefined };

test("the statements of the credit syndicate are what its contract gives, by hand", async () => {
  const { url } = await closeAfterTests(startProgram());
  assert.equal(await runDemo(["--url", url], silent), 0);
  const cluster = connect(url);
  const [{ address: security } = { address: undefined }] = await listAllSecurities(cluster);
  assert.ok(security !== undefined);
  const database = await openDatabase("sqlite::memory:");
  try {
    const source = nodeSource(cluster, "finalized");
    await (await Follower.open({ database, source, commitment: "finalized" })).pass();
    const register = await readRegister(cluster, { security });
    assert.ok(register.reconciles);
    // Alder has 120,000 of the 800,000 of the senior class, and never trades.
    const alder = register.entries.find(({ rank, shares }) => rank === 0 && shares === 120_000n * UNIT);
    assert.ok(alder !== undefined);
    const statement = await holderStatement({ cluster, database, security, owner: alder.owner });
    assert.ok(statement.reconciles);
    const [senior] = statement.classes;
    const [money] = senior?.money ?? [];
    assert.ok(senior !== undefined && money !== undefined);
    assert.deepEqual(
      senior.lots.map(({ shares, cost }) => [shares, cost]),
      [[120_000n * UNIT, 120_000n * UNIT]],
    );
    // 24 instalments of 5,000, and a twelfth of 8 % on what is left; five months are paid in full, to the unit but for a
    // fraction of the class's that is carried.
    for (const [month, line] of money.earned.slice(0, 5).entries()) {
      const left = (120_000n - 5_000n * BigInt(month)) * UNIT;
      const interest = (left * 8n) / (100n * 12n);
      assert.ok(Math.abs(Number(line.interest - interest)) <= 1, `${line.source}: ${line.interest}`);
      assert.ok(Math.abs(Number(line.principal - 5_000n * UNIT)) <= 1, `${line.source}: ${line.principal}`);
    }
    // In July two lessees default: 2,950.60 come in, of which its 15 % is all interest.
    assert.deepEqual(
      [money.earned[5]?.interest, money.earned[5]?.principal, money.earned[5]?.income],
      [442_590_000n, 0n, 0n],
    );
    // A year of payments: half of the principal is repaid, what was missed with the sale of the equipment.
    assert.ok(60_000n * UNIT - money.principal <= 1n);
    assert.equal(money.paid, money.interest + money.principal);
    assert.deepEqual([money.opening, money.closing, money.income], [0n, 0n, 0n]);
    const whole = await dealStatement({ cluster, database, security });
    assert.ok(whole.reconciles);
    assert.equal(
      whole.distributions.reduce((sum, { gross }) => sum + gross, 0n),
      538_923_860_000n,
    );
    assert.deepEqual(
      whole.classes.map(({ principal, outstanding }) => [principal, outstanding]),
      [
        [400_000n * UNIT, 400_000n * UNIT],
        [0n, 0n],
      ],
    );
  } finally {
    await database.destroy();
  }
});
