import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { programErrorName } from "@defi-ready/securities/error-texts";
import { refusalOf } from "@defi-ready/securities-projection";
import { readEngine } from "@defi-ready/securities-projection/node";
import { address } from "@solana/kit";
import { formatAmount, numbersOf, type TransferRuleSet } from "../src/client.js";
import { formatTime } from "../src/deal/values.js";
import { type Deal, DealError, formatProblem, parseDeal, structureOf } from "../src/index.js";
import { ARBITRATOR, dealFolder, edited, goodDeal, PERSON } from "./support/deal-text.js";
import { NOW } from "./support/structures/draft.js";
import { Random } from "./support/structures/random.js";

/** How many rules are drawn; more by hand: `RULES=100000`. */
const COUNT = Number(process.env.RULES ?? 2_000);
const DAY = 86_400n;
/** Share base units that the junior class may have. */
const AUTHORISED = 10_000n;
/** The first day of the rules that are drawn, and what a day is in a file. */
const FIRST = Number(NOW / DAY);
const dayText = (day: number) => formatTime(BigInt(day) * DAY);
const KINDS = ["zero", "one", "two"];

/** Rules as drawn, and what else of the class decides about them. */
type Drawn = Readonly<{ rules: TransferRuleSet; restricted: boolean; wrapped: boolean; frozen: boolean }>;

/** Rules that the program takes, or nearly always does; in a file they can be said, however wrong they are. */
function draw(random: Random): Drawn {
  const some = <T>(percent: number, make: () => T, none: T): T => (random.chance(percent) ? make() : none);
  const mask = () => random.below(8);
  const later = some(
    50,
    () => Uint8Array.from([0, mask() << 3, mask() << 3, 0, 0, 0, 0, 0]),
    new Uint8Array(8),
  );
  const hasLater = later.some((bits) => bits > 0);
  const window = some(60, () => drawWindow(random), { __kind: "Always" } as const);
  const isDated = window.__kind === "Periodic" || window.__kind === "Custom";
  const always = Uint8Array.from([mask(), mask(), mask(), 0, 0, 0, 0, 0]);
  const restricted = random.chance(80);
  const hasMoves = always.some((bits) => bits > 0) || hasLater;
  return {
    rules: {
      window,
      needs: isDated ? some(50, mask, 0) : 0,
      moves:
        hasMoves && random.chance(30)
          ? { always, later, laterFrom: hasLater ? NOW + BigInt(random.below(900)) * DAY : 0n }
          : null,
      refusedCountries: some(30, () => drawCountries(random), []),
      senderQualified: random.chance(20),
      insiderLockDays: some(30, () => random.one(1, 365, 3_653, 3_654), 0),
      retained: some(
        30,
        () => ({
          owner: address(random.chance(50) ? PERSON : ARBITRATOR),
          shares: random.one(1n, AUTHORISED, AUTHORISED + 1n),
        }),
        null,
      ),
      dailyShares: some(20, () => random.one(1n, 500n), 0n),
      maxHolders: some(20, () => random.one(1, 99, 2 ** 32 - 1), 0),
      maxShares: some(20, () => random.one(1n, AUTHORISED + 1n), 0n),
    },
    restricted,
    wrapped: random.chance(10),
    frozen: random.chance(15),
  };
}

function drawWindow(random: Random): TransferRuleSet["window"] {
  if (random.chance(15)) {
    return { __kind: "Never" };
  }
  if (random.chance(50)) {
    const months = random.from(1, 12);
    const shortest = [28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334, 365][months - 1] ?? 0;
    const days = random.one(1, 14, shortest - 1, shortest);
    return { __kind: "Periodic", months, anchor: FIRST + random.below(900), days };
  }
  let day = FIRST;
  const ranges = Array.from({ length: random.from(1, 8) }, () => {
    const from = day + (random.chance(3) ? 0 : random.from(1, 60));
    const until = from + (random.chance(3) ? 0 : random.from(1, 30));
    day = until;
    return { from, until };
  });
  return { __kind: "Custom", ranges };
}

const COUNTRIES = [4, 36, 276, 364, 408, 643, 840];

function drawCountries(random: Random): number[] {
  const drawn = Array.from({ length: random.from(1, 4) }, () => random.one(...COUNTRIES));
  return random.chance(80) ? [...new Set(drawn)] : drawn;
}

/** A deal file with such rules of its junior class. */
function fileOf({ rules, restricted, wrapped, frozen }: Drawn): string {
  const { window, needs, moves } = rules;
  const after = needs === 0 ? {} : { after: numbersOf(needs).map((kind) => KINDS[kind]) };
  const windows =
    window.__kind === "Periodic"
      ? { every: window.months, from: dayText(window.anchor), open: `${window.days}d`, ...after }
      : window.__kind === "Custom"
        ? {
            ranges: window.ranges.map(({ from, until }) => ({ from: dayText(from), until: dayText(until) })),
            ...after,
          }
        : window.__kind.toLowerCase();
  const listOf = (masks: Iterable<number>, from?: string) =>
    [...masks].flatMap((bits, by) =>
      bits === 0 ? [] : { by: `c${by}`, to: numbersOf(bits).map((to) => `c${to}`), ...(from && { from }) },
    );
  const shares = (amount: bigint) => formatAmount(amount, 2);
  const transfers = {
    windows,
    categories:
      moves === null ? undefined : Array.from({ length: 8 }, (_, number) => ({ name: `c${number}`, number })),
    moves:
      moves === null
        ? undefined
        : [...listOf(moves.always), ...listOf(moves.later, formatTime(BigInt(moves.laterFrom)))],
    refused_countries: rules.refusedCountries.length === 0 ? undefined : rules.refusedCountries,
    sender_qualified: rules.senderQualified || undefined,
    daily_limit: rules.dailyShares === 0n ? undefined : shares(rules.dailyShares),
    max_holders: rules.maxHolders || undefined,
    max_shares: rules.maxShares === 0n ? undefined : shares(rules.maxShares),
    insiders_lock_up: rules.insiderLockDays === 0 ? undefined : `${rules.insiderLockDays}d`,
    retention:
      rules.retained === null
        ? undefined
        : { owner: rules.retained.owner, shares: shares(BigInt(rules.retained.shares)) },
  };
  const reach = {
    wrapped: { name: "W", symbol: "W", uri: "https://example.com", ...(restricted && { bearer: true }) },
  };
  const more = [
    ...(frozen ? ["form: frozen"] : []),
    `transfers: ${JSON.stringify(transfers)}`,
    ...(wrapped ? [`reach: ${JSON.stringify(reach)}`] : []),
  ];
  const disclosures = KINDS.map((name, kind) => ({ name, kind, every: 12, from: "2025-12-31", due: "90d" }));
  return edited(
    [
      "    decimals: 2\n",
      `    decimals: 2\n    authorised: "100"\n${more.map((line) => `    ${line}\n`).join("")}`,
    ],
    ["id: 7\n", `id: 7\ndisclosures: ${JSON.stringify(disclosures)}\n`],
    ...(restricted ? [["id: 7\n", `id: 7\nqualifiers: [${PERSON}]\n`] as const] : []),
  );
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

const show = (value: unknown) =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === "bigint" ? String(one) : one instanceof Uint8Array ? [...one] : one,
  );

describe("the check of rules of transfers and the program", () => {
  const structure = structureOf(goodDeal(folder), { sponsor: address(PERSON), createdAt: NOW });
  const seen = new Map<string, number>();

  it(`agree on each of ${COUNT} rules, and the file has the rules that it was written from`, () => {
    for (let seed = 1; seed <= COUNT; seed += 1) {
      const drawn = draw(new Random(seed));
      const text = fileOf(drawn);
      const found = checked(text);
      const tranches = structure.tranches.map((tranche, rank) =>
        rank === 1
          ? {
              ...tranche,
              restricted: drawn.restricted,
              wrapped: drawn.wrapped,
              authorised: AUTHORISED,
              transfers: drawn.rules,
              frozen: drawn.frozen,
            }
          : { ...tranche, restricted: drawn.restricted },
      );
      const refusal = refusalOf(engine, {
        __kind: "Terms",
        terms: { createdAt: NOW, ...structure, tranches },
      });
      const name = refusal === undefined ? "taken" : (programErrorName(refusal.code) ?? String(refusal.code));
      seen.set(name, (seen.get(name) ?? 0) + 1);
      if (typeof found === "string") {
        assert.notEqual(name, "taken", `the program takes what the check refuses:\n${found}\n${text}`);
      } else {
        assert.equal(name, "taken", `the check takes what the program refuses with ${name}:\n${text}`);
        const read = structureOf(found, { sponsor: address(PERSON), createdAt: NOW }).tranches[1];
        assert.deepEqual(read?.transfers, drawn.rules, text);
        assert.equal(read?.wrapped, drawn.wrapped);
        assert.equal(read?.frozen, drawn.frozen);
        seen.set("frozen", (seen.get("frozen") ?? 0) + Number(drawn.frozen));
      }
    }
  });

  it("have been asked about rules that are taken and that are refused", () => {
    assert.ok((seen.get("taken") ?? 0) > COUNT / 5, show([...seen]));
    assert.ok((seen.get("frozen") ?? 0) > 0, "rules of the frozen form are taken");
    assert.deepEqual(
      ["BadTransferRules", "WrapperNotAllowed", "BadFrozenForm"].filter((name) => !seen.has(name)),
      [],
    );
  });
});
