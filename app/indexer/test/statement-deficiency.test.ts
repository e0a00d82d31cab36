import assert from "node:assert/strict";
import { test } from "node:test";
import { announceLoss, connect, listTickets, recordLoss, settleTicket } from "@defi-ready/securities";
import { AmortisationRule, type TierTermsArgs } from "@defi-ready/securities/program";
import { type DealStatement, dealStatement, holderStatement } from "@defi-ready/securities-indexer";
import { DAY, DEADLINE, JUNIOR, ONE, openOffering, SENIOR, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { follower, newSqlite } from "./deal.js";

const MONTH = 30n * DAY;
const debt = (kind: "Service" | "Deficiency" | "Interest" | "Arrears" | "Principal", rank: number) => ({
  __kind: kind,
  rank,
});

/** The same deal, paid by service tiers or by a tier for each entitlement. */
const WAYS: Readonly<Record<string, readonly TierTermsArgs[]>> = {
  "service tiers": [
    debt("Service", 0),
    debt("Deficiency", 0),
    debt("Service", 1),
    debt("Deficiency", 1),
    { __kind: "Residual", rank: 2 },
  ],
  "a tier for each entitlement": [
    debt("Interest", 0),
    debt("Arrears", 0),
    debt("Deficiency", 0),
    debt("Interest", 1),
    debt("Arrears", 1),
    debt("Deficiency", 1),
    debt("Principal", 0),
    debt("Principal", 1),
    { __kind: "Residual", rank: 2 },
  ],
};

/** Two debts of 100 at 8 %, and an equity of 100 that has no par; all of one investor. */
async function start(tiers: readonly TierTermsArgs[]) {
  const senior = { ...SENIOR, amortisation: AmortisationRule.Bullet };
  const mezzanine = { ...senior, rank: 1, share: { ...SENIOR.share, name: "Mezzanine", symbol: "MEZ" } };
  const structure = {
    tranches: [senior, mezzanine, { ...JUNIOR, rank: 2 }],
    waterfall: { tiers: [...tiers] },
  };
  const deal = await TestDeal.start({ structure });
  const { cluster, sponsor, security } = deal;
  const [, , equity] = deal.tranches;
  assert.ok(equity !== undefined);
  const book = await openOffering(cluster, { sponsor, security, tranche: equity });
  const investor = await deal.investor();
  const books = [deal.seniorBook, deal.juniorBook, book];
  for (const one of books) {
    await deal.deposit(investor, 100n * ONE, one);
  }
  await deal.lock(...books);
  for (const address of books) {
    const state = await deal.readBook(address);
    for (const ticket of await listTickets(cluster, { book: address })) {
      await deal.send(await settleTicket({ cluster, payer: sponsor, book: state, ticket }));
    }
  }
  return { deal, investor, close: () => deal.close() };
}

for (const [way, tiers] of Object.entries(WAYS)) {
  test(`what a deficiency covers is principal of the debt it repays: ${way}`, async () => {
    const { deal, investor } = await closeAfterTests(start(tiers));
    const { security, sponsor, arbitrator } = deal;
    const cluster = connect(deal.url);
    const database = await newSqlite();
    const follow = await follower({ url: deal.url, database });
    const statement = async (): Promise<DealStatement> => {
      await follow.pass();
      const common = { cluster, database, security };
      const whole = await dealStatement(common);
      const own = await holderStatement({ ...common, owner: investor.address });
      assert.deepEqual(
        [...whole.checks, ...own.checks].filter(({ holds }) => !holds),
        [],
      );
      for (const [rank, { money }] of own.classes.entries()) {
        const [line] = money;
        for (const kind of ["interest", "principal", "income"] as const) {
          const apart = (whole.classes[rank]?.[kind] ?? 0n) - (line?.[kind] ?? 0n);
          assert.ok(apart >= -1n && apart <= 1n, `${rank} ${kind}: ${apart}`);
        }
      }
      return whole;
    };
    const lines = ({ classes }: DealStatement) =>
      classes.map(({ interest, principal, income, losses, outstanding }) =>
        [interest, principal, income, losses, outstanding].map(Number),
      );
    const reportSha256 = new Uint8Array(32).fill(9);
    const { instructions, loss } = await announceLoss({
      servicer: sponsor,
      security: await deal.readSecurity(),
      amount: 30n * ONE,
      reportSha256,
    });
    await deal.send(instructions);
    await deal.send(await recordLoss({ security: await deal.readSecurity(), loss, arbitrator }));
    await deal.moveTo(DEADLINE + MONTH);
    // A month's interest is 657,534 of the senior's 100 and 460,273 of the mezzanine's 70. The other 9,882,193 repay the
    // senior, and the mezzanine is written up.
    await deal.pay(11n * ONE);
    assert.deepEqual(lines(await statement()), [
      [657_534, 9_882_193, 0, 0, 90_117_807],
      [460_273, 0, 0, 20_117_807, 79_882_193],
      [0, 0, 0, 0, 0],
    ]);
    // What is still written off, and the rest is the equity's.
    await deal.pay(40n * ONE);
    assert.deepEqual(lines(await statement()), [
      [657_534, 30_000_000, 0, 0, 70_000_000],
      [460_273, 0, 0, 0, 100_000_000],
      [0, 0, 19_882_193, 0, 0],
    ]);
    // A month of 70 and of 100, and everything that is outstanding.
    await deal.pass(MONTH);
    await deal.pay(200n * ONE, { principal: 180n * ONE });
    assert.deepEqual(lines(await statement()), [
      [1_117_808, 100_000_000, 0, 0, 0],
      [1_117_808, 100_000_000, 0, 0, 0],
      [0, 0, 48_764_384, 0, 0],
    ]);
  });
}
