import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { collectSource, listSources } from "@defi-ready/securities";
import type { Distribution } from "@defi-ready/securities/program";
import { getMintToInstruction } from "@solana-program/token";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
/** When the books are locked, once their offers have stood, and the first money is collected. */
const LOCKED = NOW + 2n * DAY;

describe("the demonstration deal of a catalogue of songs, played to paid holders", async () => {
  const play = await Play.start("catalogue");
  const [alder, birch, cedar] = [
    await play.invest(0, "30,000"),
    await play.invest(1, "12,000"),
    await play.invest(1, "8,000"),
  ];
  await play.invest(2, "1", play.sponsor);
  await play.moveTo(LOCKED);
  await play.lock();

  /** A payer pays a source's account, and anyone collects. */
  async function collect(number: number, amount: string): Promise<Distribution> {
    const { settlementMint: mint, sources } = play.addresses;
    const account = sources[number]?.account;
    assert.ok(account !== undefined);
    await play.send([
      getMintToInstruction({ mint, token: account, mintAuthority: play.sponsor, amount: play.units(amount) }),
    ]);
    const state = (await listSources(play.cluster, play.addresses.security))[number];
    assert.ok(state !== undefined);
    assert.equal(state.balance, play.units(amount));
    const collected = await collectSource({
      caller: play.bot,
      security: await play.security(),
      source: state.source,
    });
    await play.sendAs(play.bot, collected.instructions);
    return play.lastDistribution();
  }

  it("registers its sources by apply, in order", async () => {
    const sources = await listSources(play.cluster, play.addresses.security);
    assert.deepEqual(
      sources.map(({ source }) => source.data.account),
      play.addresses.sources.map(({ account }) => account),
    );
    assert.deepEqual(
      play.applied.done.flatMap(({ part, name }) => (part === "source" ? name : [])),
      ["Streaming royalties", "Film and advertising licences"],
    );
  });

  it("repays the advance out of what the distributor pays", async () => {
    assert.deepEqual(play.tiers(await collect(0, "20,000")), ["20000.00", "0.00", "0.00"]);
  });

  it("splits the residual of a licence seven to three", async () => {
    const paid = await collect(1, "20,000");
    assert.deepEqual(play.tiers(paid), ["10000.00", "7000.00", "3000.00"]);
    assert.deepEqual([paid.payer, paid.source], [play.bot.address, play.addresses.sources[1]?.source]);
  });

  it("pays everybody over 30 days, so that who holds for a moment gets nothing", async () => {
    const paid = async () => [
      await play.paid(0, alder),
      await play.paid(1, birch),
      await play.paid(1, cedar),
      await play.paid(2, play.sponsor),
    ];
    await play.crank();
    assert.deepEqual(await paid(), ["0.00", "0.00", "0.00", "0.00"]);
    await play.moveTo(LOCKED + 15n * DAY);
    await play.crank();
    assert.deepEqual(await paid(), ["15000.00", "2100.00", "1400.00", "1500.00"]);
    await play.moveTo(LOCKED + 30n * DAY);
    await play.crank();
    assert.deepEqual(await paid(), ["30000.00", "4200.00", "2800.00", "3000.00"]);
    await play.reconcile();
  });
});
