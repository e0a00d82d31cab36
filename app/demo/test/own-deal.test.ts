import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { shippedDeals } from "@defi-ready/securities-migrations";
import { demo } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "securities-own-deal-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Nobody here has their keys. */
const [SERVICER, REPORTER, ARBITRATOR, LEAD, QUALIFIER] = [
  "7Np41oeYqPefeNQEHSv1UDhYrehxin3NStELsSKCT4K2",
  "GbS22Lz3J1JDBJpQ4KmXRrRXzCYEFG1bDeeTbGdSqZG1",
  "Hz9bxVseH1MQ1zPLMZE71RfLCxDF5TsdzxgjiuWFMR1n",
  "EjESaxUzAL7DzRf3u4UhPnYUht2dMSWbCW7Acn27Hjae",
  "5kYbhHJPx5MU4UfNWTH46J8JE5dcFFyBcgi9sjD7SMZk",
];
const USDC = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkZwyTDt1v";
/** A reference rate of somebody else's. */
const RATE = "BuMKfAEmzCuuCYQqY3BH1Y4cjAS4dvxMkQMSFDgJ59ZJ";

test("the demo plays a deal of one's own: three books, and people, money and a rate that are not here", async () => {
  const shipped = shippedDeals().find(({ name }) => name === "private-credit-floating");
  assert.ok(shipped !== undefined);
  cpSync(join(shipped.file, ".."), folder, { recursive: true });
  const edits: readonly (readonly [RegExp, string])[] = [
    [/servicer: \w+/, `servicer: ${SERVICER}`],
    [/reporter: \w+/, `reporter: ${REPORTER}`],
    [/arbitrator: \w+/, `arbitrator: ${ARBITRATOR}`],
    [/settlement_mint:\n {2}create: \{ decimals: 6 \}/, `settlement_mint: { address: ${USDC}, decimals: 6 }`],
    [/over: \w+/, `over: ${RATE}`],
    [/min_distribution:/, `qualifiers: [${QUALIFIER}]\nmin_distribution:`],
    [/ {4}terms: \{/, `    lead: { investor: ${LEAD}, minimum: "20,000" }\n    terms: {`],
  ];
  const file = join(folder, "deal.yaml");
  const text = edits.reduce(
    (all, [from, to]) => {
      assert.match(all, from);
      return all.replace(from, to);
    },
    readFileSync(file, "utf8"),
  );
  writeFileSync(file, text);
  const { code, out, err } = await demo("--deal", file);
  assert.equal(code, 0, err);
  assert.match(
    out,
    /the qualifier issues credentials to the lead of book 1, Alder, [^:]*, Oak: qualified, country CH \(756\)/,
  );
  assert.match(out, /the lead of book 1 puts 20,000\.00 into book 1, place 0/);
  assert.match(out, /Every vault reconciles to the unit/);
});
