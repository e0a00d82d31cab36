import assert from "node:assert/strict";
import { test } from "node:test";
import { announceLoss, listLosses, readLoss, recordLoss, strikeLoss } from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import { DAY, DEADLINE, funded, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";

test("announced losses are recorded when their notice is over, once, and those struck out never", async () => {
  const { deal: world } = await closeAfterTests(startSettledDeal());
  const { cluster, sponsor } = world;
  const payer = await funded(cluster);
  const pass = (dryRun = false) => crank(cluster, { payer, dryRun });
  await pass();
  const reports = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
  for (const reportSha256 of reports) {
    const security = await world.readSecurity();
    const { instructions } = await announceLoss({ servicer: sponsor, security, amount: ONE, reportSha256 });
    await world.send(instructions);
  }
  const [, second, third] = await listLosses(cluster, world.security);
  assert.ok(second && third);
  await world.send(
    await strikeLoss({ arbitrator: world.arbitrator, security: world.security, loss: second.address }),
  );
  assert.equal((await pass()).losses, 0, "on notice");
  await world.moveTo(third.data.dueAt);
  assert.equal((await pass(true)).losses, 2);
  const reads = () =>
    Promise.all(
      reports.map((report) => readLoss(cluster, { security: world.security, reportSha256: report })),
    );
  const statuses = async () => (await reads()).map(({ data }) => data.status).sort();
  assert.deepEqual(await statuses(), [0, 0, 2], "a dry run changes nothing");
  const bots = [payer, await funded(cluster)];
  const found = await Promise.all(bots.map((bot) => crank(cluster, { payer: bot })));
  assert.deepEqual(
    found.flatMap(({ skipped }) => skipped),
    [],
  );
  assert.deepEqual(await statuses(), [1, 1, 2]);
  assert.equal((await pass()).losses, 0);
  await assert.rejects(
    recordLoss({ security: await world.readSecurity(), loss: second.address }).then((it) => world.send(it)),
    /already been recorded or struck out/,
  );
  assert.ok(third.data.dueAt > DEADLINE + 6n * DAY);
  await assertReconciles(world);
});
