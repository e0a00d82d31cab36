import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  disclosuresOf,
  findGovernance,
  governanceTermsOf,
  readFacts,
  readSecurityState,
  send,
  setGovernance,
} from "@defi-ready/securities";
import type { GovernanceTerms } from "@defi-ready/securities/program";
import { applyDeal, checkJson, factsOfDeal, formatProblem, planDeal } from "../src/index.js";
import { dealFolder, type Edit, edited, GOOD_DEAL, goodDeal, problemsOf } from "./support/deal-text.js";
import { TestNode } from "./support/node.js";
import { Random } from "./support/structures/random.js";

const folder = dealFolder();
const governance = (...lines: readonly string[]): Edit => [
  "id: 7\n",
  `id: 7\ngovernance:\n${lines.map((line) => `  ${line}\n`).join("")}`,
];
const OWN = [
  "notice: 10d",
  "timelock: 2w",
  'consent: "75"',
  "classes:",
  '  - { tranche: Junior, consent: "60", proposal: "0.5" }',
];
const NO_BOOKS: readonly Edit[] = [
  [/books:\n[\s\S]*?(?=roles:)/.exec(GOOD_DEAL)?.[0] ?? "", "books: []\n"],
  ["    decimals: 6\n", '    decimals: 6\n    authorised: "1000"\n'],
  ["    decimals: 2\n", '    decimals: 2\n    authorised: "500"\n'],
];

describe("how holders decide, in a deal file", async () => {
  const node = await TestNode.start();
  let keys = 0;
  const newSponsor = () => {
    keys += 1;
    return node.sponsor(keys);
  };
  const lines = (problems: readonly Parameters<typeof formatProblem>[0][]) =>
    problems.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, "").replace(/^\S+ /, ""));

  it("is read exactly, with the defaults for what is left out", () => {
    assert.equal(goodDeal(folder).governance, null);
    assert.deepEqual(goodDeal(folder, governance(...OWN)).governance, {
      noticeDays: 10,
      votingDays: 14,
      timelockDays: 14,
      classes: [
        { field: "governance", consentBps: 7_500, quorumBps: 5_000, proposalBps: 1_000 },
        { field: "governance.classes[0]", consentBps: 6_000, quorumBps: 5_000, proposalBps: 50 },
      ],
    });
  });

  it("is planned, set once, changes until the first book, and stands then", async () => {
    const sponsor = await newSponsor();
    const options = { rpc: node.rpc, sponsor: sponsor.address, createSettlementMint: true };
    const apply = { rpc: node.rpc, signer: sponsor, createSettlementMint: true };
    const draft = goodDeal(folder, ...NO_BOOKS, governance(...OWN));
    const planned = await planDeal({ ...options, deal: draft });
    assert.deepEqual(
      planned.items.flatMap(({ part, action, note }) => (part === "governance" ? [[action, note]] : [])),
      [["create", "10 days of notice, 14 days of voting, 14 days of timelock"]],
    );
    const { addresses } = await applyDeal({ ...apply, deal: draft });
    const kept = await planDeal({ ...options, deal: draft });
    assert.equal(planned.balance - kept.balance, planned.cost);
    assert.ok(kept.items.every(({ action }) => action === "keep"));

    const taken = await planDeal({ ...options, deal: goodDeal(folder, ...NO_BOOKS) });
    assert.match(
      String(lines(taken.refusals)),
      /^governance: .* Holders cannot be denied what they were promised/,
    );

    const deal = goodDeal(
      folder,
      ["    decimals: 6\n", '    decimals: 6\n    authorised: "1000"\n'],
      ["    decimals: 2\n", '    decimals: 2\n    authorised: "500"\n'],
      governance("notice: 3d"),
    );
    const changed = await planDeal({ ...options, deal });
    assert.deepEqual(
      changed.items.flatMap(({ part, action }) => (part === "governance" ? [action] : [])),
      ["change"],
    );
    await applyDeal({ ...apply, deal });
    const found = await findGovernance(node.cluster, addresses.security);
    assert.ok(found !== undefined);
    assert.deepEqual(governanceTermsOf(found.data, 2), {
      noticeDays: 3,
      votingDays: 14,
      timelockDays: 7,
      classes: [
        { consentBps: 6_667, quorumBps: 5_000, proposalBps: 1_000 },
        { consentBps: 6_667, quorumBps: 5_000, proposalBps: 1_000 },
      ],
    });

    // A book is open.
    const late = await planDeal({
      ...options,
      deal: goodDeal(
        folder,
        ["    decimals: 6\n", '    decimals: 6\n    authorised: "1000"\n'],
        ["    decimals: 2\n", '    decimals: 2\n    authorised: "500"\n'],
        governance("notice: 4d"),
      ),
    });
    assert.match(
      String(lines(late.refusals)),
      /^governance: on chain: 3 days of notice.*; in the file: 4 days of notice.* How holders decide is set while no book is open and before the first lock, and then stands: /,
    );

    const facts = await readFacts(node.cluster, await readSecurityState(node.cluster, addresses.security));
    const texts = disclosuresOf(facts).map(({ text }) => text);
    assert.deepEqual(
      disclosuresOf(factsOfDeal(deal, { sponsor: sponsor.address })).flatMap(({ text, topic }) =>
        topic === "consent" ? [text] : [],
      ),
      disclosuresOf(facts).flatMap(({ text, topic }) => (topic === "consent" ? [text] : [])),
    );
    assert.ok(
      texts.some((text) =>
        /^Once a book is locked, holders can change the deal by resolutions: 3 days of notice/.test(text),
      ),
    );
    assert.ok(texts.some((text) => text === "Holders have only 3 days before a vote opens."));
  });

  it("is warned of where it is weaker than the defaults, and where the sponsor decides alone", () => {
    const warnings = (...edits: readonly Edit[]) =>
      (
        checkJson(goodDeal(folder, ...edits)) as { warnings: readonly { field: string; message: string }[] }
      ).warnings
        .filter(({ field }) => field.startsWith("governance") || field.endsWith("retention.shares"))
        .map(({ field, message }) => `${field}: ${message}`);
    assert.deepEqual(warnings(governance("notice: 7d")), []);
    assert.deepEqual(
      warnings(governance("timelock: 1d", "classes:", '  - { tranche: Senior, consent: "51" }')),
      [
        "governance.timelock: Holders have only 1 day between the close of a vote and the change that it makes.",
        "governance.classes[0].consent: 51.00 % of the shares of class 0 (debt) bind all its other holders.",
      ],
    );
    const keeps = (shares: string): Edit => [
      "    decimals: 2\n",
      `    decimals: 2\n    authorised: "500"\n    transfers: { retention: { owner: sponsor, shares: "${shares}" } }\n`,
    ];
    assert.deepEqual(warnings(governance('consent: "75"'), keeps("374.99")), []);
    assert.deepEqual(warnings(governance('consent: "75"'), keeps("375")), [
      "tranches[1].transfers.retention.shares: the sponsor keeps 375.00 of at most 500.00 shares, and 75.00 % consent for Junior: it decides alone for this class, unless a role is given away. Let it keep less, or a higher part consent",
    ]);
    assert.deepEqual(warnings(keeps("375")), [], "without resolutions nobody decides");
  });

  it("is refused by the check exactly where the program refuses it", async () => {
    const sponsor = await newSponsor();
    const { addresses } = await applyDeal({
      rpc: node.rpc,
      signer: sponsor,
      createSettlementMint: true,
      deal: goodDeal(folder, ...NO_BOOKS),
    });
    const seen = { taken: 0, refused: 0 };
    for (let seed = 1; seed <= 60; seed += 1) {
      const terms = draw(new Random(seed));
      const refusals = problemsOf(folder, edited(governance(...textOf(terms))));
      const instructions = await setGovernance({ sponsor, security: addresses.security, terms });
      const sent = send(node.cluster, { instructions, payer: sponsor });
      if (refusals.length === 0) {
        await sent;
        seen.taken += 1;
        const found = await findGovernance(node.cluster, addresses.security);
        assert.ok(found !== undefined);
        assert.deepEqual(governanceTermsOf(found.data, 2), terms);
      } else {
        await assert.rejects(sent, /BadGovernance/, `the program takes what is refused: ${refusals}`);
        seen.refused += 1;
      }
    }
    assert.ok(seen.taken > 10 && seen.refused > 10, JSON.stringify(seen));
  });
});

/** Terms at the ends of what the program takes, and beyond. */
function draw(random: Random): GovernanceTerms {
  const one = <T>(good: readonly T[], bad: readonly T[]): T =>
    random.chance(7) ? random.one(...bad) : random.one(...good);
  const part = () => ({
    consentBps: one([5_001, 6_667, 10_000], [5_000, 1]),
    quorumBps: one([3_334, 10_000], [3_333]),
    proposalBps: one([1, 1_000, 5_000], [5_001, 10_000]),
  });
  return {
    noticeDays: one([1, 90], [0, 91]),
    votingDays: one([3, 90], [2, 91]),
    timelockDays: one([1, 90], [0, 91]),
    classes: [part(), part()],
  };
}

/** The same in a file. */
function textOf({ noticeDays, votingDays, timelockDays, classes }: GovernanceTerms): readonly string[] {
  const percent = (bps: number) => `"${(bps / 100).toFixed(2)}"`;
  return [
    `notice: ${noticeDays}d`,
    `voting: ${votingDays}d`,
    `timelock: ${timelockDays}d`,
    "classes:",
    ...classes.map(
      ({ consentBps, quorumBps, proposalBps }, rank) =>
        `  - { tranche: ${rank === 0 ? "Senior" : "Junior"}, consent: ${percent(consentBps)}, quorum: ${percent(quorumBps)}, proposal: ${percent(proposalBps)} }`,
    ),
  ];
}
