import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { clusterTime } from "@defi-ready/securities";
import { DAY, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { securities, Terminal, temporaryFolder } from "./command-line.js";

const DEALS = fileURLToPath(new URL("../../../migrations/deals/", import.meta.url));

/** Runs a command line that needs no cluster and succeeds. */
async function told(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await securities(...args);
  assert.equal(code, 0, err);
  return out.trimEnd();
}

/** Runs one that is refused, and says why. */
async function refused(...args: readonly string[]): Promise<string> {
  const { code, err } = await securities(...args);
  assert.equal(code, 1);
  return err;
}

type Json = Readonly<{
  classes: readonly Readonly<{
    name: string;
    invested: string;
    interest: string;
    principal: string;
    other: string;
    loss: string;
    outstanding: string;
    yieldPpm: number | null;
    averageLifeDays: number | null;
    flows: readonly Readonly<{ day: string; principal: string }>[];
  }>[];
  refused: readonly Readonly<{ day: string; event: string; error: number }>[];
  notes: readonly string[];
}>;

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
    const funded = (tranche.data.payouts[0]?.funded ?? 0n) - (before[rank]?.data.payouts[0]?.funded ?? 0n);
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
    '2025-02-01,"Granite Growth I LP",1000000.000000,0.000000,0.000000,0.000000,0.000000,1000000.000000',
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

test("a scenario's loss comes between a deal's own payments, one of which pays overpaid carry back", async () => {
  const folder = join(DEALS, "fund-deal-by-deal");
  const args = ["deal", "project", join(folder, "deal.yaml"), "--scenario", join(folder, "scenario.yaml")];
  const { classes, refused } = JSON.parse(await told("--json", ...args)) as Json;
  assert.deepEqual(refused, []);
  // As the deal's own test plays it on the program: 1,326,522 to the partners, 40,000 of it paid back by the manager.
  assert.deepEqual(
    classes.map(({ interest, principal, other, loss }) => [interest, principal, other, loss]),
    [
      ["131200.000000", "650000.000000", "545322.000000", "350000.000000"],
      ["0.000000", "0.000000", "154678.000000", "0.000000"],
    ],
  );
});

test("a pool that repays, prepays and defaults reaches the classes by the deal's waterfall", async () => {
  const folder = join(DEALS, "private-credit");
  const read = async (scenario: string) => {
    const args = [
      "--json",
      "deal",
      "project",
      join(folder, "deal.yaml"),
      "--scenario",
      join(folder, scenario),
    ];
    return JSON.parse(await told(...args)) as Json;
  };
  const [expected, stress] = [await read("scenario.yaml"), await read("stress.yaml")];
  assert.deepEqual([expected.refused, stress.refused], [[], []]);
  const figures = ({ classes }: Json) => classes.map(({ loss, outstanding }) => [loss, outstanding]);
  assert.deepEqual(
    figures(expected).flat(),
    Array.from({ length: 8 }, () => "0.000000"),
  );
  const [senior, , junior, cover] = stress.classes;
  // Rank by rank: the senior is whole, and losses come from the most junior up.
  assert.deepEqual([senior?.principal, senior?.loss], ["600000.000000", "0.000000"]);
  assert.ok((senior?.yieldPpm ?? 0) > 61_000 && (junior?.yieldPpm ?? 0) < 0);
  assert.ok(Number(cover?.loss) > 0 && Number(junior?.loss) > 0);
  const [life, stressed] = [expected, stress].map(({ classes }) => classes[1]?.averageLifeDays ?? 0);
  assert.ok((life ?? 0) < (stressed ?? 0), "without prepayments the mezzanine is repaid later");
});

test("rated notes on a pool of car loans are repaid in full where their certificates lose nearly all", async () => {
  const folder = join(DEALS, "auto-loans");
  const read = async (scenario: string) => {
    const args = ["deal", "project", join(folder, "deal.yaml"), "--scenario", join(folder, scenario)];
    return JSON.parse(await told("--json", ...args)) as Json;
  };
  for (const [scenario, least, most] of [
    ["scenario.yaml", 18_000, 19_000],
    ["stress.yaml", 98_000, 100_000],
  ] as const) {
    const { classes, refused } = await read(scenario);
    assert.deepEqual(refused, []);
    assert.deepEqual(
      classes.map(({ principal, loss }) => [principal, loss]).slice(0, 3),
      [
        ["720000.000000", "0.000000"],
        ["120000.000000", "0.000000"],
        ["60000.000000", "0.000000"],
      ],
      scenario,
    );
    const lost = Number(classes[3]?.loss);
    assert.ok(least < lost && lost < most, `${scenario}: ${lost}`);
  }
});

test("a deal's own payments with its losses and valuations come to what its test plays, and lack something without", async () => {
  const folder = join(DEALS, "auto-loans");
  const args = ["deal", "project", join(folder, "deal.yaml")];
  const { classes, notes } = JSON.parse(
    await told("--json", ...args, "--scenario", join(folder, "as-paid.yaml")),
  ) as Json;
  assert.deepEqual(notes, []);
  assert.deepEqual(
    classes.map(({ outstanding, other }) => [outstanding, other]),
    [
      ["539043.172367", "0.000000"],
      ["114814.773730", "0.000000"],
      ["57407.386865", "0.000000"],
      ["76888.690000", "10657.990484"],
    ],
  );
  assert.match(await told(...args, "--start", "2025-01-01"), /nothing says what the assets are worth/);
});

test("every scenario beside a deal is played without a refusal", async () => {
  const named = readdirSync(DEALS).flatMap((deal) =>
    readdirSync(join(DEALS, deal)).flatMap((file) =>
      file.endsWith(".yaml") && file !== "deal.yaml" ? [[join(DEALS, deal), file] as const] : [],
    ),
  );
  assert.ok(named.length >= 8);
  for (const [folder, file] of named) {
    const args = ["deal", "project", join(folder, "deal.yaml"), "--scenario", join(folder, file)];
    const { refused } = JSON.parse(await told("--json", ...args)) as Json;
    assert.deepEqual(refused, [], join(folder, file));
  }
});

test("a scenario says what the assets are worth, and without that a covenant on it fails", async () => {
  const folder = join(DEALS, "real-estate");
  const written = (text: string) => {
    const scenario = join(temporaryFolder(), "scenario.yaml");
    writeFileSync(scenario, text);
    return scenario;
  };
  const project = async (text: string) => {
    const args = ["deal", "project", join(folder, "deal.yaml"), "--scenario", written(text)];
    const { classes } = JSON.parse(await told("--json", ...args)) as Json;
    return classes;
  };
  const text = readFileSync(join(folder, "scenario.yaml"), "utf8");
  const classes = await project(text);
  // As the deal's own test plays it on the program.
  assert.deepEqual(
    classes.map(({ interest, principal, other }) => [interest, principal, other]),
    [
      ["88500.000000", "1200000.000000", "0.000000"],
      ["62741.875000", "500000.000000", "0.000000"],
      ["0.000000", "200000.000000", "299758.125000"],
    ],
  );
  // Where nothing is drawn nothing is known of the treasury, so the fee of 454 days of 40.00 comes out of the rents: of the
  // preferred return 10,560 stay owed after the first quarter and 10,004 after the second, and bear 264 and 250.10.
  const costly = await project(text.replace(/draws:\n( {2}- .*\n)+expenses:\n( {2}- .*\n)+/, ""));
  assert.deepEqual(
    costly.map(({ interest, other }) => [interest, other]),
    [
      ["88500.000000", "0.000000"],
      ["63014.100000", "0.000000"],
      ["0.000000", "281325.900000"],
    ],
  );
  const late = text.replace('on: 2025-02-04, amount: "1,900,000"', 'on: 2025-02-04, amount: "2,000,000.01"');
  assert.match(
    await told("deal", "project", join(folder, "deal.yaml"), "--scenario", written(late)),
    /2025-02-04: draw is refused with error \d+, and is left out/,
  );
  const unvalued = written(text.replace(/valuations:\n( {2}- .*\n)+/, ""));
  const args = ["deal", "project", join(folder, "deal.yaml"), "--scenario", unvalued];
  const { refused: draws, notes } = JSON.parse(await told("--json", ...args)) as Json;
  assert.deepEqual(
    draws.map(({ day, event }) => [day, event]),
    [["2025-02-04", "Draw"]],
  );
  assert.match(notes.join("\n"), /nothing says what the assets are worth/);
});

test("a floating class follows the reference rate of a scenario, a period at a time", async () => {
  const folder = join(DEALS, "credit-syndicate");
  const text = readFileSync(join(folder, "deal.yaml"), "utf8");
  const file = join(temporaryFolder(), "deal.yaml");
  const anchor = 'rate: "8.00"';
  assert.equal(text.split(anchor).length, 2);
  const over = 'floating: { over: 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin, margin: "3" }';
  writeFileSync(
    file,
    text
      .replace(anchor, `${anchor}\n    ${over}`)
      .replaceAll("memorandum.txt", join(folder, "memorandum.txt"))
      .replace("payments.csv", join(folder, "payments.csv")),
  );
  const interest = async (rates: string) => {
    const scenario = join(temporaryFolder(), "scenario.yaml");
    writeFileSync(scenario, `version: 1\nstart: 2025-01-01\nreference_rates: ${rates}\n`);
    const told = await securities("--json", "deal", "project", file, "--scenario", scenario);
    assert.equal(told.code, 0, told.err);
    const { classes, refused: not } = JSON.parse(told.out) as Json;
    assert.deepEqual(not, []);
    return Number(classes[0]?.interest);
  };
  const same = await interest('[{ from: 2025-01-01, percent: "5" }]');
  // 5 % and the margin of 3 % are the 8 % of the first period.
  assert.equal(same, await interest("[]"));
  const higher = await interest('[{ from: 2025-01-01, percent: "6" }]');
  const later = await interest('[{ from: 2025-01-01, percent: "5" }, { from: 2025-05-01, percent: "6" }]');
  assert.ok(same < later && later < higher, `${same} < ${later} < ${higher}`);
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
