import assert from "node:assert/strict";
import { test } from "node:test";
import {
  checkTriggers,
  closeConversion,
  connect,
  convertClass,
  convertShares,
  readConversion,
  reportPool,
  send,
} from "@defi-ready/securities";
import { dealStatement, holderStatement } from "@defi-ready/securities-indexer";
import { DAY, debtAndEquity, funded, ONE, START, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import { follower, newSqlite } from "./deal.js";

/** At ten a share of the junior class. */
const RULE = {
  __kind: "Price",
  floor: 10n * ONE,
  cap: 10n * ONE,
  discountBps: 0,
  withInterest: false,
} as const;

test("what a holder converted, and what its class became and was collected, reconciles to the unit", async () => {
  const { tranches, waterfall } = debtAndEquity();
  const [senior, junior] = tranches;
  assert.ok(senior !== undefined && junior !== undefined);
  const aside = BigInt(senior.authorised) / 10n;
  const deal = await closeAfterTests(
    TestDeal.start({
      structure: {
        tranches: [senior, { ...junior, authorised: BigInt(junior.authorised) + 2n * aside }],
        waterfall: {
          ...waterfall,
          triggers: [
            {
              test: { __kind: "Collateral", rank: 0, minBps: 10_000, maxAge: 1_000 },
              cureDays: 1,
              consequences: 0,
            },
          ],
          poolDailyBps: 10_000,
        },
      },
      conversions: [{ __kind: "Holders" } as const, { __kind: "Trigger", place: 0 } as const].map((by) => ({
        from: 0,
        into: 1,
        terms: { by, rule: RULE, opensAt: 0n, closesAt: START + 3_000n * DAY, shares: aside },
      })),
    }),
  );
  const cluster = connect(deal.url);
  const { security } = deal;
  const [ann, ben, cid, bot] = [
    await deal.investor(),
    await deal.investor(),
    await deal.investor(),
    await funded(cluster),
  ];
  await deal.deposit(ann, 200n * ONE);
  await deal.deposit(ben, 100n * ONE);
  await deal.deposit(cid, 100n * ONE, deal.juniorBook);
  await deal.lock();
  await deal.settle();
  const report = async (value: bigint) => {
    const { sponsor: reporter } = deal;
    const reported = {
      reporter,
      security: await deal.readSecurity(),
      value,
      reportSha256: new Uint8Array(32),
    };
    await deal.send(await reportPool(reported));
  };
  await report(500n * ONE);
  await deal.pay(8n * ONE);
  const convert = async (number: number, signer: KeyPairSigner, owner: KeyPairSigner, amount?: bigint) => {
    const instructions = await convertShares({
      cluster,
      payer: signer,
      owner: signer === owner ? owner : owner.address,
      intoSecurity: await deal.readSecurity(),
      conversion: await readConversion(cluster, { tranche: deal.senior, number }),
      amount,
    });
    await send(cluster, { instructions, payer: signer });
  };
  const { unit } = (await deal.readTranche(deal.senior)).data;
  await convert(0, ann, ann, 50n * unit);
  await deal.pass(30n * DAY);
  await deal.pay(9n * ONE);

  const database = await newSqlite();
  const follow = await follower({ url: deal.url, database });
  const common = { cluster, database, security };
  const wrong = async () => {
    await follow.pass();
    const owners = [ann, ben, cid];
    const own = await Promise.all(owners.map(({ address: owner }) => holderStatement({ ...common, owner })));
    const whole = await dealStatement(common);
    return [whole, ...own].map(({ checks }) => checks.filter(({ holds }) => !holds).map(({ what }) => what));
  };
  assert.deepEqual(await wrong(), [[], [], [], []], "after one has elected");

  await report(100n * ONE);
  await deal.send(await checkTriggers({ security: await deal.readSecurity() }));
  await deal.pass(DAY);
  const conversion = () => readConversion(cluster, { tranche: deal.senior, number: 1 });
  await deal.send(
    await convertClass({ security: await deal.readSecurity(), conversion: await conversion() }),
  );
  await deal.pay(7n * ONE);
  assert.deepEqual(await wrong(), [[], [], [], []], "as claims");
  await convert(1, ann, ann, 100n * unit);
  await deal.pay(6n * ONE);
  // Anyone collects for others, with what their shares have earned.
  await convert(1, bot, ann);
  await convert(1, bot, ben);
  await deal.pay(5n * ONE);
  assert.deepEqual(await wrong(), [[], [], [], []], "collected");
  await deal.send(closeConversion({ conversion: await conversion() }));
  assert.deepEqual(await wrong(), [[], [], [], []], "closed");
  const statement = await holderStatement({ ...common, owner: ann.address });
  const [given, received] = statement.classes;
  assert.deepEqual(
    [given, received].map((one) => one?.movements.map(({ kind, shares }) => [kind, shares])),
    [
      [
        ["bought", 200n * unit],
        ["converted", -50n * unit],
        ["converted", -100n * unit],
        ["converted", -50n * unit],
      ],
      // Of 300.00, 8.00 are repaid before and 7.40 after she elects, by 9.00 less interest of 30 days on what is left.
      [4_866_666n, 9_437_333n, 4_718_666n].map((shares) => ["converted", shares]),
    ],
  );
});
