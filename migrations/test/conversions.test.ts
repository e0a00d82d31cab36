import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { disclosuresOf, listConversionsOf, readFacts, readSecurityState } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { applyDeal, factsOfDeal, planDeal } from "../src/index.js";
import {
  dealFolder,
  type Edit,
  edited,
  first,
  GOOD_DEAL,
  goodDeal,
  problemsOf,
} from "./support/deal-text.js";
import { TestNode } from "./support/node.js";

const folder = dealFolder();
const conversions = (...lines: readonly string[]): Edit => [
  "min_distribution",
  `conversions:\n${lines.map((line) => `  - ${line}\n`).join("")}min_distribution`,
];
const TRIGGERS: Edit = [
  "waterfall:\n",
  'triggers:\n  - { test: losses, most: "10" }\n  - { test: losses, most: "20", cure: 5d }\nwaterfall:\n',
];
const ELECTIVE =
  '{ from: Senior, into: Junior, by: holders, price: { floor: "0.50", cap: "2.00", discount: "20" }, opens_at: +365d, closes_at: +1825d }';
const WHOLE =
  '{ from: Senior, into: Junior, by: trigger/1, price: { floor: "0.50", cap: "0.50" }, closes_at: +1825d }';
const GOVERNANCE: Edit = ["id: 7\n", "id: 7\ngovernance: { notice: 10d }\n"];
/** A class of a security that is not there. */
const OTHER = "{ security: 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin, rank: 0, decimals: 4 }";
/** The good deal's junior, as a class with a par. */
const WITH_PAR: Edit = ["    kind: equity\n", '    kind: equity\n    par: "1.00"\n'];
const THIRD: Edit = [
  "waterfall:\n",
  `  - name: Common
    symbol: COM
    uri: https://example.com/common.json
    kind: equity
    authorised: "10"
    decimals: 2
waterfall:
`,
];
const NO_BOOKS: readonly Edit[] = [
  [/books:\n[\s\S]*?(?=roles:)/.exec(GOOD_DEAL)?.[0] ?? "", "books: []\n"],
  ["    decimals: 6\n    # Nothing", '    decimals: 6\n    authorised: "1000"\n    # Nothing'],
  ["    decimals: 2\n", '    decimals: 2\n    authorised: "6000"\n'],
];

describe("conversions, in a deal file", async () => {
  const node = await TestNode.start();

  it("are read, with as many shares set aside as the class becomes at the floor", () => {
    assert.deepEqual(goodDeal(folder).conversions, []);
    const deal = goodDeal(folder, TRIGGERS, conversions(ELECTIVE, WHOLE));
    // 1,000 of principal at 0.50.
    assert.deepEqual(
      deal.conversions.map(({ number, from, into, by, shares }) => [number, from, into, by, shares]),
      [
        [0, 0, 1, { __kind: "Holders" }, 200_000n],
        [1, 0, 1, { __kind: "Trigger", place: 1 }, 200_000n],
      ],
    );
    assert.deepEqual(deal.conversions[0]?.rule, {
      __kind: "Price",
      floor: 500_000n,
      cap: 2_000_000n,
      discountBps: 2_000,
      withInterest: false,
    });
    // The book's 100 shares, and what both set aside.
    assert.equal(deal.tranches[1]?.authorised, 410_000n);
  });

  it("are refused where the program would refuse them", () => {
    const line = (...changes: readonly (readonly [string, string])[]) =>
      conversions(changes.reduce((text, [from, to]) => text.replace(from, to), ELECTIVE));
    const whole = (from: string, to: string) => conversions(WHOLE.replace(from, to));
    const refused: readonly (readonly [readonly Edit[], RegExp])[] = [
      [[line(["from: Senior", "from: Nobody"])], /conversions\[0\]\.from: no tranche is named "Nobody"/],
      [[line(["into: Junior", "into: Senior"])], /\.into: is the class whose shares are given/],
      [[WITH_PAR, line()], /\.into: is not an equity without a par/],
      [[line(["by: holders", "by: anyone"])], /\.by: found "anyone"; expected: who has it done/],
      [[line(["by: holders", "by: trigger/0"])], /\.by: names a trigger, and the deal has none/],
      [[TRIGGERS, whole("trigger/1", "trigger/2")], /\.by: .* the last one is trigger\/1/],
      [[TRIGGERS, whole("trigger/1", "trigger/0")], /\.by: names a trigger without a cure/],
      [[TRIGGERS, whole(', cap: "0.50"', "")], /\.price: has no cap/],
      [
        [
          THIRD,
          TRIGGERS,
          conversions(
            '{ from: Junior, into: Common, by: holders, ratio: { to: "1", from: "100" }, closes_at: +9d }',
          ),
          first(
            'rewards: [{ pay: warrants, tranche: Junior, strike: "3", expires: +365d, curve: [{ money: "400", reward: "40" }] }]',
          ),
        ],
        /\.from: is a class on whose shares there are warrants/,
      ],
      [[line(["by: holders", "by: resolution"])], /\.approved_by: is a resolution, and this deal has none/],
      [
        [line(["by: holders", "by: holders, approved_by: resolution"])],
        /\.approved_by: is a resolution, and this deal has none: add governance/,
      ],
      [
        [GOVERNANCE, line(["by: holders", "by: resolution, approved_by: resolution"])],
        /\.approved_by: is for what holders elect: leave it out/,
      ],
      [
        [GOVERNANCE, line(["by: holders", "by: resolution"], [', cap: "2.00"', ""])],
        /\.price: has no cap, and a book at a high price/,
      ],
      [
        [TRIGGERS, whole("into: Junior", `into: ${OTHER}`)],
        /\.by: is a trigger, which converts within the deal/,
      ],
      [[line(["into: Junior", "into: { rank: 0 }"])], /\.into\.security: is missing/],
      [[line(["into: Junior", `into: ${OTHER.replace("rank: 0", "rank: 8")}`])], /\.into\.rank: .*8/],
      [[line(['cap: "2.00"', 'cap: "0.49"'])], /\.price\.cap: is below the floor of 0\.50/],
      [[line(['discount: "20"', 'discount: "50.01"'])], /\.price\.discount: is more than 50/],
      [[line(["+1825d", "+365d"])], /\.closes_at: does not lie after opens_at/],
      [[line([" closes_at", ' shares: "1999.99", closes_at'])], /\.shares: 1999\.99 is below .* 2000\.00/],
      [[line(['discount: "20"', "with_interest: true"])], /converts interest too, .* at least 2000\.00/],
      [
        [line(['price: { floor: "0.50", cap: "2.00", discount: "20" }', 'ratio: { to: "3", from: "2" }'])],
        /\.ratio: is of equity/,
      ],
      [[line([" opens_at", ' ratio: { to: "3", from: "2" }, opens_at'])], /has more than one of them/],
      [
        [
          THIRD,
          conversions('{ from: Junior, into: Common, by: holders, price: { floor: "1" }, closes_at: +9d }'),
        ],
        /\.price: is of a class with a par/,
      ],
      [
        [
          THIRD,
          conversions(
            '{ from: Junior, into: Common, by: holders, ratio: { to: "1", from: "1" }, closes_at: +9d }',
          ),
        ],
        /tranches\[2\]\.authorised: 10\.00 is below .* conversions of this file/,
      ],
      [
        [
          THIRD,
          conversions(
            '{ from: Junior, into: Common, by: holders, ratio: { to: "1", from: "100" }, closes_at: +9d }',
            ELECTIVE,
          ),
        ],
        /conversions\[1\]\.into: is converted further up/,
      ],
    ];
    for (const [edits, message] of refused) {
      assert.match(problemsOf(folder, edited(...edits)).join("\n"), message);
    }
  });

  it("are planned, created once, and stand then", async () => {
    const sponsor = await node.sponsor(1);
    const deal = goodDeal(folder, ...NO_BOOKS, TRIGGERS, conversions(ELECTIVE, WHOLE));
    const options = { rpc: node.rpc, signer: sponsor, deal, createSettlementMint: true };
    const { addresses, done } = await applyDeal(options);
    assert.deepEqual(
      done.flatMap(({ part, name, note }) => (part === "conversion" ? [[name, note]] : [])),
      [
        [
          "Senior into Junior",
          "each holder its own shares; principal at the highest price of a book of Junior less 20 %, at least 0.50 and at most 2.00; interest that is due is forfeited",
        ],
        [
          "Senior into Junior",
          "all at once, once trigger 1 has not held for its cure period; principal at 0.50 a share of Junior; interest that is due is forfeited",
        ],
      ],
    );
    assert.equal((await applyDeal(options)).signatures.length, 0, "a second run has nothing to do");
    const state = await readSecurityState(node.cluster, addresses.security);
    const created = await listConversionsOf(node.cluster, addresses.tranches[0]?.tranche as Address);
    const { createdAt } = state.security.data;
    assert.deepEqual(
      created.map(({ data }) => [
        data.by,
        data.trigger,
        data.approved,
        data.setAside,
        data.opensAt,
        data.closesAt,
      ]),
      [
        [0, 0, 1, 200_000n, createdAt + 365n * 86_400n, createdAt + 1_825n * 86_400n],
        [2, 1, 1, 200_000n, createdAt, createdAt + 1_825n * 86_400n],
      ],
    );

    // What investors are told is the same from the file and from the chain.
    const about = (facts: Parameters<typeof disclosuresOf>[0]) =>
      disclosuresOf(facts).flatMap(({ text }) => (/become|convert|shares more/.test(text) ? [text] : []));
    const told = about(await readFacts(node.cluster, state));
    assert.deepEqual(about(factsOfDeal(deal, { sponsor: sponsor.address, createdAt })), told);
    assert.match(
      told.join("\n"),
      /Holders of class 0 \(debt\) can convert .* from 2026-01-01 on and until 2029-12-31, each as it elects: principal at the highest price/,
    );
    assert.match(
      told.join("\n"),
      /All shares of class 0 \(debt\) become .* if trigger 1 \(losses\) has failed for 5 days and still fails.*2,000\.00 shares are set aside/,
    );

    const differs = async (...lines: readonly string[]) =>
      (
        await planDeal({
          rpc: node.rpc,
          sponsor: sponsor.address,
          deal: goodDeal(folder, ...NO_BOOKS, TRIGGERS, conversions(...lines)),
          createSettlementMint: true,
        })
      ).items.flatMap(({ part, action, differences }) =>
        part === "conversion" ? [[action, ...differences.map(({ field }) => field)]] : [],
      );
    assert.deepEqual(await differs(ELECTIVE.replace('"20"', '"25"'), WHOLE.replace("+1825d", "+1826d")), [
      ["conflict", "conversions[0].rule"],
      ["conflict", "conversions[1].closes_at"],
    ]);
    assert.deepEqual(await differs(ELECTIVE, WHOLE, WHOLE.replace("+1825d", "+1s")), [
      ["keep"],
      ["keep"],
      ["create"],
    ]);
  });

  it("into a class of another security are read with its decimals, and planned once that is there", async () => {
    const sponsor = await node.sponsor(2);
    const own = (...changes: readonly (readonly [string, string])[]) =>
      goodDeal(
        folder,
        ...NO_BOOKS,
        GOVERNANCE,
        conversions(changes.reduce((text, [from, to]) => text.replace(from, to), ELECTIVE)),
      );
    const deal = own(["into: Junior", `into: ${OTHER}`]);
    // 1,000 of principal at 0.50, of shares of four decimals; its own class needs none for it.
    assert.deepEqual([deal.conversions[0]?.shares, deal.tranches[1]?.authorised], [20_000_000n, 600_000n]);
    assert.deepEqual(factsOfDeal(deal).conversions[0]?.into, null);
    const why = async (planned: typeof deal) => {
      const { items } = await planDeal({ rpc: node.rpc, sponsor: sponsor.address, deal: planned });
      const { action, note, differences } = items.find(({ part }) => part === "conversion") ?? {};
      return `${action}: ${differences?.[0]?.why ?? note}`;
    };
    assert.match(await why(deal), /^conflict: There is no such class yet: create the other security/);
    // A deal in a mint of its own, which is another one; and one with books, which are offered already.
    const other = await applyDeal({
      rpc: node.rpc,
      signer: await node.sponsor(3),
      deal: goodDeal(folder),
      createSettlementMint: true,
    });
    const named = (rank: number, decimals: number) =>
      own([
        "into: Junior",
        `into: { security: ${other.addresses.security}, rank: ${rank}, decimals: ${decimals} }`,
      ]);
    assert.match(await why(named(1, 4)), /^conflict: Its shares have 2 decimals: say decimals: 2/);
    assert.match(await why(named(0, 6)), /^conflict: It is not an equity without a par/);
    assert.match(
      await why(named(1, 2)),
      /^conflict: It is paid in .*: both have to be paid in the same mint/,
    );
    const sameMoney = { ...named(1, 2), settlementMint: existing(other.addresses.settlementMint) };
    assert.match(await why(sameMoney), /^conflict: Something of it is offered already/);
    // By a resolution: at any time, and once it is approved after the first lock.
    assert.match(await why(own(["by: holders", "by: resolution"])), /^create: all at once, by a resolution/);
    assert.equal(
      await why(own(["by: holders", "by: holders, approved_by: resolution"])),
      "keep: is created once the first book is locked",
    );
    const told = disclosuresOf(factsOfDeal(own(["by: holders", "by: holders, approved_by: resolution"])));
    assert.match(
      told.map(({ text }) => text).join("\n"),
      /If a resolution approves it, holders of class 0 \(debt\) can convert their shares into shares of class 1/,
    );
  });
});

const existing = (address: Address) => ({ kind: "existing", address, decimals: 6 }) as const;
