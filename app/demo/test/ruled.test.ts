import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { demo } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "securities-ruled-"));
after(() => rmSync(folder, { recursive: true, force: true }));

type Amounts = Readonly<Record<string, string>>;
type Summary = Readonly<{
  sale: Amounts | null;
  investors: readonly Amounts[];
  differences: readonly string[];
}>;

/** Plays a deal; returns the lines of its part about the rules of transfers, and its figures. */
async function playRules(
  deal: string,
): Promise<Readonly<{ lines: readonly string[]; out: string; summary: Summary }>> {
  const file = join(folder, `${deal}.json`);
  const { code, out, err } = await demo("--deal", deal, "--summary", file);
  assert.equal(code, 0, err);
  const part = /\n5\. .*\n([\s\S]*?)\n\n6\. /.exec(out)?.[1] ?? "";
  return {
    lines: part.split("\n").filter((line) => line !== ""),
    out,
    summary: JSON.parse(readFileSync(file, "utf8")) as Summary,
  };
}

/** The days, numbers and names of the refusals, in order. */
const refusals = (lines: readonly string[]) =>
  lines.flatMap((line) => {
    const [, day, who, number, name] =
      /^(\S+) {2}(\w+ sends \w+ [\d,.]+ of .+), and is refused: .+ \(securities error (\d+), (\w+)\)$/.exec(
        line,
      ) ?? [];
    return day === undefined ? [] : [`${day} ${who}: ${number} ${name}`];
  });

test("a venture syndicate's shares change hands in windows, once they have vested and the report was posted", async () => {
  const { lines, summary } = await playRules("venture-syndicate");
  assert.deepEqual(refusals(lines), [
    "2025-03-04 Cedar sends Birch 125,000.00 of Lumen Seed Capital: 7801 WindowClosed",
    "2025-05-15 Cedar sends Birch 125,000.00 of Lumen Seed Capital: 7806 SharesLocked",
    "2026-04-20 Cedar sends Birch 125,000.00 of Lumen Seed Capital: 7801 WindowClosed",
    "2026-05-15 Cedar sends Birch 125,000.00 of Lumen Seed Capital: 7806 SharesLocked",
    "2026-05-15 Cedar sends Birch 50,000.00 of Lumen Seed Points: 7806 SharesLocked",
  ]);
  assert.deepEqual(
    lines.filter((line) => /posted by|opens the window/.test(line)),
    [
      "2025-05-09  quarterly report for the period up to 2025-03-31: posted by the auditor, a day before it is due",
      "2025-05-15  Birch opens the window, as anybody may: shares change hands until 2025-05-29",
      "2026-02-08  quarterly report for the periods up to 2025-06-30, 2025-09-30, 2025-12-31: posted by the auditor, a day " +
        "before each is due",
      "2026-05-09  quarterly report for the period up to 2026-03-31: posted by the auditor, a day before it is due",
      "2026-05-15  Birch opens the window, as anybody may: shares change hands until 2026-05-29",
    ],
  );
  // A year from the lock on 2025-03-01, and a hundredth of 250,000 each day from then on.
  const vesting = [0n, 25n, 50n, 75n, 100n].map((days) => [250_000n - 2_500n * days, 2_500n * days]);
  assert.deepEqual(
    lines
      .map((line) => /^(2026-\d\d-\d\d) +([\d,]+)\.00 +([\d,]+)\.00$/.exec(line)?.slice(1) ?? [])
      .filter(({ length }) => length > 0)
      .map(([day, ...shares]) => [day, ...shares.map((amount) => BigInt(amount.replaceAll(",", "")))]),
    ["2026-03-01", "2026-03-26", "2026-04-20", "2026-05-15", "2026-06-09"].map((day, quarter) => [
      day,
      ...(vesting[quarter] ?? []),
    ]),
  );
  assert.ok(lines.includes("  of these 62,500.00 are locked, and 62,500.00 are free"));
  assert.ok(
    lines.includes(
      "  50,000.00 of Cedar's Lumen Seed Points are locked until 2027-03-01, and all free from then on",
    ),
    "two years from the lock",
  );
  assert.deepEqual(summary.sale, {
    seller: "Cedar",
    buyer: "Birch",
    shares: "125000000000",
    price: "125000000000",
  });
  assert.deepEqual(summary.differences, []);
});

test("notes stay on their side, offshore or onshore, until the end of the compliance period", async () => {
  const { lines, out, summary } = await playRules("reg-s");
  assert.deepEqual(refusals(lines), [
    "2025-02-04 Cedar sends Birch 140,000.00 of Ferrol Notes 1: 7804 CategoryTooEarly",
    "2025-04-03 Cedar sends Thistle 1.00 of Ferrol Notes 1: 7805 CountryRefused",
    "2025-04-03 Cedar sends Birch 1.00 of Ferrol Notes 1: 7302 NotQualified",
  ]);
  assert.deepEqual(
    lines.filter((line) => !line.includes("and is refused:")),
    [
      "2025-02-04  to Alder, who is offshore like Cedar, the same transfer would pass now",
      // 92 days after 2025-01-01: 40 after the last moment at which the book could be locked, a week after its deadline.
      "2025-04-03  more categories may receive from now on",
      "Thistle has a credential that states country KP (408)",
      "the qualifier revokes Cedar's credential",
      "the qualifier makes Cedar's credential valid again",
      "Cedar sells 140,000.00 shares, half of its own, to Birch for 140,000.00: what was earned until now stays Cedar's",
    ],
  );
  // In the window the residual's shares are plain tokens, and its 1,000 of each quarter are held until all are frozen.
  assert.deepEqual(
    out
      .split("\n")
      .filter((line) => line.includes("Ferrol Residual") && !/^(tranche|transfers): /.test(line))
      .slice(1),
    [
      "2025-04-28  a bot opens the window of Ferrol Residual until 2025-05-05",
      "  the sponsor sells Alder 400.00 of Ferrol Residual, and Alder Cedar 100.00 of Ferrol Residual",
      "  1,000.00 of it are held: accounts of Ferrol Residual are thawed",
    ],
  );
  assert.ok(
    out.includes(
      "2025-05-05  a bot freezes all accounts: sponsor 600.00, Alder 300.00, Cedar 100.00; what was held is credited to them, and paid",
    ),
  );
  // Four times 300 and 100 of the residual, and 8 % for a year and the principal: of 300,000, 140,000, 140,000, 240,000 and 180,000. The last fraction of a unit stays.
  assert.deepEqual(
    summary.investors.map(({ name, paid = "" }) => [name, (BigInt(paid) + 1n) / 1_000_000n]),
    [
      ["Alder", 325_200n],
      ["Birch", 151_200n],
      ["Cedar", 151_600n],
      ["Dogwood", 259_200n],
      ["Elm", 194_400n],
    ],
  );
  assert.equal(summary.sale?.price, "140000000000");
  assert.deepEqual(summary.differences, []);
});
