import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterTime, connect, openHolder, pointsDue, setCurve, takePoints } from "@defi-ready/securities";
import { RewardKind } from "@defi-ready/securities/program";
import { dealStatement, holderStatement, pastRegister, readRegister } from "@defi-ready/securities-indexer";
import { DAY, JUNIOR, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Address } from "@solana/kit";
import { generateKeyPairSigner } from "@solana/kit";
import { follower, newSqlite } from "./deal.js";

test("bonus shares and points, settled after a payment, earn since the lock, and so does the manager's pot", async () => {
  const manager = (await generateKeyPairSigner()).address;
  const named = (name: string, symbol: string) => ({ ...JUNIOR.share, name, symbol });
  const deal = await closeAfterTests(
    TestDeal.start({
      structure: {
        tranches: [
          { ...JUNIOR, rank: 0, share: named("Fund", "FND") },
          JUNIOR,
          { ...JUNIOR, rank: 2, decimals: 0, authorised: 1_000n, manager, share: named("Points", "PTS") },
        ],
        waterfall: {
          tiers: [
            { __kind: "Split", rank: 2, bps: 2_000 },
            { __kind: "Split", rank: 1, bps: 1 },
            { __kind: "Residual", rank: 0 },
          ],
        },
      },
    }),
  );
  const cluster = connect(deal.url);
  const { sponsor, security } = deal;
  const points = deal.tranches[2] as Address;
  const curve = { sponsor, knots: [{ money: 1_000n * ONE, reward: 300n }], tranche: points };
  await deal.send(await setCurve({ ...curve, book: await deal.readBook(), kind: RewardKind.PromotePoints }));
  const knots = [{ money: 1_000n * ONE, reward: 100n * ONE }];
  await deal.send(
    await setCurve({ sponsor, knots, book: await deal.readBook(), kind: RewardKind.BonusShares }),
  );
  const [alice, bob] = [await deal.investor(), await deal.investor()];
  await deal.deposit(alice, 300n * ONE);
  await deal.deposit(bob, 200n * ONE);
  await deal.lock(deal.seniorBook);
  await deal.pass(DAY);
  await deal.pay(77_777_777n);
  await deal.settle();
  await deal.pass(DAY);
  await deal.pay(11_111_111n);
  await deal.send(
    await openHolder({
      payer: sponsor,
      owner: manager,
      security: await deal.readSecurity(),
      tranche: points,
    }),
  );
  const tranche = await deal.readTranche(points);
  const due = pointsDue({
    security: (await deal.readSecurity()).data,
    tranche: tranche.data,
    now: await clusterTime(cluster),
  });
  assert.ok(due.shares > 0n);
  await deal.send(
    await takePoints({ cluster, payer: sponsor, security: await deal.readSecurity(), tranche }),
  );
  await deal.pay(5n * ONE);
  const database = await newSqlite();
  await (await follower({ url: deal.url, database })).pass();
  const common = { cluster, database, security };
  for (const owner of [alice.address, bob.address, manager]) {
    const statement = await holderStatement({ ...common, owner });
    assert.deepEqual(
      statement.checks.filter(({ holds }) => !holds),
      [],
    );
    const kinds = statement.classes.flatMap(({ movements }) => movements.map(({ kind }) => kind));
    assert.deepEqual(kinds, owner === manager ? ["manager"] : ["bought", "bonus", "points"]);
  }
  assert.ok((await dealStatement(common)).reconciles);
  const register = await readRegister(cluster, { security });
  assert.ok(register.reconciles);
  assert.ok((await pastRegister(cluster, { database, security, slot: register.slot })).reconciles);
});
