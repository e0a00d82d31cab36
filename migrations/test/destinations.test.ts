import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  associatedTokenAddress,
  confirmDelivery,
  deposit,
  describeDisclosures,
  destinationsFor,
  disclosuresOf,
  drawProceeds,
  readBook,
  readFacts,
  readSecurityState,
  reportRate,
  tokenBalance,
  vaultOf,
} from "@defi-ready/securities";
import { createMint, knownKey, mintTo } from "@defi-ready/securities-testing";
import { type Address, generateKeyPairSigner } from "@solana/kit";
import { TOKEN_PROGRAM } from "../src/client.js";
import { DealError, factsOfDeal, parseDeal } from "../src/index.js";
import { NOW, SOL } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
const PATH = fileURLToPath(new URL("../deals/spac/deal.yaml", import.meta.url));
/** What is accepted of the asset, base units. */
const ACCEPTED = 83_483_840_000n;

/** The deal of a company that seeks a target and has one, which takes a token of Treasury bills too. */
function withAsset(mint: string, destination: string): string {
  return [
    ["  - owner: sponsor\n", `  - owner: sponsor\n${destination}`],
    ["    offer_period: 20d\n", "    offer_ends: +30d\n    offer_period: 20d\n"],
    [
      "    tip:",
      `    assets:\n      - { mint: ${mint}, adapter: reported, max_age: 4d, daily_limit: "0.5" }\n    tip:`,
    ],
  ].reduce(
    (text, [from = "", to = ""]) => {
      assert.ok(text.includes(from), from);
      return text.replace(from, to);
    },
    readFileSync(PATH, "utf8"),
  );
}

function refusalsOf(text: string): readonly string[] {
  try {
    parseDeal(PATH, text);
    return [];
  } catch (error) {
    assert.ok(error instanceof DealError);
    return error.problems.map(({ field, message }) => `${field}: ${message}`);
  }
}

describe("proceeds in an asset that earns", async () => {
  const [key, treasurer] = [await generateKeyPairSigner(), await generateKeyPairSigner()];
  const mint = key.address;
  const own = `  - { owner: ${treasurer.address}, mint: ${mint} }\n`;

  it("are marked by the check where no destination takes them", () => {
    const marked = (text: string) =>
      disclosuresOf(factsOfDeal(parseDeal(PATH, text))).filter(({ weakened }) => weakened);
    const [missing, ...others] = marked(withAsset(mint, ""));
    assert.match(missing?.text ?? "", new RegExp(`^No destination takes ${mint}: what books accept in it`));
    assert.deepEqual([missing?.field, others], ["destinations", []]);
    assert.deepEqual(marked(withAsset(mint, own)), []);
  });

  it("go to destinations of a mint that the deal takes, each named once", () => {
    assert.deepEqual(refusalsOf(withAsset(mint, `${own}${own}`)), [
      "destinations[2]: repeats destinations[1]: name each destination once",
    ]);
    assert.deepEqual(refusalsOf(withAsset(mint, `  - { owner: sponsor, mint: ${treasurer.address} }\n`)), [
      "destinations[1].mint: is a mint that the deal takes nowhere: name one of an asset of a book, of a source or of payout_mints",
    ]);
  });

  it("are drawn to that mint's destination, and to no other", async () => {
    const deal = parseDeal(PATH, withAsset(mint, own));
    const play = await Play.of(deal, async (node) => {
      const authority = await node.sponsor(1);
      await createMint(node.cluster, { authority, tokenProgram: TOKEN_PROGRAM, key });
    });
    const { cluster, sponsor, arbitrator } = play;
    const { security, destinations } = play.addresses;
    const reporter = await knownKey("securities demo reporter");
    await play.node.fund(reporter.address, SOL);
    const report = async () => {
      const rate = { numerator: 1n, denominator: 1n };
      await play.sendAs(reporter, await reportRate({ reporter, security, mint, rate }));
    };
    await report();
    await play.invest(0, "20,000,000");
    const holder = await play.node.sponsor(20);
    await play.send(
      await mintTo({
        mint,
        tokenProgram: TOKEN_PROGRAM,
        authority: sponsor,
        owner: holder.address,
        amount: ACCEPTED,
      }),
    );
    const book = play.addresses.books[0]?.book as Address;
    const shown = await readBook(cluster, book);
    await deposit(cluster, { owner: holder, book: shown, amount: ACCEPTED, asset: 1 });

    await play.moveTo(NOW + 31n * DAY);
    await report();
    await play.lock();
    await play.release();
    const documentSha256 = new Uint8Array(32).fill(1);
    await play.sendAs(arbitrator, await confirmDelivery({ arbitrator, security, documentSha256 }));
    assert.equal(vaultOf((await play.security()).data, mint).treasury, ACCEPTED);

    const [settled, theirs] = destinations;
    const { data } = await play.security();
    assert.deepEqual(await destinationsFor(cluster, { security: data }), [settled]);
    assert.deepEqual(await destinationsFor(cluster, { security: data, mint }), [theirs]);
    const draw = async (destination: Address | undefined) =>
      play.send(
        await drawProceeds({
          sponsor,
          security: await play.security(),
          destination: destination as Address,
          amount: ACCEPTED,
          mint,
        }),
      );
    await assert.rejects(draw(settled), /WrongDestination/);
    await draw(theirs);
    const account = await associatedTokenAddress({
      owner: treasurer.address,
      mint,
      tokenProgram: TOKEN_PROGRAM,
    });
    assert.deepEqual([account, await tokenBalance(cluster, account)], [theirs, ACCEPTED]);
    await play.draw("20,000,000");
    await play.reconcile();

    const facts = await readFacts(cluster, await readSecurityState(cluster, security));
    const said = describeDisclosures(disclosuresOf(facts));
    assert.ok(said.includes(`Proceeds are drawn in ${facts.mints[0]?.mint} to ${settled}`), said);
  });
});
