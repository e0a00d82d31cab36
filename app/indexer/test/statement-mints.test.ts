import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addVault,
  claim,
  connect,
  payeesOf,
  payHolders,
  postDistribution,
  readHolder,
} from "@defi-ready/securities";
import { dealStatement, holderStatement } from "@defi-ready/securities-indexer";
import { createMint, DAY, debtAndEquity, ONE, START, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { follower, newSqlite } from "./deal.js";

test("what is paid in another mint reconciles too, and what is missing of it shows", async () => {
  const { tranches, waterfall } = debtAndEquity();
  const [, junior] = tranches;
  assert.ok(junior);
  const structure = {
    tranches: [{ ...junior, rank: 0 }, junior],
    waterfall: {
      ...waterfall,
      tiers: [{ __kind: "Split" as const, rank: 0, bps: 2_500 }, ...waterfall.tiers.slice(-1)],
    },
  };
  const deal = await closeAfterTests(TestDeal.start({ structure }));
  const cluster = connect(deal.url);
  const { sponsor, security: address } = deal;
  const investors = [await deal.investor(), await deal.investor()] as const;
  for (const investor of investors) {
    await deal.deposit(investor, 100n * ONE);
    await deal.deposit(investor, 100n * ONE, deal.juniorBook);
  }
  await deal.lock();
  await deal.settle();
  const mint = await createMint(deal.cluster, { authority: sponsor, tokenProgram: deal.tokenProgram });
  await deal.send(await addVault({ cluster: deal.cluster, sponsor, security: address, mint }));
  const other = Object.assign(Object.create(deal) as TestDeal, { mint });
  await other.give(sponsor.address, 40n * ONE);
  const document = { note: "in kind", documentSha256: new Uint8Array(32) };
  const payment = { amount: 40n * ONE, periodStart: START, periodEnd: START + DAY, ...document };
  const security = () => deal.readSecurity();
  const posted = await postDistribution({ payer: sponsor, security: await security(), payment, mint });
  await deal.send(posted.instructions);
  await deal.pay(8n * ONE);
  const [first, second] = investors;
  await other.give(first.address, 0n);
  const held = await readHolder(cluster, { tranche: deal.senior, owner: first.address });
  const payees = await payeesOf({ security: (await security()).data, holders: [held], mint });
  const tipAccount = await deal.wallet(sponsor.address);
  await deal.send(
    await payHolders({ security: await security(), tranche: deal.senior, payees, tipAccount, mint }),
  );
  const holder = await readHolder(cluster, { tranche: deal.junior, owner: second.address });
  await deal.send(await claim({ owner: second, security: await security(), holder, mint }), second);

  const database = await newSqlite();
  await (await follower({ url: deal.url, database })).pass();
  const common = { cluster, database, security: address };
  const wrong = async () => {
    const own = await Promise.all(
      investors.map(({ address: owner }) => holderStatement({ ...common, owner })),
    );
    const whole = await dealStatement(common);
    return [whole, ...own].map(({ checks }) => checks.filter(({ holds }) => !holds).map(({ what }) => what));
  };
  assert.deepEqual(await wrong(), [[], [], []]);
  const payments = await database.selectFrom("payments").select(["mint", "kind"]).orderBy("kind").execute();
  assert.deepEqual(payments, [
    { mint, kind: "claimed" },
    { mint, kind: "paid" },
  ]);
  await database.deleteFrom("payments").where("kind", "=", "paid").execute();
  const [whole] = await wrong();
  // Both classes have the name of the junior one.
  assert.deepEqual(whole, [`Junior: paid to its holders in mint ${mint}, and what its account counts`]);
});
