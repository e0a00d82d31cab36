import assert from "node:assert/strict";
import { test } from "node:test";
import {
  claim,
  closeHolder,
  connect,
  listHolders,
  payeesOf,
  payHolders,
  readHolder,
  readTranche,
  transferShares,
} from "@defi-ready/securities";
import {
  dealCsv,
  dealHtml,
  dealStatement,
  HistoryBehind,
  holderCsv,
  holderHtml,
  holderStatement,
  pastRegister,
  readRegister,
  registerCsv,
  stakeholdersFile,
} from "@defi-ready/securities-indexer";
import { DAY, DEADLINE, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { follower, newSqlite } from "./deal.js";

const { deal, investor } = await closeAfterTests(startSettledDeal());
const cluster = connect(deal.url);
const buyer = await deal.investor();
const { security } = deal;
const [HOSTILE, REPORT] = ['=HYPERLINK("http://x")</td><script>', new Uint8Array(32).fill(7)];

/** Thirty days after the lock, in which the debt of 100 earns 8 % a year: 100,000,000 * 8 % * 30 / 365 = 657,534. */
const FIRST = DEADLINE + 30n * DAY;
await deal.moveTo(FIRST);
await deal.pay(20n * ONE, { note: HOSTILE, documentSha256: REPORT });
await deal.send(
  await transferShares({
    cluster,
    owner: investor,
    tranche: await readTranche(cluster, deal.senior),
    security: await deal.readSecurity(),
    to: buyer.address,
    amount: 40n * ONE,
  }),
  investor,
);
const before = await readHolder(cluster, { tranche: deal.senior, owner: investor.address });
await deal.send(
  await claim({ owner: investor, security: await deal.readSecurity(), holder: before }),
  investor,
);
await deal.pass(30n * DAY);
await deal.pay(7n * ONE);
// The reserve pays 5 of it, which takes its part of a day.
await deal.pass(DAY);

const database = await newSqlite();
const follow = await follower({ url: deal.url, database });
await follow.pass();
const common = { cluster, database, security };

test("a holder's statement has the figures that a calculation by hand has", async () => {
  const statement = await holderStatement({ ...common, owner: investor.address });
  assert.ok(statement.reconciles);
  const [senior] = statement.classes;
  const [money] = senior?.money ?? [];
  assert.ok(senior !== undefined && money !== undefined);
  // Of 20: 1 % and the flat fee's 30 days come first; the debt then gets its interest and all of the rest but the reserve,
  // which is what the waterfall's own record says.
  const [first, second] = money.earned;
  assert.equal(first?.interest, 657_534n);
  assert.equal(first?.document, Buffer.from(REPORT).toString("hex"));
  assert.equal(first?.amount, (first?.interest ?? 0n) + (first?.principal ?? 0n));
  // The account: it had all of the debt until then, and was paid all that it had earned.
  assert.deepEqual(
    money.payments.map(({ kind, amount }) => [kind, amount]),
    [["claimed", first?.amount]],
  );
  // Three fifths of the second payment: the interest of thirty days on what was left, 100,000,000 less what was repaid.
  const left = 100n * ONE - (first?.principal ?? 0n) - 1n;
  const interest = (left * 8n * 30n) / (100n * 365n);
  assert.ok(
    [0n, 1n].includes((second?.interest ?? 0n) - (interest * 60n) / 100n),
    `${second?.interest} of ${interest}`,
  );
  assert.equal(money.opening, 0n);
  assert.equal(money.closing, second?.amount);
  assert.deepEqual(
    senior.lots.map(({ shares, cost }) => [shares, cost]),
    [[60n * ONE, 60n * ONE]],
  );
  assert.deepEqual(
    senior.disposals.map(({ shares, cost }) => [shares, cost]),
    [[40n * ONE, 40n * ONE]],
  );
});

test("periods follow each other: what is owed at the end of one is owed at the beginning of the next", async () => {
  const owner = investor.address;
  const one = await holderStatement({ ...common, owner, to: FIRST + DAY });
  const two = await holderStatement({ ...common, owner, from: FIRST + DAY });
  const all = await holderStatement({ ...common, owner });
  for (const [rank, whole] of all.classes.entries()) {
    const [early, late] = [one.classes[rank], two.classes[rank]];
    assert.equal(early?.closing, late?.opening);
    assert.equal(late?.closing, whole.closing);
    assert.equal(early?.money[0]?.closing, late?.money[0]?.opening);
    for (const kind of ["interest", "principal", "income", "paid"] as const) {
      const both: bigint = (early?.money[0]?.[kind] ?? 0n) + (late?.money[0]?.[kind] ?? 0n);
      assert.equal(both, whole.money[0]?.[kind]);
    }
  }
  await assert.rejects(
    holderStatement({ ...common, owner, from: FIRST, to: FIRST }),
    /ends before it begins/,
  );
  await assert.rejects(holderStatement({ ...common, owner, from: FIRST + 1_000n * DAY }), /has not begun/);
});

test("shares that another sent have no cost on chain, and earn from then on", async () => {
  const statement = await holderStatement({ ...common, owner: buyer.address });
  assert.ok(statement.reconciles);
  const [senior] = statement.classes;
  assert.deepEqual(
    senior?.lots.map(({ kind, shares, cost }) => [kind, shares, cost]),
    [["received", 40n * ONE, undefined]],
  );
  assert.equal(senior?.money[0]?.earned.length, 1);
});

test("holders of a class earn together what the class was credited, but for fractions of a unit", async () => {
  const statements = await Promise.all(
    [investor, buyer].map(({ address: owner }) => holderStatement({ ...common, owner })),
  );
  const whole = await dealStatement(common);
  assert.ok(whole.reconciles);
  const add = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  const sum = (kind: "interest" | "principal"): bigint =>
    add(statements.map(({ classes }) => classes[0]?.money[0]?.[kind] ?? 0n));
  const [line] = whole.classes;
  const missing = (line?.interest ?? 0n) + (line?.principal ?? 0n) - sum("interest") - sum("principal");
  assert.ok(missing >= 0n && missing <= 2n, `${missing}`);
  assert.equal(whole.distributions.length, 2);
  // A reserve keeps of one payment what it gives with another.
  const given = whole.distributions.map(({ fees, classes }) => fees + add(classes));
  assert.ok(add(given) <= add(whole.distributions.map(({ gross }) => gross)));
});

test("what others write cannot be markup of a page, nor a formula of a table", async () => {
  const statement = await holderStatement({ ...common, owner: investor.address });
  const page = holderHtml(statement, { style: ".x{}", figures: ["<svg></svg>"] });
  assert.ok(!page.includes("<script"));
  assert.ok(page.includes("=HYPERLINK(&quot;http://x&quot;)&lt;/td&gt;&lt;script&gt;"));
  assert.ok(page.includes('<section class="picture"><svg></svg></section>'));
  assert.match(page, /default-src 'none'/);
  assert.doesNotMatch(page, /\b(src|href)=/);
  const table = holderCsv(statement);
  assert.ok(table.includes(`"'=HYPERLINK(""http://x"")</td><script>"`));
  const widths = new Set(
    table
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/"[^"]*(""[^"]*)*"/g, "").split(",").length),
  );
  assert.equal(widths.size, 1);
  const whole = await dealStatement(common);
  assert.ok(!dealHtml(whole).includes("<script"));
  assert.ok(dealCsv(whole).includes(`"'=HYPERLINK`));
});

test("a statement that does not reconcile says so, and one of a history that is behind is refused", async () => {
  const spoilt = await newSqlite();
  await (await follower({ url: deal.url, database: spoilt })).pass();
  await spoilt.deleteFrom("events").where("name", "=", "SharesMoved").execute();
  const statement = await holderStatement({ ...common, database: spoilt, owner: investor.address });
  assert.ok(!statement.reconciles);
  assert.match(holderHtml(statement), /Does not reconcile with the chain/);
  await spoilt.deleteFrom("events").where("name", "=", "Distributed").execute();
  const behind = holderStatement({ ...common, database: spoilt, owner: investor.address });
  await assert.rejects(behind, (error) => error instanceof HistoryBehind);
  const late = await newSqlite();
  const { slot } = await database
    .selectFrom("events")
    .select("slot")
    .where("name", "=", "Distributed")
    .orderBy("slot")
    .executeTakeFirstOrThrow();
  await (await follower({ url: deal.url, database: late, fromSlot: slot })).pass();
  await assert.rejects(
    holderStatement({ ...common, database: late, owner: investor.address }),
    /begins at slot .*, after the first events of/,
  );
});

test("the register adds up to the program's counters and the mints' supply, now and at a slot", async () => {
  const now = await readRegister(cluster, { security });
  assert.ok(now.reconciles);
  assert.deepEqual(
    now.entries
      .filter(({ rank }) => rank === 0)
      .map(({ owner, shares }) => [owner, shares])
      .sort(),
    [
      [buyer.address, 40n * ONE],
      [investor.address, 60n * ONE],
    ].sort(),
  );
  assert.deepEqual(
    now.classes.map(({ shares, held }) => [shares, held]),
    [
      [100n * ONE, 100n * ONE],
      [100n * ONE, 100n * ONE],
      [30n * ONE, 30n * ONE],
    ],
  );
  const moved = await database
    .selectFrom("events")
    .select("slot")
    .where("name", "=", "SharesMoved")
    .executeTakeFirstOrThrow();
  const past = await pastRegister(cluster, { database, security, slot: moved.slot - 1n });
  assert.ok(past.reconciles);
  assert.deepEqual(
    past.entries.filter(({ rank }) => rank === 0).map(({ owner, shares }) => [owner, shares]),
    [[investor.address, 100n * ONE]],
  );
  const later = pastRegister(cluster, { database, security, slot: now.slot + 100n });
  await assert.rejects(later, /is yet to come/);
  assert.equal(registerCsv(now).trimEnd().split("\n").length, 1 + now.entries.length);
  const { file_type, items } = stakeholdersFile(now) as { file_type: string; items: { id: string }[] };
  assert.equal(file_type, "OCF_STAKEHOLDERS_FILE");
  assert.deepEqual(items.map(({ id }) => id).sort(), [buyer.address, investor.address].sort());
});

test("holders that are paid in batches, and a record that is closed, reconcile too", async () => {
  const holders = await listHolders(cluster, deal.senior);
  const terms = await deal.readSecurity();
  const payees = await payeesOf({ security: terms.data, holders });
  const tipAccount = await deal.wallet(deal.sponsor.address);
  await deal.send(await payHolders({ security: terms, tranche: deal.senior, payees, tipAccount }));
  await deal.send(
    await transferShares({
      cluster,
      owner: buyer,
      tranche: await readTranche(cluster, deal.senior),
      security: terms,
      to: investor.address,
      amount: 40n * ONE,
    }),
    buyer,
  );
  const holder = await readHolder(cluster, { tranche: deal.senior, owner: buyer.address });
  await deal.send(await closeHolder({ owner: buyer, security, holder }), buyer);
  await follow.pass();
  for (const owner of [investor.address, buyer.address]) {
    const statement = await holderStatement({ ...common, owner });
    assert.deepEqual(
      statement.checks.filter(({ holds }) => !holds),
      [],
    );
    assert.equal(statement.classes[0]?.money[0]?.payments.at(-1)?.kind, "paid");
  }
  assert.ok((await dealStatement(common)).reconciles);
  assert.ok((await readRegister(cluster, { security })).reconciles);
});
