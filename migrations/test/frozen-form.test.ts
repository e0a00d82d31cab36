import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  associatedTokenAddress,
  clusterTime,
  createAssociatedTokenAccount,
  createSecurity,
  isFrozenForm,
  readTranche,
  send,
  setQualifiers,
  setTransferRules,
  TOKEN_PROGRAM,
  TransactionFailure,
  type TransferRuleSet,
} from "@defi-ready/securities";
import {
  bytecodePath,
  createMint,
  createTranches,
  debtAndEquity,
  openOffering,
  startProgram,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { address } from "@solana/kit";
import { SECURITIES_PROGRAM_ADDRESS } from "../src/client.js";
import { applyDeal, factsOfDeal, formatProblem, planDeal, problemsAt } from "../src/index.js";
import {
  ARBITRATOR,
  dealFolder,
  type Edit,
  edited,
  first,
  goodDeal,
  PERSON,
  problemsOf,
} from "./support/deal-text.js";
import { TestNode } from "./support/node.js";
import { NOW } from "./support/structures/draft.js";

const folder = dealFolder();
const JUNIOR = "    decimals: 2\n    # Nothing else is said of the class.\n";
/** The junior class of the good deal, in the frozen form, with rules and more. */
const frozen = (rules: readonly string[], ...more: readonly string[]): Edit => [
  JUNIOR,
  `    decimals: 2\n    authorised: "500"\n    form: frozen\n${more.map((line) => `    ${line}\n`).join("")}${
    rules.length === 0 ? "" : `    transfers:\n${rules.map((rule) => `      ${rule}\n`).join("")}`
  }`,
];
const QUALIFIED: Edit = ['min_distribution: "10"', `min_distribution: "10"\nqualifiers: [${PERSON}]`];
const WINDOWS = "windows: { every: quarterly, from: 2025-02-15, open: 31d }";
const PERIODIC = { __kind: "Periodic", months: 3, anchor: 20_134, days: 31 } as const;
const MOVES = {
  always: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0),
  later: new Uint8Array(8),
  laterFrom: 0n,
};

/** What the check says, the lines of the file in which it says it, and the program's rules for the same. */
const WRONG: readonly (readonly [rules: readonly string[], said: RegExp, set: Partial<TransferRuleSet>])[] = [
  [[], /tranches\[1\]\.form: frozen has exchange windows, or windows: never/, {}],
  [
    ["windows: always", "insiders_lock_up: 5d"],
    /\.windows: frozen has exchange windows/,
    { insiderLockDays: 5 },
  ],
  [
    ["windows: { every: quarterly, from: 2025-02-15, open: 32d }"],
    /\.windows\.open: is 32 days: windows of the frozen form have at most 31/,
    { window: { ...PERIODIC, days: 32 } },
  ],
  [
    ["windows: { ranges: [{ from: 2025-02-15, until: 2025-03-19 }] }"],
    /\.windows\.ranges\[0\]\.until: is 32 days/,
    { window: { __kind: "Custom", ranges: [{ from: 20_134, until: 20_166 }] } },
  ],
  [
    [WINDOWS, "categories: [{ name: a, number: 0 }]", "moves: [{ by: a, to: [a] }]"],
    /\.moves: is a rule of each transfer/,
    { window: PERIODIC, moves: MOVES },
  ],
  [
    [WINDOWS, 'daily_limit: "5"'],
    /\.daily_limit: is a rule of each transfer/,
    { window: PERIODIC, dailyShares: 5n },
  ],
  [[WINDOWS, "max_holders: 5"], /\.max_holders: is a rule of each/, { window: PERIODIC, maxHolders: 5 }],
  [[WINDOWS, 'max_shares: "5"'], /\.max_shares: is a rule of each/, { window: PERIODIC, maxShares: 5n }],
];
const RIGHT: readonly (readonly [rules: readonly string[], set: Partial<TransferRuleSet>])[] = [
  [["windows: never"], { window: { __kind: "Never" } }],
  [
    [WINDOWS, "refused_countries: [KP]", "sender_qualified: true", "insiders_lock_up: 30d"],
    { window: PERIODIC, refusedCountries: [408], senderQualified: true, insiderLockDays: 30 },
  ],
  [
    ["windows: { ranges: [{ from: 2025-02-15, until: 2025-03-18 }] }"],
    { window: { __kind: "Custom", ranges: [{ from: 20_134, until: 20_165 }] } },
  ],
];

/** Sets rules of a class in the frozen form, again and again. */
async function ruler() {
  const node = await TestNode.start();
  const { cluster } = node;
  const sponsor = await node.sponsor(7);
  const tokenProgram = TOKEN_PROGRAM;
  const mint = await createMint(cluster, { authority: sponsor, tokenProgram });
  const account = await associatedTokenAddress({ owner: sponsor.address, mint, tokenProgram });
  const opens = await createAssociatedTokenAccount({
    payer: sponsor,
    owner: sponsor.address,
    mint,
    tokenProgram,
  });
  const { instructions, security } = await createSecurity({
    cluster,
    sponsor,
    settlementMint: mint,
    terms: {
      id: 7n,
      documentSha256: new Uint8Array(32).fill(1),
      documentUri: "https://example.test/offering.pdf",
      servicer: sponsor.address,
      reporter: sponsor.address,
      arbitrator: address(ARBITRATOR),
      minDistribution: 1n,
      destinations: [account],
    },
  });
  const names = await setQualifiers({ sponsor, security, qualifiers: [address(PERSON)] });
  await send(cluster, { instructions: [...opens, ...instructions, ...names], payer: sponsor });
  const [, tranche] = await createTranches(cluster, {
    sponsor,
    security,
    structure: debtAndEquity(),
    frozen: [1],
  });
  assert.ok(tranche !== undefined);
  return async (rules: Partial<TransferRuleSet>) =>
    await send(cluster, {
      instructions: await setTransferRules({ sponsor, security, tranche, rules }),
      payer: sponsor,
    });
}

describe("the frozen form in a deal file", () => {
  it("is refused with rules that the program refuses for it, and with none else", async () => {
    const set = await ruler();
    for (const [rules, said, same] of WRONG) {
      const problems = problemsOf(folder, edited(frozen(rules), QUALIFIED));
      assert.match(problems.join("\n"), said);
      assert.equal(problems.length, 1, problems.join("\n"));
      await assert.rejects(
        set(same),
        (error) => error instanceof TransactionFailure && error.details.errorName === "BadFrozenForm",
        said.source,
      );
    }
    for (const [rules, same] of RIGHT) {
      assert.equal(goodDeal(folder, frozen(rules), QUALIFIED).tranches[1]?.form, "frozen");
      await set(same);
    }
  });

  it("has neither a wrapper nor warrants", () => {
    const reach = 'reach: { wrapped: { name: W, symbol: W, uri: "https://example.com" } }';
    assert.match(
      problemsOf(folder, edited(frozen(["windows: never"], reach))).join("\n"),
      /reach\.wrapped: does not go with/,
    );
    const warrants = first(
      `rewards: [{ pay: warrants, tranche: Junior, strike: "1", expires: 2027-01-01, curve: [{ money: "1000", reward: "10" }] }]`,
    );
    assert.match(
      problemsOf(folder, edited(frozen(["windows: never"]), warrants)).join("\n"),
      /"Junior" is in the frozen form, and warrants buy hooked shares/,
    );
  });

  it("is applied at the cost that was planned, stands afterwards, and is told to investors", async () => {
    const node = await TestNode.start();
    const sponsor = await node.sponsor(1);
    const deal = goodDeal(folder, frozen([WINDOWS]));
    const common = { rpc: node.rpc, deal, createSettlementMint: true };
    const planned = await planDeal({ ...common, sponsor: sponsor.address });
    assert.deepEqual(planned.refusals, []);
    const created = planned.items.filter(({ part }) => part === "tranche");
    assert.deepEqual(
      created.map(({ note = "" }) => note.includes("in the frozen form")),
      [false, true],
    );
    const balance = async () => (await node.rpc.getBalance(sponsor.address).send()).value;
    const before = await balance();
    const { addresses } = await applyDeal({ ...common, signer: sponsor });
    assert.equal(before - (await balance()), planned.cost);
    const tranche = addresses.tranches[1]?.tranche;
    assert.ok(tranche !== undefined);
    assert.equal(isFrozenForm((await readTranche(node.cluster, tranche)).data), true);
    const after = await planDeal({ ...common, sponsor: sponsor.address });
    assert.ok(after.items.every(({ action }) => action === "keep"));
    const hooked = goodDeal(folder, [
      JUNIOR,
      `    decimals: 2\n    authorised: "500"\n    transfers:\n      ${WINDOWS}\n`,
    ]);
    const other = await planDeal({ ...common, deal: hooked, sponsor: sponsor.address });
    assert.match(
      other.refusals.map(formatProblem).join("\n"),
      /tranches\[1\]\.form: on chain: frozen; in the file: hooked/,
    );
    const facts = factsOfDeal(deal, { sponsor: sponsor.address } as never);
    assert.equal(facts.classes[1]?.form, "frozen");
  });

  it("is not sold by a book that could be locked only while its window is open", async () => {
    const SAID =
      /^leaves no day for the lock: the book can be locked in the week after its deadline, 2025-02-20, while no share of "Junior" is thawed, and that class's window is from 2025-02-15 to 2025-03-18\. End the book by 2025-02-14, or from 2025-03-12 on$/;
    const until = (deadline: string): readonly Edit[] => [
      ["offer_ends: 2030-01-01T01:30:00+01:30", "offer_ends: 2025-02-02T00:00:00Z"],
      ["deadline: 2030-01-02T00:00:00Z", `deadline: ${deadline}`],
    ];
    const rules = frozen([WINDOWS]);
    const at = (deadline: string) => problemsAt(goodDeal(folder, rules, ...until(deadline)), NOW);
    const [problem, ...others] = at("2025-02-20T00:00:00Z");
    assert.deepEqual([problem?.field, others], ["books[1].deadline", []]);
    assert.match(problem?.message ?? "", SAID);
    for (const [deadline, count] of [
      ["2025-02-14T00:00:00Z", 0],
      ["2025-02-14T00:00:01Z", 1],
      ["2025-03-11T23:59:59Z", 1],
      ["2025-03-12T00:00:00Z", 0],
    ] as const) {
      assert.equal(at(deadline).length, count, deadline);
    }
    const node = await TestNode.start();
    const sponsor = await node.sponsor(1);
    const plan = async (...edits: readonly Edit[]) =>
      (
        await planDeal({
          ...{ rpc: node.rpc, sponsor: sponsor.address, createSettlementMint: true },
          deal: goodDeal(folder, rules, ...edits),
        })
      ).refusals.map(({ field, message }) => [field, message] as const);
    const left = BigInt(Date.UTC(2025, 1, 20) / 1000) - (await clusterTime(node.cluster));
    const [[field, message] = [], ...more] = await plan(
      ["offer_ends: 2030-01-01T01:30:00+01:30", "offer_ends: +2d"],
      ["deadline: 2030-01-02T00:00:00Z", `deadline: +${left / 86_400n}d`],
    );
    assert.deepEqual([field, more], ["books[1].deadline", []]);
    assert.match(String(message), /^leaves no day for the lock/);
    // The program refuses the same, by number.
    const late = goodDeal(folder, rules, ...until("2025-03-12T00:00:00Z"));
    const { addresses } = await applyDeal({
      ...{ rpc: node.rpc, deal: late, createSettlementMint: true, signer: sponsor },
    });
    const tranche = addresses.tranches[1]?.tranche;
    assert.ok(tranche !== undefined);
    const open = openOffering(node.cluster, {
      sponsor,
      security: (await readTranche(node.cluster, tranche)).data.security,
      tranche,
      terms: { deadline: BigInt(Date.UTC(2025, 1, 20) / 1000) },
    });
    await assert.rejects(
      open,
      (error) => error instanceof TransactionFailure && error.details.errorName === "NoDayToLock",
    );
  });

  it("asks the deadline of a book that grants its points, too", () => {
    const deal = goodDeal(
      folder,
      frozen([WINDOWS]),
      first('rewards: [{ pay: promote-points, tranche: Junior, curve: [{ money: "1000", reward: "10" }] }]'),
      ["offer_ends: +1d", "offer_ends: 2025-02-02T00:00:00Z"],
      ["deadline: +2d", "deadline: 2025-02-20T00:00:00Z"],
    );
    const [problem, ...others] = problemsAt(deal, NOW);
    assert.deepEqual([problem?.field, others], ["books[0].deadline", []]);
    assert.match(problem?.message ?? "", /while no share of "Junior" is thawed/);
  });

  it("is refused on a cluster without token-acl", async () => {
    const validator = await closeAfterTests(
      startProgram({ programs: [{ address: SECURITIES_PROGRAM_ADDRESS, path: bytecodePath() }] }),
    );
    const node = new TestNode(validator);
    const sponsor = await node.sponsor(2);
    const { refusals } = await planDeal({
      rpc: node.rpc,
      deal: goodDeal(folder, frozen([WINDOWS])),
      sponsor: sponsor.address,
      createSettlementMint: true,
    });
    assert.match(
      refusals.map(formatProblem).join("\n"),
      /tranches\[1\]\.form: frozen needs token-acl, TACL\S+, which is not deployed on this cluster/,
    );
  });
});
