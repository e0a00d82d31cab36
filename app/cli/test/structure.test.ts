import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import {
  ClientError,
  changeStructure,
  commit,
  disclosuresOf,
  isNegotiable,
  listTickets,
  readFacts,
  readSecurityState,
  readWaterfall,
  setStructure,
  trancheTerms,
} from "@defi-ready/securities";
import { TrancheKind } from "@defi-ready/securities/program";
import {
  DAY,
  DEADLINE,
  funded,
  JUNIOR,
  ONE,
  SENIOR,
  START,
  type Structure,
  TestDeal,
} from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import { Terminal } from "./command-line.js";

const PAPER = new Uint8Array(32).fill(9);
/** What the plain waterfall pays, and a fee before it. */
const withFee = (world: TestDeal) => ({
  tiers: [
    { __kind: "Fee" as const, bps: 100, incomeOnly: false, payee: world.arbitrator.address },
    { __kind: "Interest" as const, rank: 0 },
    { __kind: "Arrears" as const, rank: 0 },
    { __kind: "Principal" as const, rank: 0 },
    { __kind: "Residual" as const, rank: 1 },
  ],
});

/** A security whose books have an investor each, both committed. */
async function negotiated(): Promise<Readonly<{ world: TestDeal; investor: KeyPairSigner }>> {
  const world = await closeAfterTests(TestDeal.start());
  const investor = await world.investor();
  await world.deposit(investor, 200n * ONE);
  await world.deposit(investor, 150n * ONE, world.juniorBook);
  return { world, investor };
}

async function offers(world: TestDeal): Promise<readonly (readonly [number, bigint, bigint])[]> {
  const books = await Promise.all([world.seniorBook, world.juniorBook].map((one) => world.readBook(one)));
  return books.map(({ data }) => [data.offerVersion, data.committed, data.live] as const);
}

const structureVersion = async ({ cluster, security }: TestDeal) =>
  (await readWaterfall(cluster, security)).data.structureVersion;

async function known({ cluster, security }: TestDeal): Promise<string> {
  const points = disclosuresOf(await readFacts(cluster, await readSecurityState(cluster, security)));
  return points.map(({ text }) => text).join("\n");
}

test("a changed structure is the next version of both books: commitments are void, places are kept", async () => {
  const { world, investor } = await negotiated();
  const { cluster, sponsor, security } = world;
  assert.deepEqual(await offers(world), [
    [1, 200n * ONE, 200n * ONE],
    [1, 150n * ONE, 150n * ONE],
  ]);
  const before = (await world.readTranche()).data;
  await world.send(
    await changeStructure({
      cluster,
      sponsor,
      security,
      classes: [{ rank: 0, terms: { ratePpm: 95_000 } }],
      waterfall: withFee(world),
      documentSha256: PAPER,
    }),
  );
  assert.deepEqual(await offers(world), [
    [2, 0n, 200n * ONE],
    [2, 0n, 150n * ONE],
  ]);
  const after = (await world.readTranche()).data;
  assert.deepEqual(trancheTerms(after), { ...trancheTerms(before), ratePpm: 95_000 }, "the rest stays");
  assert.equal((await readWaterfall(cluster, security)).data.tierCount, 5);
  assert.deepEqual(Uint8Array.from((await world.readSecurity()).data.document.sha256), PAPER);
  // It cannot be locked before its owners have had their time, and then only with the money that is committed again.
  const book = await world.readBook();
  const [ticket] = await listTickets(cluster, { book: book.address });
  assert.ok(ticket !== undefined);
  await world.send(await commit({ owner: investor, book, ticket }), investor);
  assert.deepEqual((await offers(world))[0], [2, 200n * ONE, 200n * ONE]);
  await assertReconciles(world);
});

test("options that are left out leave the class, the waterfall and the document as they are", async () => {
  const { world } = await negotiated();
  const { cluster, sponsor, security } = world;
  const document = (await world.readSecurity()).data.document.sha256;
  const change = { sponsor, security, classes: [{ rank: 0, terms: { smoothingDays: 30 } }] };
  await world.send(await changeStructure({ cluster, ...change }));
  assert.equal((await readWaterfall(cluster, security)).data.tierCount, 4);
  assert.deepEqual((await world.readSecurity()).data.document.sha256, document);
  assert.equal((await world.readTranche()).data.smoothingDays, 30);
});

test("what a change names has to be there: its structureVersion, every open book, a class, a maturity that lies ahead", async () => {
  const { world } = await negotiated();
  const { cluster, sponsor, security, seniorBook, juniorBook } = world;
  const given = { sponsor, security, documentSha256: PAPER };
  const books = [seniorBook, juniorBook];
  const now = await structureVersion(world);
  const refused = async (input: Parameters<typeof setStructure>[0], why: RegExp) =>
    assert.rejects(world.send(await setStructure(input)), why);
  await refused({ ...given, replaces: now - 1, books }, /StructureChanged/);
  await refused({ ...given, replaces: now, books: [seniorBook] }, /BooksIncomplete/);
  await refused({ ...given, replaces: now, books: [seniorBook, seniorBook] }, /BooksIncomplete/);
  const past = { ...trancheTerms((await world.readTranche()).data), maturity: START };
  await refused(
    { ...given, replaces: now, books, classes: [{ rank: 0, terms: past }] },
    /MaturityOutOfRange/,
  );
  await assert.rejects(
    changeStructure({ cluster, sponsor, security, classes: [{ rank: 2, terms: {} }] }),
    new ClientError("the security has 2 classes, and none of rank 2"),
  );
  const stranger = await funded(cluster);
  await assert.rejects(
    world.send(await changeStructure({ cluster, sponsor: stranger, security }), stranger),
    /NotSponsor/,
  );
  assert.deepEqual(await offers(world), [
    [1, 200n * ONE, 200n * ONE],
    [1, 150n * ONE, 150n * ONE],
  ]);
  // Sent twice, the second does nothing.
  const twice = await changeStructure({ cluster, sponsor, security, documentSha256: PAPER });
  await world.send(twice);
  await assert.rejects(world.send(twice), /StructureChanged/);
  assert.deepEqual((await offers(world))[0], [2, 0n, 200n * ONE]);
});

test("too late before a deadline it is refused for all books", async () => {
  const { world } = await negotiated();
  const { cluster, sponsor, security } = world;
  await world.moveTo(DEADLINE - 2n * DAY);
  await assert.rejects(
    world.send(await changeStructure({ cluster, sponsor, security, documentSha256: PAPER })),
    /OfferPeriodTooLong/,
  );
  assert.deepEqual((await offers(world))[0], [1, 200n * ONE, 200n * ONE]);
});

test("from the first lock on it stands, for the book that is still open too", async () => {
  const { world } = await negotiated();
  const { cluster, sponsor, security, seniorBook, juniorBook } = world;
  assert.match(await known(world), /^Until a book is locked, the sponsor can still change the terms/m);
  await world.moveTo(START + 30n * DAY);
  await world.lockBook(seniorBook);
  assert.equal(isNegotiable((await world.readSecurity()).data), false);
  assert.doesNotMatch(await known(world), /the sponsor can still change the terms/);
  await assert.rejects(
    changeStructure({ cluster, sponsor, security, documentSha256: PAPER }),
    new ClientError("a book has been locked: classes and waterfall stay as its investors bought them"),
  );
  const replaces = await structureVersion(world);
  for (const books of [[juniorBook], [seniorBook, juniorBook], []]) {
    await assert.rejects(
      world.send(await setStructure({ sponsor, security, replaces, documentSha256: PAPER, books })),
      /StructureClosed/,
    );
  }
  assert.deepEqual((await offers(world))[1], [1, 150n * ONE, 150n * ONE]);
});

test("by the command: terms of a class and the document, and why not", async () => {
  const { world } = await negotiated();
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  const { security } = world;
  const paper = terminal.file("memorandum.txt", "The next memorandum.\n");
  const change = (...args: string[]) => terminal.as(key, "structure", "change", security, ...args);
  const refused = async (why: RegExp, ...args: string[]) => {
    const { code, out, err } = await change(...args);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, why);
  };
  await refused(/nothing would change: give terms of a class, or a document/);
  await refused(/name the class that changes with --rank/, "--rate", "9.5");
  await refused(/2 classes, and none of rank 5/, "--rank", "5", "--rate", "9.5");
  await refused(/memorandum\.pdf/, "--document", `${terminal.folder}/memorandum.pdf`);
  assert.match(await terminal.ok(key, "show", security), /draft, negotiated with 2 open books/);
  const terms = [
    "--rank",
    "0",
    "--rate",
    "9.5",
    "--par",
    "0.80",
    "--maturity",
    "2028-06-30",
    "--period",
    "3",
  ];
  assert.match(
    await terminal.ok(
      key,
      "structure",
      "change",
      security,
      ...terms,
      "--smoothing",
      "7",
      "--document",
      paper,
    ),
    /^structure 2: the next version of 2 open books, to which nobody is committed yet\n$/,
  );
  const { ratePpm, par, maturity, periodMonths, smoothingDays } = (await world.readTranche()).data;
  assert.deepEqual(
    [ratePpm, par, maturity, periodMonths, smoothingDays],
    [95_000, 800_000n, 1_845_936_000n, 3, 7],
  );
  const sha256 = createHash("sha256").update("The next memorandum.\n").digest();
  assert.deepEqual(Buffer.from((await world.readSecurity()).data.document.sha256), sha256);
  const json = await terminal.json(key, "structure", "change", security, "--document", paper);
  assert.deepEqual([json.structureVersion, json.openBooks], [3, 2]);
  assert.deepEqual((await offers(world))[1], [3, 0n, 150n * ONE]);
});

test("by the command: what a cover pays of a loss, and how long it stays", async () => {
  const structure: Structure = {
    tranches: [SENIOR, JUNIOR, { ...JUNIOR, rank: 2, kind: TrancheKind.Cover, par: ONE }],
    waterfall: {
      tiers: [
        { __kind: "Interest", rank: 0 },
        { __kind: "Arrears", rank: 0 },
        { __kind: "Principal", rank: 0 },
        { __kind: "Cover", rank: 2 },
        { __kind: "Residual", rank: 1 },
      ],
      triggers: [],
    },
  };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  const { security } = world;
  const change = ["structure", "change", security, "--rank", "2"];
  const cover = async () => {
    const { lossCap, lossBps, coversEquity } = (await world.readTranche(world.tranches[2])).data;
    return [lossCap, lossBps, coversEquity];
  };
  assert.deepEqual(await cover(), [0n, 0, 0]);
  await terminal.ok(key, ...change, "--loss-percent", "62.5", "--covers-equity");
  assert.deepEqual(await cover(), [0n, 6_250, 1]);
  assert.match(await known(world), /62\.50 % of each loss.*\n.* \(cover\) stays while/);
  // What is not named stays.
  await terminal.ok(key, ...change, "--loss-cap", "12");
  assert.deepEqual(await cover(), [12n * ONE, 6_250, 1]);
  await terminal.ok(key, ...change, "--no-covers-equity", "--loss-percent", "0");
  assert.deepEqual(await cover(), [12n * ONE, 0, 0]);

  const refused = async (code: number, why: RegExp, ...args: string[]) => {
    const run = await terminal.as(key, ...args);
    assert.deepEqual([run.code, run.out], [code, ""]);
    assert.match(run.err, why);
  };
  await refused(1, /BadLossTerms/, ...change, "--loss-percent", "100.01");
  await refused(2, /"62\.555" has too many decimal places/, ...change, "--loss-percent", "62.555");
  await refused(
    1,
    /only a cover has a loss cap/,
    "structure",
    "change",
    security,
    "--rank",
    "0",
    "--loss-percent",
    "50",
  );
  await refused(
    1,
    /only a cover has a loss cap/,
    "structure",
    "change",
    security,
    "--rank",
    "1",
    "--covers-equity",
  );
  assert.deepEqual(await cover(), [12n * ONE, 0, 0]);
});

test("by the command it is refused once a book has been locked", async () => {
  const { world } = await negotiated();
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  await world.moveTo(START + 30n * DAY);
  await world.lockBook(world.seniorBook);
  const run = await terminal.as(key, "structure", "change", world.security, "--rank", "0", "--rate", "1");
  assert.equal(run.code, 1);
  assert.match(run.err, /a book has been locked: classes and waterfall stay as its investors bought them/);
  assert.match(await terminal.ok(key, "show", world.security), /active, its structure is fixed/);
});
