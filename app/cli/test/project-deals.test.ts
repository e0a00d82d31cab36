import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "./command-line.js";
import { DEALS, type Json, told } from "./projected.js";

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

test("notes become shares in the month in which their trigger has failed past its cure, as the deal is played", async () => {
  const folder = join(DEALS, "bank");
  const args = ["deal", "project", join(folder, "deal.yaml"), "--scenario", join(folder, "scenario.yaml")];
  const { classes, refused, converted } = JSON.parse(await told("--json", ...args)) as Json;
  assert.deepEqual(refused, []);
  assert.deepEqual(converted, [
    {
      day: "2025-06-20",
      from: 1,
      into: 2,
      given: "1000000.000000",
      received: "1250000.000000",
      principal: "1000000.000000",
      interest: "10888.888888",
    },
  ]);
  // As in the head of the deal: 0.43 for each of 1,250,000 shares, and 0.46 for each of 1,000,000.
  assert.deepEqual(
    classes.map(({ interest, principal, other, outstanding }) => [interest, principal, other, outstanding]),
    [
      ["180000.000000", "8000000.000000", "0.000000", "0.000000"],
      ["20000.000000", "0.000000", "537500.000000", "0.000000"],
      ["0.000000", "0.000000", "460000.000000", "0.000000"],
    ],
  );
  const text = await told(...args);
  assert.match(
    text,
    /2025-06-20: 1,000,000\.00 shares of Alder Bank CoCo, which were owed 1,000,000\.00 of principal, become 1,250,000\.00 shares of Alder Bank Common/,
  );
});

test("holders elect to convert in a scenario, as many shares as it says", async () => {
  const folder = temporaryFolder();
  const text = readFileSync(join(DEALS, "bank", "deal.yaml"), "utf8")
    .replace("    by: trigger/0\n", "    by: holders\n")
    .replaceAll("memorandum.txt }", `${join(DEALS, "bank", "memorandum.txt")} }`)
    .replace("file: memorandum.txt", `file: ${join(DEALS, "bank", "memorandum.txt")}`)
    .replace("payments: payments.csv", `payments: ${join(DEALS, "bank", "payments.csv")}`);
  writeFileSync(join(folder, "deal.yaml"), text);
  const scenario = (...lines: readonly string[]) => {
    const file = join(folder, "scenario.yaml");
    writeFileSync(file, ["version: 1", "start: 2025-01-01", "conversions:", ...lines, ""].join("\n"));
    return ["--json", "deal", "project", join(folder, "deal.yaml"), "--scenario", file];
  };
  const { classes, converted } = JSON.parse(
    await told(...scenario('  - { on: 2025-06-15, conversion: 0, shares: "400,000" }')),
  ) as Json;
  assert.deepEqual(
    converted.map(({ day, given, received }) => [day, given, received]),
    [["2025-06-15", "400000.000000", "500000.000000"]],
  );
  // Of August 105,000 less 60,000 and 12,000 on 600,000 of notes, 33,000 to 1,500,000 shares; of November 22,500 less 12,000,
  // and of the sale 300,000 that are left: a third of it all is of those who converted, but for a unit of rounding.
  const [, notes, common] = classes;
  assert.deepEqual(
    [notes?.interest, notes?.principal, notes?.other, common?.other],
    ["44000.000001", "600000.000000", "114499.999999", "259000.000000"],
  );
  await assert.rejects(
    told(...scenario("  - { on: 2025-06-15, conversion: 1 }")),
    /is no conversion between classes of this deal/,
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
  assert.ok((senior?.yieldPpm ?? 0) > 61_000);
  // Each payment repays enough to heal the test of subordination, so nothing is accelerated: the first loss bears all of it.
  assert.deepEqual([junior?.loss, junior?.interest, junior?.yieldPpm], ["0.000000", "0.000000", 0]);
  assert.ok(Number(cover?.loss) > 20_000 && Number(cover?.loss) < 50_000);
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
      ["539043.172368", "0.000000"],
      ["114814.773729", "0.000000"],
      ["57407.386865", "0.000000"],
      ["76888.690000", "10657.990484"],
    ],
  );
  assert.match(await told(...args, "--start", "2025-01-01"), /nothing says what the assets are worth/);
});

test("a deal that revolves until a day is projected as it was paid, with what waits, what is drawn and what rates do", async () => {
  const folder = join(DEALS, "private-credit-floating");
  const args = ["deal", "project", join(folder, "deal.yaml"), "--scenario", join(folder, "as-paid.yaml")];
  const { classes, refused, notes } = JSON.parse(await told("--json", ...args)) as Json;
  assert.deepEqual([refused, notes], [[], []]);
  // As the deal's own test plays it on the program.
  assert.deepEqual(
    classes.map(({ interest, principal, other, outstanding }) => [interest, principal, other, outstanding]),
    [
      ["45536.021572", "301668.529167", "0.000000", "298331.470833"],
      ["24000.000000", "0.000000", "0.000000", "200000.000000"],
      ["0.000000", "0.000000", "18835.449261", "135000.000000"],
    ],
  );
});

test("income that covers losses repays and writes up, as it was paid", async () => {
  const folder = join(DEALS, "mortgages");
  const read = async (scenario: string) => {
    const args = ["deal", "project", join(folder, "deal.yaml"), "--scenario", join(folder, scenario)];
    return JSON.parse(await told("--json", ...args)) as Json;
  };
  const { classes, refused, notes } = await read("as-paid.yaml");
  assert.deepEqual([refused, notes], [[], []]);
  // As the deal's own test plays it on the program.
  assert.deepEqual(
    classes.map(({ interest, principal, other, loss, outstanding }) => [
      interest,
      principal,
      other,
      loss,
      outstanding,
    ]),
    [
      ["31247.316000", "90000.000000", "0.000000", "0.000000", "810000.000000"],
      ["5806.140000", "0.000000", "0.000000", "0.000000", "100000.000000"],
      ["0.000000", "0.000000", "13683.393120", "0.000000", "0.000000"],
    ],
  );
  const expected = await read("scenario.yaml");
  assert.deepEqual(
    expected.classes.map(({ principal, loss }) => [principal, loss]).slice(0, 2),
    [
      ["900000.000000", "0.000000"],
      ["100000.000000", "0.000000"],
    ],
    "what defaults is covered, so that all notes are repaid",
  );
});

test("every scenario beside a deal is played without a refusal", async () => {
  const named = readdirSync(DEALS).flatMap((deal) =>
    readdirSync(join(DEALS, deal)).flatMap((file) =>
      file.endsWith(".yaml") && !["deal.yaml", "target.yaml"].includes(file)
        ? [[join(DEALS, deal), file] as const]
        : [],
    ),
  );
  assert.ok(named.length >= 11);
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
