import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  allotShares,
  closeBook,
  issueCredential,
  lockedShares,
  NOBODY,
  postDisclosure,
  postNotice,
  readHolder,
  releaseProceeds,
  transferShares,
} from "@defi-ready/securities";
import {
  dealStatement,
  type HolderStatement,
  holderCsv,
  holderHtml,
  holderStatement,
  readRegister,
  registerCsv,
} from "@defi-ready/securities-indexer";
import { DAY, DEADLINE, ONE, SOL, START, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";
import { follower, newSqlite } from "./deal.js";

/** Says who is a person: limits of holders count persons. */
const qualifier = await generateKeyPairSigner();
const deal = await closeAfterTests(
  TestDeal.start({
    terms: { cliffDays: 10, vestingDays: 100 },
    qualifiers: [qualifier.address],
    transfers: [{ maxHolders: 3, maxShares: 400n * ONE }],
    disclosures: [{ kind: 1, months: 1, anchor: Number(START / DAY) + 30, dueDays: 20, attestor: NOBODY }],
  }),
);
const { cluster, security, senior, sponsor } = deal;
const [ann, bob] = [await deal.investor(), await deal.investor()];
const URI = "https://example.test/january.pdf";

async function allot(owner: KeyPairSigner, limit: bigint): Promise<void> {
  const holder = await readHolder(cluster, { tranche: senior, owner: owner.address });
  await deal.send(await allotShares({ cluster, owner, security, holder, limit }), owner);
}

async function statementOf(owner: Address, to?: bigint): Promise<HolderStatement> {
  const database = await newSqlite();
  await (await follower({ url: deal.url, database })).pass();
  return await holderStatement({ cluster, database, security, owner, to });
}

/** What a statement says of the senior class. */
const seniorOf = ({ classes }: HolderStatement) => {
  const found = classes.find(({ rank }) => rank === 0);
  assert.ok(found !== undefined);
  return found;
};

const failing = ({ checks }: HolderStatement) => checks.filter(({ holds }) => !holds);

/** The cells of a table's lines, by their titles. */
function cells(csv: string): readonly ReadonlyMap<string, string>[] {
  const [titles = [], ...rows] = csv
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  return rows.map((row) => new Map(titles.map((title, at) => [title, row[at] ?? ""])));
}

describe("what rules of transfers say of shares, in statements and in the register", () => {
  test("is what is locked until when, and what owners are allotted, to the unit", async () => {
    await deal.fund(qualifier.address, SOL);
    for (const { address: subject } of [ann, bob]) {
      const terms = { expiresAt: START + 400n * DAY, category: 0, jurisdiction: 0, person: NOBODY };
      await deal.send(await issueCredential({ qualifier, subject, terms }));
    }
    await deal.deposit(ann, 300n * ONE);
    await deal.deposit(bob, 200n * ONE);
    await deal.deposit(ann, 100n * ONE, deal.juniorBook);
    await deal.lock();
    await deal.settle();
    await allot(bob, 250n * ONE);
    // Half of the vesting is over: 150 of 300 are locked.
    await deal.moveTo(DEADLINE + 60n * DAY);
    await deal.send(
      await transferShares({
        cluster,
        owner: ann,
        tranche: await deal.readTranche(),
        security: await deal.readSecurity(),
        to: bob.address,
        amount: 40n * ONE,
      }),
      ann,
    );
    const day = DEADLINE / DAY;
    const [cliff, until] = [(day + 10n) * DAY, (day + 110n) * DAY];
    const statement = await statementOf(ann.address);
    assert.deepEqual(failing(statement), []);
    const own = seniorOf(statement);
    assert.equal(own.closing, 260n * ONE);
    assert.deepEqual(own.transfers, {
      locks: [{ cliff, until, shares: 300n * ONE, locked: 150n * ONE }],
      locked: 150n * ONE,
      retained: 0n,
      allotted: 0n,
      person: ann.address,
      allotments: [],
    });
    assert.equal(statement.classes.find(({ rank }) => rank === 1)?.transfers.allotted, null);
    const theirs = await statementOf(bob.address);
    assert.deepEqual(failing(theirs), []);
    assert.equal(theirs.reconciles, true);
    const { transfers } = seniorOf(theirs);
    assert.deepEqual([transfers.locked, transfers.allotted], [100n * ONE, 250n * ONE]);
    assert.deepEqual(
      transfers.allotments.map(({ allotted }) => allotted),
      [250n * ONE],
    );
    // At the end of an earlier period nothing had vested, and nothing was allotted before the lock.
    const early = seniorOf(await statementOf(bob.address, DEADLINE + 5n * DAY)).transfers;
    assert.deepEqual([early.locked, early.allotted], [200n * ONE, 250n * ONE]);
    const before = seniorOf(await statementOf(bob.address, DEADLINE)).transfers;
    assert.deepEqual([before.locks, before.locked, before.allotted], [[], 0n, 0n]);

    const table = cells(holderCsv(theirs));
    const lines = table.map((row) => [row.get("line"), row.get("shares")]);
    const end = (unix: bigint) => new Date(Number(unix) * 1_000).toISOString().slice(0, 10);
    assert.ok(
      lines.some(
        ([line, shares]) =>
          // A comma in a cell quotes it.
          line === `"locked: until ${end(cliff)}` && shares === ` then fewer each day until ${end(until)}"`,
      ),
    );
    assert.ok(lines.some(([line, shares]) => line === "allotment: set" && shares === "250.00"));
    assert.equal(
      table.find((row) => row.get("line") === "allotment: at the end")?.get("other party"),
      bob.address,
    );
    const html = holderHtml(theirs);
    assert.match(html, /Locked at the end/);
    assert.match(html, /250\.00 shares, with those that it receives/);
  });

  test("lists holders with locks, persons and allotments, and counts the persons", async () => {
    const register = await readRegister(cluster, { security });
    assert.deepEqual(
      register.checks.filter(({ holds }) => !holds),
      [],
    );
    assert.deepEqual(
      register.checks.filter(({ what }) => what.includes("persons")).map(({ chain }) => chain),
      [1n],
    );
    const entry = register.entries.find(({ rank, owner }) => rank === 0 && owner === bob.address);
    const { data: holder } = await readHolder(cluster, { tranche: senior, owner: bob.address });
    assert.deepEqual(
      [entry?.transfers?.locked, entry?.transfers?.allotted, entry?.transfers?.person],
      [lockedShares(holder, register.time ?? 0n), holder.allotted, holder.person],
    );
    const row = cells(registerCsv(register)).find((one) => one.get("owner") === bob.address);
    assert.deepEqual(
      ["shares", "locked", "locked until", "retained", "person", "allotted"].map((title) => row?.get(title)),
      ["240.00", "100.00", "2025-05-31", "0.00", bob.address, "250.00"],
    );
    const other = cells(registerCsv(register)).find((one) => one.get("rank") === "1");
    assert.deepEqual([other?.get("locked"), other?.get("person"), other?.get("allotted")], ["0.00", "", ""]);
  });

  test("lists what holders were told in the period, with addresses and hashes", async () => {
    const sha256 = new Uint8Array(32).fill(0xab);
    const disclosure = { security, kind: 1, period: 0 };
    await deal.send(await postDisclosure({ attestor: sponsor, ...disclosure, sha256, uri: URI }));
    await deal.moveTo(DEADLINE + 70n * DAY);
    const notice = { sponsor, security, kind: 9, sha256, uri: "https://example.test/correction" };
    await deal.send(await postNotice({ ...notice, about: disclosure }));
    await deal.send(await postNotice({ ...notice, kind: 10 }));
    const { told } = await statementOf(bob.address);
    const hash = "ab".repeat(32);
    const common = { late: false, by: null, period: null, due: null, sha256: hash };
    assert.deepEqual(
      told.map(({ time, signature, ...one }) => one),
      [
        {
          what: "disclosure",
          kind: 1,
          period: 0,
          due: START + 50n * DAY,
          late: true,
          by: sponsor.address,
          about: null,
          sha256: hash,
          uri: URI,
        },
        {
          ...common,
          what: "notice",
          kind: 9,
          about: { kind: 1, period: 0 },
          uri: "https://example.test/correction",
        },
        { ...common, what: "notice", kind: 10, about: null, uri: "https://example.test/correction" },
      ],
    );
    const earlier = await statementOf(bob.address, DEADLINE + 65n * DAY);
    assert.deepEqual(
      earlier.told.map(({ what }) => what),
      ["disclosure"],
    );
    const database = await newSqlite();
    await (await follower({ url: deal.url, database })).pass();
    const whole = await dealStatement({ cluster, database, security });
    assert.deepEqual(whole.told, told);
    assert.match(holderCsv(earlier), new RegExp(`disclosure of kind 1.*${URI}.*${hash}`));
    assert.match(holderHtml(earlier), /<code>(ab){32}<\/code>/);
  });

  test("is told of a book that is closed, too", async () => {
    const book = await deal.readBook(deal.seniorBook);
    await deal.send(await releaseProceeds({ book, asset: 0 }));
    await deal.send(await closeBook({ cluster, book: await deal.readBook(deal.seniorBook) }));
    const { data: holder } = await readHolder(cluster, { tranche: senior, owner: bob.address });
    const statement = await statementOf(bob.address);
    assert.deepEqual(failing(statement), []);
    assert.ok(statement.checks.some(({ what }) => what.includes("locked")));
    assert.equal(seniorOf(statement).transfers.locked, lockedShares(holder, statement.time));
    const early = seniorOf(await statementOf(bob.address, DEADLINE + 5n * DAY)).transfers;
    assert.equal(early.locked, 200n * ONE, "before anything vested");
  });
});
