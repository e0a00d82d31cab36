import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { programErrorName } from "@defi-ready/securities/error-texts";
import type { ConversionRuleArgs, ConvertedByArgs } from "@defi-ready/securities/program";
import { refusalOf } from "@defi-ready/securities-projection";
import { readEngine } from "@defi-ready/securities-projection/node";
import { address } from "@solana/kit";
import { formatAmount } from "../src/client.js";
import { type Deal, DealError, formatProblem, parseDeal, structureOf } from "../src/index.js";
import { dealFolder, type Edit, edited, goodDeal } from "./support/deal-text.js";
import { NOW } from "./support/node.js";
import { Random } from "./support/structures/random.js";

/** How many conversions are drawn; more by hand: `CONVERSIONS=100000`. */
const COUNT = Number(process.env.CONVERSIONS ?? 2_000);
const DAY = 86_400n;
const SPONSOR = address("oGE1dgPTXyTRv23YaPrPix85aZZeNAKGSj966EZzSb9");
const AUTHORISED = [1_000_000_000n, 1_000_000_000n, 1_000_000_000_000n] as const;
const DECIMALS = [6, 2, 2] as const;
const NAMES = ["Senior", "Junior", "Common"] as const;
/** Settlement base units. */
const WHOLE = 1_000_000n;

/** A debt, and two classes of equity without a par, with a trigger and governance. */
const CLASSES: readonly Edit[] = [
  ["    decimals: 6\n    #", '    decimals: 6\n    authorised: "1000"\n    #'],
  ["    decimals: 2\n", '    decimals: 2\n    authorised: "10000000"\n'],
  [
    "waterfall:\n",
    `  - name: Common
    symbol: COM
    uri: https://example.com/common.json
    kind: equity
    authorised: "10000000000"
    decimals: 2
triggers: [{ test: losses, most: "20", cure: 5d }]
governance: { notice: 10d }
waterfall:
`,
  ],
  [
    "  - { pay: residual, tranche: Junior }",
    '  - { pay: split, tranche: Common, percent: "1" }\n  - { pay: residual, tranche: Junior }',
  ],
];

type Drawn = Readonly<{
  from: number;
  into: number;
  by: ConvertedByArgs;
  rule: ConversionRuleArgs;
  opensAt: bigint;
  closesAt: bigint;
  shares: bigint;
  /** Whether the file says how many shares are set aside. */
  says: boolean;
}>;

const ceilDiv = (dividend: bigint, divisor: bigint) => (dividend + divisor - 1n) / divisor;

/** The fewest shares that can be set aside, written from the page on conversions. */
function leastOf(from: number, into: number, rule: ConversionRuleArgs): bigint {
  const all = AUTHORISED[from] ?? 0n;
  if (rule.__kind === "Ratio") {
    return (all * BigInt(rule.to)) / BigInt(rule.from);
  }
  // A share of the debt has a par of one.
  const par = from === 0 ? all : 0n;
  return ceilDiv(par * 10n ** BigInt(DECIMALS[into] ?? 0), BigInt(rule.floor));
}

function draw(random: Random): Drawn {
  const from = random.below(2);
  const into = random.one(...[0, 1, 2].filter((rank) => rank !== from));
  const by = random.one<ConvertedByArgs>(
    { __kind: "Holders" },
    { __kind: "Resolution" },
    { __kind: "Trigger", place: 0 },
  );
  const withInterest = random.chance(30);
  const rule: ConversionRuleArgs = random.chance(from === 0 ? 15 : 70)
    ? { __kind: "Ratio", to: BigInt(random.from(1, 300)), from: BigInt(random.from(1, 300)) }
    : {
        __kind: "Price",
        floor: WHOLE / BigInt(random.from(1, 4)),
        cap: random.chance(30) ? 0n : WHOLE / BigInt(random.from(1, 4)),
        discountBps: random.chance(30) ? 0 : random.from(1, 5_500),
        withInterest,
      };
  const least = leastOf(from, into, rule);
  const says = withInterest || random.chance(50);
  const more = random.chance(20) && least > 1n ? -1n : BigInt(random.below(1_000));
  return {
    from,
    into,
    by,
    rule,
    opensAt: NOW + BigInt(random.below(20)) * DAY,
    closesAt: NOW + BigInt(random.below(60)) * DAY,
    shares: says ? least + more : least,
    says,
  };
}

/** The deal file that says so. */
function fileOf({ from, into, by, rule, opensAt, closesAt, shares, says }: Drawn): string {
  const [given, received] = [DECIMALS[from] ?? 0, DECIMALS[into] ?? 0];
  const after = (time: bigint) => `+${time - NOW}s`;
  const terms =
    rule.__kind === "Ratio"
      ? {
          ratio: {
            to: formatAmount(BigInt(rule.to), received),
            from: formatAmount(BigInt(rule.from), given),
          },
        }
      : {
          price: {
            floor: formatAmount(BigInt(rule.floor), 6),
            ...(rule.cap === 0n ? {} : { cap: formatAmount(BigInt(rule.cap), 6) }),
            ...(rule.discountBps === 0 ? {} : { discount: formatAmount(BigInt(rule.discountBps), 2) }),
            ...(rule.withInterest ? { with_interest: true } : {}),
          },
        };
  const conversion = {
    from: NAMES[from],
    into: NAMES[into],
    by: by.__kind === "Trigger" ? `trigger/${by.place}` : by.__kind.toLowerCase(),
    ...terms,
    opens_at: after(opensAt),
    closes_at: after(closesAt),
    ...(says ? { shares: formatAmount(shares, received) } : {}),
  };
  return edited(...CLASSES, ["id: 7\n", `id: 7\nconversions: [${JSON.stringify(conversion)}]\n`]);
}

const folder = dealFolder();
const engine = readEngine();

/** What a deal file says that is wrong, and the deal if nothing is. */
function checked(text: string): Deal | string {
  try {
    return parseDeal(join(folder, "deal.yaml"), text);
  } catch (error) {
    if (error instanceof DealError) {
      return error.problems.map(formatProblem).join("\n");
    }
    throw error;
  }
}

describe("the check of conversions and the program", () => {
  const structure = structureOf(goodDeal(folder, ...CLASSES), { sponsor: SPONSOR, createdAt: NOW });
  const seen = new Map<string, number>();

  it(`agree on each of ${COUNT} conversions, and the file has the terms that it was written from`, () => {
    for (let seed = 1; seed <= COUNT; seed += 1) {
      const drawn = draw(new Random(seed));
      const text = fileOf(drawn);
      const found = checked(text);
      const { from, into, says: _, ...own } = drawn;
      const conversions = [{ from, into, terms: { ...own, number: 0 } }];
      const refusal = refusalOf(engine, {
        __kind: "Terms",
        terms: { createdAt: NOW, ...structure, conversions },
      });
      const name = refusal === undefined ? "taken" : (programErrorName(refusal.code) ?? String(refusal.code));
      seen.set(name, (seen.get(name) ?? 0) + 1);
      if (typeof found === "string") {
        assert.notEqual(name, "taken", `the program takes what the check refuses:\n${found}\n${text}`);
      } else {
        assert.equal(name, "taken", `the check takes what the program refuses with ${name}:\n${text}`);
        const read = structureOf(found, { sponsor: SPONSOR, createdAt: NOW }).conversions;
        assert.deepEqual(read, conversions, text);
      }
    }
  });

  it("have been asked about conversions that are taken and that are refused", () => {
    assert.ok((seen.get("taken") ?? 0) > COUNT / 10, JSON.stringify([...seen]));
    for (const name of ["BadConversion", "ConversionShort"]) {
      assert.ok((seen.get(name) ?? 0) > 0, name);
    }
  });
});
