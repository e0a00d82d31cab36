import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lockBook, readBook, readSecurity, readTranches, readWaterfall } from "@defi-ready/securities";
import type { Address, KeyPairSigner } from "@solana/kit";
import { connect, describeDisclosures, disclosuresOf, send } from "../src/client.js";
import {
  type Applied,
  applyDeal,
  type Deal,
  factsOfDeal,
  formatProblem,
  PlanRefused,
  planDeal,
} from "../src/index.js";
import { dealFolder, type Edit, edited, goodDeal, PAPER_SHA256, write } from "./support/deal-text.js";
import { invest } from "./support/investor.js";
import { keyFile, runner } from "./support/main.js";
import { SOL, TestNode } from "./support/node.js";

const DAY = 86_400n;
const folder = dealFolder();
const node = await TestNode.start();
const cluster = connect(node.url);
let keys = 0;

const newSponsor = (): Promise<KeyPairSigner> => {
  keys += 1;
  return node.sponsor(keys);
};

/** Both books open at once, and an offer of either fits before its deadline. */
const BASE: readonly Edit[] = [
  ["    deadline: +2d\n", "    offer_period: 1d\n    deadline: +20d\n"],
  ["    opens_at: 2025-01-01T00:00:00Z\n", "    opens_at: +0s\n"],
  ["    offer_ends: 2030-01-01T01:30:00+01:30\n", "    offer_ends: +1d\n    offer_period: 1d\n"],
  ["    deadline: 2030-01-02T00:00:00Z\n", "    deadline: +20d\n"],
];
/** Terms of a class. */
const TERMS: readonly Edit[] = [
  ['    rate: "8.25"\n', '    rate: "9.50"\n'],
  ["    maturity: 2030-06-30\n", "    maturity: 2031-06-30\n    period: quarterly\n"],
  ['    par: "1.00"\n', '    par: "0.90"\n'],
];
/** The waterfall, and a trigger. */
const RULES: readonly Edit[] = [
  ["waterfall:\n", 'waterfall:\n  - { pay: fee, of: gross, percent: "1", to: sponsor }\n'],
  ["books:\n", "triggers:\n  - { test: overdue, tranche: Senior, days: 30, cure: 10d }\nbooks:\n"],
];
const OTHER_SHA256 = "7".repeat(64);
/** The document; the terms of the first book are the same one, those of the second are their own. */
const DOCUMENT: readonly Edit[] = [["  file: paper.txt\n", `  sha256: "${OTHER_SHA256}"\n`]];
const FIRST_TERMS: Edit = ["    terms: { file: paper.txt }\n", `    terms: { sha256: "${OTHER_SHA256}" }\n`];

const deal = (...edits: readonly Edit[]) => goodDeal(folder, ...BASE, ...edits);
const apply = (of: Deal, signer: KeyPairSigner, voidCommitments = false): Promise<Applied> =>
  applyDeal({ rpc: node.rpc, deal: of, signer, createSettlementMint: true, voidCommitments });
const plan = (of: Deal, { address: sponsor }: KeyPairSigner, voidCommitments = false) =>
  planDeal({ rpc: node.rpc, deal: of, sponsor, voidCommitments });
const problems = async (...args: Parameters<typeof plan>) =>
  (await plan(...args)).refusals.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
const hexOf = (bytes: ArrayLike<number>) => Buffer.from(Uint8Array.from(bytes)).toString("hex");

/** Offer version, commitments, money in line and terms of every book. */
async function offers({ addresses }: Applied): Promise<readonly unknown[]> {
  const books = await Promise.all(addresses.books.map(({ book }) => readBook(cluster, book)));
  return books.map(({ data }) => [data.offerVersion, data.committed, data.live, hexOf(data.termsSha256)]);
}

/** A deal with money committed to its first book. */
async function committed(): Promise<Readonly<{ sponsor: KeyPairSigner; applied: Applied }>> {
  const sponsor = await newSponsor();
  const applied = await apply(deal(), sponsor);
  const book = applied.addresses.books[0]?.book as Address;
  await invest(node, sponsor, applied.addresses, { book, amount: 150_000_000n });
  return { sponsor, applied };
}

const TERMS_OF_SECOND = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const NEGOTIATED = [
  [1, 150_000_000n, 150_000_000n, PAPER_SHA256],
  [1, 0n, 0n, TERMS_OF_SECOND],
];

describe("a structure that the deal file changes while books are open", () => {
  it("is one change of everything, which voids commitments and so needs to be allowed", async () => {
    const { sponsor, applied } = await committed();
    const changed = deal(...TERMS, ...RULES, ...DOCUMENT, FIRST_TERMS);
    const planned = await plan(changed, sponsor, true);
    const sent = planned.items.filter(({ action }) => action !== "keep");
    assert.deepEqual(
      sent.map(({ part, action }) => `${action} ${part}`),
      ["change waterfall"],
    );
    const [change] = sent;
    assert.deepEqual(
      change?.differences.map(({ field }) => field),
      [
        "tranches[0].rate",
        "tranches[0].par",
        "tranches[0].period",
        "tranches[0].first_due",
        "tranches[0].maturity",
        "waterfall",
        "triggers",
        "document.sha256",
      ],
    );
    assert.match(change?.note ?? "", /the next version of 2 open books$/);
    assert.match(
      change?.warning ?? "",
      /^VOIDS ALL COMMITMENTS: 150\.00 is committed to offers with the present/,
    );
    assert.match(
      (await problems(changed, sponsor)).join("\n"),
      /^deal\.yaml:16:11: tranches\[0\]\.rate: on chain: 8\.25; in the file: 9\.50\. .*VOIDS ALL COMMITMENTS.*Add --void-commitments to make it, or put the file right$/,
    );
    await assert.rejects(apply(changed, sponsor), PlanRefused);
    assert.deepEqual(await offers(applied), NEGOTIATED);

    assert.equal((await apply(changed, sponsor, true)).signatures.length, 1);
    assert.deepEqual(await offers(applied), [
      [2, 0n, 150_000_000n, OTHER_SHA256],
      [2, 0n, 0n, TERMS_OF_SECOND],
    ]);
    const security = await readSecurity(cluster, applied.addresses.security);
    assert.equal(hexOf(security.data.document.sha256), OTHER_SHA256);
    const [senior] = await readTranches(cluster, security);
    const { ratePpm, par, periodMonths, maturity } = senior?.data ?? {};
    assert.deepEqual([ratePpm, par, periodMonths, maturity], [95_000, 900_000n, 3, 1_940_544_000n]);
    const { data: waterfall } = await readWaterfall(cluster, security.address);
    assert.deepEqual([waterfall.tierCount, waterfall.triggerCount, waterfall.structureVersion], [5, 1, 2]);
    assert.equal((await apply(changed, sponsor)).signatures.length, 0, "nothing is left to do");
    assert.deepEqual(await problems(changed, sponsor), []);
  });

  it("each part by itself, and back again", async () => {
    const sponsor = await newSponsor();
    const applied = await apply(deal(), sponsor);
    let version = 1;
    for (const edits of [TERMS, RULES, [...DOCUMENT, FIRST_TERMS]]) {
      for (const next of [deal(...edits), deal()]) {
        const { done } = await apply(next, sponsor);
        assert.deepEqual(
          done.map(({ part, action, warning }) => [part, action, warning]),
          [["waterfall", "change", ""]],
          "nobody was committed, so nothing is lost",
        );
        version += 1;
      }
    }
    assert.deepEqual(await offers(applied), [
      [version, 0n, 0n, PAPER_SHA256],
      [version, 0n, 0n, TERMS_OF_SECOND],
    ]);
  });

  it("is refused where the period of a book does not fit before its deadline any more", async () => {
    const { sponsor, applied } = await committed();
    await node.pass(19n * DAY + 60n);
    const told = await problems(deal(...RULES), sponsor, true);
    assert.match(told.join("\n"), /^deal\.yaml:\d+:\d+: waterfall: on chain: /m);
    assert.match(told.join("\n"), /put the file right, or use another id$/);
    await assert.rejects(apply(deal(...RULES), sponsor, true), PlanRefused);
    assert.deepEqual(await offers(applied), NEGOTIATED);
  });

  it("is refused where an instalment falls due while the deal revolves, or after the maturity", async () => {
    const sponsor = await newSponsor();
    const linear = (firstDue: string): Edit => [
      "    amortisation: bullet\n",
      `    amortisation: linear\n    period: quarterly\n    first_due: ${firstDue}\n`,
    ];
    const revolving: Edit = ["books:\n", "revolving_until: 2026-03-31\nbooks:\n"];
    const early = [
      'deal.yaml:37:18: revolving_until: is 2026-03-31, and the first instalment of "Senior" falls due before, on 2026-03-30: let it revolve until that day at most, or have tranches[0] repaid from a later one',
    ];
    const isEarly = deal(linear("2026-03-30"), revolving);
    assert.deepEqual(
      (await problems(isEarly, sponsor)).filter((one) => /revolving/.test(one)),
      early,
    );

    await apply(deal(revolving), sponsor);
    assert.deepEqual(await problems(isEarly, sponsor), early);
    assert.deepEqual(await problems(deal(linear("2030-09-30")), sponsor), [
      "deal.yaml:20:16: tranches[0].first_due: 2030-09-30 is after the maturity, 2030-06-30: use an earlier day",
    ]);
    await apply(deal(linear("2026-03-31"), revolving), sponsor);
  });

  it("stands from the first lock on, each field that differs with its place", async () => {
    const { sponsor, applied } = await committed();
    await node.pass(DAY + 60n);
    const book = applied.addresses.books[0]?.book as Address;
    await send(cluster, {
      instructions: await lockBook({ caller: sponsor, book: await readBook(cluster, book) }),
      payer: sponsor,
    });
    const why = "A book has been locked, and the structure is fixed as its investors bought it";
    const told = await problems(deal(...TERMS, ...RULES), sponsor, true);
    assert.deepEqual(
      told.map((one) => /^deal\.yaml:\d+:\d+: ([^:]*): on chain: /.exec(one)?.[1]),
      [
        "tranches[0].rate",
        "tranches[0].par",
        "tranches[0].period",
        "tranches[0].first_due",
        "tranches[0].maturity",
        "waterfall",
        "triggers",
      ],
    );
    assert.ok(told.every((one) => one.includes(why)));
    assert.match(
      (await problems(deal(...DOCUMENT, FIRST_TERMS), sponsor, true)).join("\n"),
      /document\.sha256/,
    );
    await assert.rejects(apply(deal(...TERMS), sponsor, true), PlanRefused);
    assert.equal((await apply(deal(), sponsor)).signatures.length, 0);
  });

  it("is disclosed to investors", () => {
    assert.match(
      describeDisclosures(disclosuresOf(factsOfDeal(deal()))),
      /\nThe offer:\n {2}- Until a book is locked, the sponsor can still change the terms of the classes, the waterfall/,
    );
  });
});

it("by the command: the plan names the differences and the void commitments, and apply has to be allowed to make them", async () => {
  const run = runner(folder);
  const { path, signer } = await keyFile(node, folder, 10n * SOL);
  const file = write(folder, "deal.yaml", edited(...BASE));
  const sends = ["--url", node.url, "--keypair", path, "deal"];
  const first = await run(...sends, "apply", file, "--create-settlement-mint");
  assert.equal(first.code, 0, first.err);
  const { addresses } = await planDeal({ rpc: node.rpc, deal: deal(), sponsor: signer.address });
  const book = addresses.books[0]?.book as Address;
  await invest(node, signer, addresses, { book, amount: 20_000_000n });
  write(folder, "deal.yaml", edited(...BASE, ...TERMS));
  const planned = await run(...sends, "plan", file);
  assert.equal(planned.code, 1);
  assert.match(planned.out, /~ change\s+waterfall\s+.*next version of 2 open books/);
  assert.match(planned.out, /tranches\[0\]\.rate.*8\.25.*9\.50/);
  const refused = await run(...sends, "apply", file);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /^deal\.yaml:16:11: tranches\[0\]\.rate: .*Add --void-commitments/m);
  const done = await run(...sends, "apply", file, "--void-commitments");
  assert.equal(done.code, 0, done.err);
  assert.match(done.out, /changed waterfall/);
  assert.equal((await readBook(cluster, book)).data.offerVersion, 2);
});
