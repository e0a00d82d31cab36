import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  announceLoss,
  clusterTime,
  creditedOf,
  listLosses,
  payoutOf,
  recordLoss,
} from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import { DAY, DEADLINE, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { securities, Terminal, temporaryFolder } from "./command-line.js";
import { DEALS, type Json, refused, told } from "./projected.js";

const credited = (tranche: Tranche | undefined) => (tranche ? creditedOf(payoutOf(tranche)) : 0n);

test("a security on the chain is paid what its projection says", async () => {
  const { deal: world } = await closeAfterTests(startSettledDeal());
  const { security } = world;
  const terminal = new Terminal(world);
  const sponsor = await terminal.sponsor();
  const now = await clusterTime(world.cluster);
  const day = (days: bigint) => new Date(Number(now + days * DAY) * 1000).toISOString().slice(0, 10);
  const payments = terminal.file(
    "payments.csv",
    [
      "period_start,period_end,amount,note,principal",
      `${day(0n)},${day(20n)},20.00,rents,`,
      `${day(20n)},${day(60n)},35.50,rents and a sale,12.25`,
    ].join("\n"),
  );
  const scenario = terminal.file("scenario.yaml", `version: 1\npayments: ${payments}\n`);
  const projected = (await terminal.json(
    sponsor,
    "deal",
    "project",
    security,
    "--scenario",
    scenario,
  )) as unknown as Json;

  const carry = terminal.file(
    "carry.csv",
    `period_start,period_end,amount,note,clawback\n${day(0n)},${day(20n)},20.00,carry,class 1\n`,
  );
  const without = terminal.file("without.yaml", `version: 1\npayments: ${carry}\n`);
  const { code, err } = await terminal.as(sponsor, "deal", "project", security, "--scenario", without);
  assert.deepEqual(
    [code, /"class 1" is not a class whose carry could be paid back: no class has one/.test(err)],
    [1, true],
  );

  const midnight = (days: bigint) => ((now + days * DAY) / DAY) * DAY;
  const before = await Promise.all([world.senior, world.junior].map((one) => world.readTranche(one)));
  await world.give(world.sponsor.address, 100n * ONE);
  await world.moveTo(midnight(20n));
  await world.pay(20n * ONE);
  await world.moveTo(midnight(60n));
  await world.pay((355n * ONE) / 10n, { principal: (1_225n * ONE) / 100n });
  const after = await Promise.all([world.senior, world.junior].map((one) => world.readTranche(one)));

  assert.deepEqual(projected.refused, []);
  for (const [rank, tranche] of after.entries()) {
    const funded = credited(tranche.data) - credited(before[rank]?.data);
    const one = projected.classes[rank];
    const units = (text: string | undefined) => BigInt((text ?? "").replace(".", ""));
    assert.equal(units(one?.interest) + units(one?.principal) + units(one?.other), funded, `class ${rank}`);
    assert.equal(
      units(one?.outstanding),
      tranche.data.principalIssued - tranche.data.principalRepaid - tranche.data.loss,
    );
    assert.equal(funded > 0n, rank === 0, `class ${rank}`);
  }
});

test("what a security on the chain was paid before is no part of what it is projected to pay", async () => {
  const { deal: world } = await closeAfterTests(startSettledDeal());
  const { cluster, security, sponsor } = world;
  const terminal = new Terminal(world);
  await world.moveTo(DEADLINE + 20n * DAY);
  await world.pay(30n * ONE, { principal: 12n * ONE });
  const lost = { servicer: sponsor, security: await world.readSecurity(), amount: 5n * ONE };
  await world.send((await announceLoss({ ...lost, reportSha256: new Uint8Array(32).fill(1) })).instructions);
  const [loss] = await listLosses(cluster, security);
  assert.ok(loss !== undefined);
  await world.moveTo(loss.data.dueAt);
  await world.send(await recordLoss({ security: await world.readSecurity(), loss: loss.address }));
  const { data } = await world.readTranche(world.senior);
  assert.ok(credited(data) > 10n * ONE);

  const none = terminal.file("none.csv", "period_start,period_end,amount,note\n");
  const scenario = terminal.file("nothing.yaml", `version: 1\npayments: ${none}\n`);
  const args = ["deal", "project", security, "--scenario", scenario];
  const projected = (await terminal.json(await terminal.sponsor(), ...args)) as unknown as Json;
  for (const { interest, principal, other } of projected.classes) {
    for (const amount of [interest, principal, other]) {
      assert.match(amount, /^0\.0*$/);
    }
  }
});

test("a deal file is projected with its own payments, as a table, as rows and as JSON", async () => {
  const file = join(DEALS, "fund", "deal.yaml");
  const args = ["deal", "project", file, "--start", "2025-01-01"];
  const table = await told(...args);
  // As the deal's own test plays it on the program.
  assert.match(
    table,
    /Granite Growth I LP +1,000,000\.00 +116,800\.00 +1,000,000\.00 +315,200\.00 +0\.00 +0\.00 +25\.2293 %/,
  );
  const rows = (await told(...args, "--csv")).split("\n");
  assert.equal(rows[0], "day,class,invested,interest,principal,other,loss,outstanding");
  assert.equal(
    rows[1],
    "2025-02-01,Granite Growth I LP,1000000.000000,0.000000,0.000000,0.000000,0.000000,1000000.000000",
  );
  const { classes, refused } = JSON.parse(await told("--json", ...args)) as Json;
  assert.deepEqual(refused, []);
  assert.deepEqual(
    classes.map(({ interest, principal, other }) => [interest, principal, other]),
    [
      ["116800.000000", "1000000.000000", "315200.000000"],
      ["0.000000", "0.000000", "108000.000000"],
    ],
  );
});

/** The interest of a deal whose senior floats, by the reference rates of a scenario. */
async function interestOf(rates: string, ...more: readonly string[]): Promise<number> {
  const folder = join(DEALS, "credit-syndicate");
  const text = readFileSync(join(folder, "deal.yaml"), "utf8");
  const file = join(temporaryFolder(), "deal.yaml");
  const anchor = 'rate: "8.00"';
  assert.equal(text.split(anchor).length, 2);
  const over =
    'floating: { over: 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin, margin: "3", fixing_days: 1 }';
  writeFileSync(
    file,
    text
      .replace(anchor, [anchor, over, ...more].join("\n    "))
      .replaceAll("memorandum.txt", join(folder, "memorandum.txt"))
      .replace("payments.csv", join(folder, "payments.csv")),
  );
  const scenario = join(temporaryFolder(), "scenario.yaml");
  writeFileSync(scenario, `version: 1\nstart: 2025-01-01\nreference_rates: ${rates}\n`);
  const told = await securities("--json", "deal", "project", file, "--scenario", scenario);
  assert.equal(told.code, 0, told.err);
  const { classes, refused: not } = JSON.parse(told.out) as Json;
  assert.deepEqual(not, []);
  return Number(classes[0]?.interest);
}

test("a floating class follows the reference rate of a scenario, a period at a time", async () => {
  const same = await interestOf('[{ from: 2025-01-01, percent: "5" }]');
  // 5 % and the margin of 3 % are the 8 % of the first period.
  assert.equal(same, await interestOf("[]"));
  const higher = await interestOf('[{ from: 2025-01-01, percent: "6" }]');
  const later = await interestOf('[{ from: 2025-01-01, percent: "5" }, { from: 2025-05-01, percent: "6" }]');
  assert.ok(same < later && later < higher, `${same} < ${later} < ${higher}`);
});

test("due dates that move are those of a projection, and so are the days on which rates are fixed", async () => {
  const moves = "business_days: following";
  const same = await interestOf('[{ from: 2025-01-01, percent: "5" }]', moves);
  // What is paid on the first of a month comes before a due date that moved: principal that is due later bears more.
  assert.ok(same > (await interestOf("[]")));
  // 1 March 2025 moves to the third, so the rate is fixed on the second.
  const later = (from: string) =>
    interestOf(`[{ from: 2025-01-01, percent: "5" }, { from: ${from}, percent: "6" }]`, moves);
  assert.equal(await later("2025-03-02"), await later("2025-02-01"));
  assert.ok((await later("2025-03-03")) < (await later("2025-03-02")));
});

test("a scenario that says nonsense is refused where it does", async () => {
  const file = join(DEALS, "fund", "deal.yaml");
  const scenario = join(temporaryFolder(), "scenario.yaml");
  const project = (text: string) => {
    writeFileSync(scenario, text);
    return refused("deal", "project", file, "--scenario", scenario);
  };
  assert.match(await project("version: 2"), /version.*expected: the version of this format: 1/);
  assert.match(
    await project('version: 1\npool: { balance: "0", rate: "5", months: 12, first: 2025-13-01 }'),
    /pool\.balance: is 0[\s\S]*2025-13-01 is not a day/,
  );
  assert.match(
    await project(
      'version: 1\npool: { balance: "1", rate: "5", months: 12, first: 2027-01-01, defaults: "101" }',
    ),
    /pool\.defaults.*at most 100/,
  );
  assert.match(await project("version: 1\npols: {}"), /pols: is not a field here\. Did you mean pool\?/);
  assert.match(
    await project(
      'version: 1\nreference_rates: [{ from: 2027-02-01, percent: "4" }, { from: 2027-01-01, percent: "5" }]',
    ),
    /reference_rates\[1\]\.from: is not after the day before it/,
  );
  assert.match(
    await project("version: 1\nstart: 2030-01-01"),
    /something happens on 2026-02-01, before the projection starts on 2030-01-01/,
  );
  assert.match(
    await refused("deal", "project", file, "--start", "soon"),
    /"soon" is not a day from 1970 to 2200/,
  );
  assert.match(await project(""), /found nothing; expected: what is assumed of a deal's assets/);
  assert.match(
    await project(
      'version: 1\npayments: p.csv\npool: { balance: "1", rate: "5", months: 1, first: 2027-01-01 }',
    ),
    /has both a pool and payments: leave one of the two out/,
  );
  assert.match(
    await project(
      'version: 1\nvaluations: [{ on: 2027-13-01, value: "0" }]\npool: { balance: "1", rate: "5", months: 1, first: 2027-01-01 }',
    ),
    /has both a pool and valuations/,
  );
  assert.match(
    await project('version: 1\nvaluations: [{ on: 2027-13-01, value: "0" }, { value: "1" }]'),
    /valuations\[0\]\.on: 2027-13-01 is not a day[\s\S]*valuations\[1\]\.on: is missing/,
  );
  assert.match(
    await project(
      'version: 1\nexpenses: [{ on: 2027-01-01, amount: "1" }]\ndraws: [{ on: 2027-01-01, amount: "0", of: proceeds }]',
    ),
    /expenses\[0\]\.tier: is missing[\s\S]*draws\[0\]\.of: is not a field here/,
  );
  assert.match(
    await refused("deal", "project", file, "--scenario", `${scenario}.none`),
    /cannot read the scenario file/,
  );
});
