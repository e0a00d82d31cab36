import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  disclosureItems,
  disclosuresOf,
  findDisclosureCalendar,
  NOBODY,
  readBook,
  readFacts,
  readSecurityState,
  readTranche,
  transferRulesOf,
} from "@defi-ready/securities";
import { applyDeal, factsOfDeal, formatProblem, planDeal } from "../src/index.js";
import { dealFolder, type Edit, first, GOOD_DEAL, goodDeal, PERSON } from "./support/deal-text.js";
import { TestNode } from "./support/node.js";

const folder = dealFolder();
const JUNIOR = "    decimals: 2\n    # Nothing else is said of the class.\n";
/** The junior class of the good deal with rules of transfers. */
const transfers = (...rules: readonly string[]): Edit => [
  JUNIOR,
  `    decimals: 2\n    authorised: "500"\n    transfers:\n${rules.map((rule) => `      ${rule}\n`).join("")}`,
];
const QUALIFIED: Edit = ['min_distribution: "10"', `min_distribution: "10"\nqualifiers: [${PERSON}]`];
const DISCLOSURES: Edit = [
  "tranches:\n",
  `disclosures:
  - { name: quarterly report, kind: 2, every: quarterly, from: 2025-03-31, due: 45d }
  - { name: audited accounts, kind: 0, every: annual, from: 2025-12-31, due: 120d, attestor: ${PERSON} }
tranches:
`,
];
const ROLES: Edit = ["roles: { ", `roles: { servicer: ${PERSON}, reporter: ${PERSON}, `];
const WINDOWS =
  "windows: { every: quarterly, from: 2025-02-15, open: 14d, after: [quarterly report, audited accounts] }";
const MOVES = [
  "categories: [{ name: offshore, number: 1 }, { name: onshore, number: 4 }]",
  "moves:",
  "  - { by: offshore, to: [offshore] }",
  "  - { by: onshore, to: [onshore, offshore] }",
  "  - { by: offshore, to: [onshore], from: +365d }",
];
const ALL = [
  WINDOWS,
  ...MOVES,
  "refused_countries: [KP, 36]",
  "sender_qualified: true",
  'daily_limit: "12.50"',
  "max_holders: 99",
  'max_shares: "50"',
  "insiders_lock_up: 30d",
  'retention: { owner: sponsor, shares: "25" }',
];
const LOCK_UP = first("lock_up: { cliff: 180d, vesting: 52w }\n    gated: true");
const EDITS = [transfers(...ALL), QUALIFIED, DISCLOSURES, ROLES, LOCK_UP];

describe("rules of transfers in a deal file", async () => {
  const node = await TestNode.start();
  let keys = 0;
  const newSponsor = () => {
    keys += 1;
    return node.sponsor(keys);
  };
  const lines = (problems: readonly Parameters<typeof formatProblem>[0][]) =>
    problems.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, "").replace(/^\S+ /, ""));

  it("are read exactly", () => {
    const deal = goodDeal(folder, ...EDITS);
    assert.deepEqual(deal.disclosures, [
      { name: "quarterly report", kind: 2, months: 3, from: 20_178, dueDays: 45, attestor: "sponsor" },
      { name: "audited accounts", kind: 0, months: 12, from: 20_453, dueDays: 120, attestor: PERSON },
    ]);
    assert.deepEqual(deal.tranches[1]?.transfers, {
      windows: { kind: "periodic", months: 3, from: 20_134, openDays: 14 },
      after: [2, 0],
      categories: [
        { name: "offshore", number: 1 },
        { name: "onshore", number: 4 },
      ],
      moves: [
        { by: 1, to: [1], from: null },
        { by: 4, to: [4, 1], from: null },
        { by: 1, to: [4], from: { kind: "after", seconds: 31_536_000n } },
      ],
      refusedCountries: [408, 36],
      senderQualified: true,
      dailyShares: 1_250n,
      maxHolders: 99,
      maxShares: 5_000n,
      insiderLockDays: 30,
      retention: { owner: "sponsor", shares: 2_500n },
    });
    assert.deepEqual(
      deal.books.map(({ lockUp, gated }) => ({ ...lockUp, gated })),
      [
        { cliffDays: 180, vestingDays: 364, gated: true },
        { cliffDays: 0, vestingDays: 0, gated: false },
      ],
    );
    const free = goodDeal(folder);
    assert.deepEqual([free.disclosures, free.tranches[0]?.transfers.windows], [[], { kind: "always" }]);
    const custom = goodDeal(
      folder,
      transfers("windows: { ranges: [{ from: 2025-01-01, until: 2025-02-01 }] }"),
    );
    assert.deepEqual(custom.tranches[1]?.transfers.windows, {
      kind: "custom",
      ranges: [{ from: 20_089, until: 20_120 }],
    });
  });

  it("are planned, set once, change until the first book, and stand then", async () => {
    const sponsor = await newSponsor();
    const options = { rpc: node.rpc, sponsor: sponsor.address, createSettlementMint: true };
    const apply = { rpc: node.rpc, signer: sponsor, createSettlementMint: true };
    const noBooks: Edit = [/books:\n[\s\S]*?(?=roles:)/.exec(GOOD_DEAL)?.[0] ?? "", "books: []\n"];
    const drafts = (...edits: readonly Edit[]) =>
      goodDeal(folder, ["    decimals: 6\n", '    decimals: 6\n    authorised: "1000"\n'], noBooks, ...edits);
    const draft = drafts(transfers("windows: never"), QUALIFIED);
    const planned = await planDeal({ ...options, deal: draft });
    assert.deepEqual(
      planned.items.map(({ part, action, field, note }) => [
        action,
        part,
        field,
        part === "transfers" ? note : "",
      ]),
      [
        ["create", "settlement mint", "settlement_mint", ""],
        ["create", "security", "id", ""],
        ["create", "qualifiers", "qualifiers", ""],
        ["create", "tranche", "tranches[0]", ""],
        ["create", "tranche", "tranches[1]", ""],
        ["create", "transfers", "tranches[1].transfers", "windows: never"],
        ["create", "waterfall", "waterfall", ""],
      ],
    );
    const { addresses } = await applyDeal({ ...apply, deal: draft });
    const after = await planDeal({ ...options, deal: draft });
    assert.equal(planned.balance - after.balance, planned.cost);
    assert.ok(after.items.every(({ action }) => action === "keep"));

    // All of it changes as long as nobody can pay.
    const deal = goodDeal(
      folder,
      ["    decimals: 6\n", '    decimals: 6\n    authorised: "1000"\n'],
      transfers(...ALL.slice(1)),
      QUALIFIED,
      LOCK_UP,
    );
    const changes = await planDeal({ ...options, deal });
    const item = changes.items.find(({ part }) => part === "transfers");
    assert.match(item?.note ?? "", /; category 1 is offshore; category 4 is onshore$/);
    const [sold] = changes.items.filter(({ part }) => part === "book");
    assert.match(sold?.note ?? "", /, lock-up: cliff 180d, vesting 364d/);
    assert.deepEqual(
      [item?.action, item?.differences.map(({ field, onChain, inFile }) => [field, onChain, inFile])],
      [
        "change",
        [
          ["tranches[1].transfers.windows", "never", "always"],
          [
            "tranches[1].transfers.moves",
            "any",
            "category 1 to category 1, category 4 to categories 1 and 4, from 2026-01-01 also category 1 to category 4",
          ],
          ["tranches[1].transfers.refused_countries", "none", "AU (036), KP (408)"],
          ["tranches[1].transfers.sender_qualified", "false", "true"],
          ["tranches[1].transfers.daily_limit", "none", "12.50"],
          ["tranches[1].transfers.max_holders", "none", "99"],
          ["tranches[1].transfers.max_shares", "none", "50.00"],
          ["tranches[1].transfers.insiders_lock_up", "none", "30d"],
          ["tranches[1].transfers.retention", "none", `25.00 of ${sponsor.address}`],
        ],
      ],
    );
    await applyDeal({ ...apply, deal });
    const tranche = await readTranche(node.cluster, addresses.tranches[1]?.tranche as never);
    const rules = transferRulesOf(tranche.data);
    assert.deepEqual(
      [
        rules.window,
        rules.refusedCountries,
        rules.dailyShares,
        rules.maxHolders,
        rules.maxShares,
        rules.retained,
        [...(rules.moves?.always ?? [])],
      ],
      [
        { __kind: "Always" },
        [408, 36],
        1_250n,
        99,
        5_000n,
        { owner: sponsor.address, shares: 2_500n },
        [0, 0b10, 0, 0, 0b1_0010, 0, 0, 0],
      ],
    );
    const book = await readBook(node.cluster, changes.addresses.books[0]?.book as never);
    assert.deepEqual([book.data.cliffDays, book.data.vestingDays, book.data.gated], [180, 364, 1]);

    // A book is open.
    const others: readonly (readonly [Edit, string])[] = [
      [
        ['daily_limit: "12.50"', 'daily_limit: "13"'],
        "tranches[1].transfers.daily_limit: on chain: 12.50; in the file: 13.00. Rules of transfers are set while no book is open and before the first lock, and then stand: put the file right, or use another id",
      ],
      [
        ["max_holders: 99", "max_holders: 100"],
        "tranches[1].transfers.max_holders: on chain: 99; in the file: 100. Rules of transfers are set while no book is open and before the first lock, and then stand: put the file right, or use another id",
      ],
      [
        ["gated: true", "gated: false"],
        "books[0].gated: on chain: true; in the file: false. The book cannot be changed: put the file right, or use another id",
      ],
      [
        ["cliff: 180d", "cliff: 181d"],
        "books[0].lock_up: on chain: cliff 180d, vesting 364d; in the file: cliff 181d, vesting 364d. The book cannot be changed: put the file right, or use another id",
      ],
    ];
    for (const [edit, said] of others) {
      const other = goodDeal(
        folder,
        ["    decimals: 6\n", '    decimals: 6\n    authorised: "1000"\n'],
        transfers(...ALL.slice(1)),
        QUALIFIED,
        LOCK_UP,
        edit,
      );
      assert.deepEqual(lines((await planDeal({ ...options, deal: other })).refusals), [said]);
    }
  });

  it("wait for disclosures, whose calendar is set before them and stands with them", async () => {
    const sponsor = await newSponsor();
    const options = { rpc: node.rpc, sponsor: sponsor.address, createSettlementMint: true };
    const deal = goodDeal(folder, transfers(WINDOWS), DISCLOSURES);
    const planned = await planDeal({ ...options, deal });
    const parts = planned.items.filter(({ part }) => part === "disclosures" || part === "transfers");
    assert.deepEqual(
      parts.map(({ part, action, name, note }) => [action, part, name, note]),
      [
        ["create", "disclosures", "2 kinds", "2: quarterly report, 0: audited accounts"],
        [
          "create",
          "transfers",
          "Junior",
          "windows: for 14 days every 3 months, from 2025-02-15 on, after disclosures of kinds 0 and 2",
        ],
      ],
    );
    const { addresses } = await applyDeal({
      rpc: node.rpc,
      signer: sponsor,
      deal,
      createSettlementMint: true,
    });
    const after = await planDeal({ ...options, deal });
    assert.equal(planned.balance - after.balance, planned.cost);
    assert.ok(after.items.every(({ action }) => action === "keep"));
    const calendar = await findDisclosureCalendar(node.cluster, addresses.security);
    assert.deepEqual(
      disclosureItems(calendar?.data as never).map(({ kind, months, anchor, dueDays, attestor }) => [
        kind,
        months,
        anchor,
        dueDays,
        attestor,
      ]),
      [
        [0, 12, 20_453, 120, PERSON],
        [2, 3, 20_178, 45, NOBODY],
      ],
    );
    const other = goodDeal(folder, transfers(WINDOWS), DISCLOSURES, ["due: 45d", "due: 46d"]);
    assert.match(
      String(lines((await planDeal({ ...options, deal: other })).refusals)),
      /^disclosures: on chain: kind 0 every 12 months from 2025-12-31, due 120d later, by \w+, kind 2 every 3 months from 2025-03-31, due 45d later, by the sponsor; in the file: .*46d.*\. Disclosures are named while no book is open, before the first lock and before one was posted: /,
    );
  });

  it("with windows that are over are refused", async () => {
    const sponsor = await newSponsor();
    const deal = goodDeal(
      folder,
      transfers("windows: { ranges: [{ from: 2024-01-01, until: 2024-02-01 }] }"),
    );
    const { refusals } = await planDeal({
      rpc: node.rpc,
      deal,
      sponsor: sponsor.address,
      createSettlementMint: true,
    });
    assert.match(
      String(lines(refusals)),
      /^tranches\[1\]\.transfers\.windows\.ranges\[0\]\.until: has passed, it is 2025-01-01\S* on this cluster: leave the window out, or use a later day$/,
    );
  });

  it("are told to investors, alike from the file and from the chain", async () => {
    const sponsor = await newSponsor();
    const deal = goodDeal(folder, ...EDITS);
    const { addresses } = await applyDeal({
      rpc: node.rpc,
      signer: sponsor,
      deal,
      createSettlementMint: true,
    });
    const state = await readSecurityState(node.cluster, addresses.security);
    const facts = await readFacts(node.cluster, state);
    const createdAt = state.security.data.createdAt;
    const inFile = disclosuresOf(factsOfDeal(deal, { sponsor: sponsor.address, createdAt }));
    const onChain = disclosuresOf(facts);
    const told = (all: typeof inFile) => all.map(({ topic, text, weakened }) => [topic, weakened, text]);
    assert.deepEqual(
      told(onChain).filter(([topic]) => topic === "shares" || topic === "word"),
      told(inFile).filter(([topic]) => topic === "shares" || topic === "word"),
    );
    const at = (field: string) =>
      inFile.filter((one) => one.field === field).map(({ weakened, text }) => [weakened, text]);
    const rule = (field: string) => at(`tranches[1].transfers.${field}`);
    assert.deepEqual(rule("windows"), [
      [
        true,
        "Owners can transfer shares of class 1 (equity) only in windows: for 14 days every 3 months, from 2025-02-15 on. Anyone can open a window on its days, and shares stay where they are until somebody does. A window opens only if, of the disclosures of kinds 0 and 2, the latest that was due by its first day was posted before it began; a late one skips it, and nothing opens it afterwards.",
      ],
    ]);
    assert.match(
      String(rule("moves")[0]?.[1]),
      /only from category 1 to category 1 and category 4 to categories 1 and 4; from \S+ on also category 1 to category 4\.$/,
    );
    assert.deepEqual(rule("refused_countries"), [
      [
        false,
        "Owners in AU (036) and KP (408), and those whose credential states no country, receive no shares of class 1 (equity).",
      ],
    ]);
    assert.deepEqual(
      ["sender_qualified", "daily_limit", "max_holders", "insiders_lock_up", "retention"].map(
        (field) => rule(field)[0]?.[0],
      ),
      [true, true, true, false, false],
    );
    assert.match(
      String(rule("retention")[0]?.[1]),
      /^Of class 1 \(equity\), the sponsor keeps 25\.00 shares/,
    );
    assert.match(
      String(rule("max_holders")[0]?.[1]),
      /: at most 99 persons can have a place and the allotments of one person's records come to at most 50\.00 shares together\. Only allotments count/,
    );
    assert.match(String(at("books[0].gated")[0]?.[1]), /only from owners with a valid credential/);
    assert.match(
      String(at("books[0].lock_up")[0]?.[1]),
      /book 0 of class 0 \(debt\) delivers are locked for 180 days from its lock and then become free evenly over 364 days/,
    );
    assert.deepEqual(
      inFile.flatMap(({ field, text }) =>
        field.startsWith("disclosures[") ? [[field, text.split(",")[0], text.split(",")[1]]] : [],
      ),
      [
        ["disclosures[1]", "What disclosures of kind 0 say", ` which ${PERSON} owes every 12 months`],
        ["disclosures[0]", "What disclosures of kind 2 say", " which the sponsor owes every 3 months"],
      ],
    );
  });
});
