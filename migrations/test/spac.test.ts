import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  castBallot,
  closeConversion,
  convertClass,
  convertShares,
  executeResolution,
  exercise,
  findHolder,
  listSeries,
  proposeResolution,
  readConversion,
  readGovernance,
  readHolder,
  readResolution,
  readSecurity,
  readTranche,
  trancheAddress,
} from "@defi-ready/securities";
import type { Address, KeyPairSigner } from "@solana/kit";
import { applyDeal, type Deal, exportDeal, parseDeal, planDeal } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";
import { agreeOn, close, SPAC_PATH, withTarget } from "./support/spac.js";

const DAY = 86_400n;
const TARGET_PATH = fileURLToPath(new URL("../deals/spac/target.yaml", import.meta.url));
const SPONSOR_OF_TARGET = 3;
const FOUNDER = 4;

/** The company that seeks a target, with the exchange that its file has in comments, into a security. */
function exchanging(security: Address): Deal {
  const text = withTarget().replace(/(?<=\n)# conversions:\n(?:# .*\n)+/, (lines) =>
    lines.replace(/^# /gm, "").replace("SECURITY", security),
  );
  return parseDeal(SPAC_PATH, text);
}

/** The target, in the money of this chain, with or without its book. */
function targetOf(mint: Address, isOffered: boolean): Deal {
  const text = readFileSync(TARGET_PATH, "utf8").replace(/address: \w+,/, `address: ${mint},`);
  return parseDeal(TARGET_PATH, isOffered ? text : text.replace(/\nbooks:\n[\s\S]*$/, "\nbooks: []\n"));
}

describe("the company that seeks a target, exchanged for the one that it found", async () => {
  const play = await Play.start("spac");
  const { cluster, node, sponsor, addresses } = play;
  const [ann, ben, cleo] = [
    await play.invest(0, "16,500,000", undefined, false),
    await play.invest(0, "5,500,000", undefined, false),
    await play.invest(0, "3,000,000", undefined, false),
  ];
  const [calder, founder] = [await node.sponsor(SPONSOR_OF_TARGET), await node.sponsor(FOUNDER)];
  const tranche = addresses.tranches[0]?.tranche as Address;
  await agreeOn(play, [ann, ben]);
  let target: Play;
  const conversion = () => readConversion(cluster, { tranche, number: 0 });
  const exchange = async (owner: KeyPairSigner, shares: string) =>
    play.sendAs(
      owner,
      await convertShares({
        cluster,
        payer: owner,
        owner,
        intoSecurity: await target.security(),
        conversion: await conversion(),
        amount: play.units(shares),
      }),
    );
  /** Warrants of a series are exercised, by its number. */
  const buy = async (owner: KeyPairSigner, number: number, shares: string, cost: string) => {
    await play.fund(owner.address, play.units(cost));
    const series = (await listSeries(cluster, tranche)).find(({ data }) => data.number === number);
    assert.ok(series !== undefined);
    const security = await play.security();
    const amount = play.units(shares);
    await play.sendAs(owner, await exercise({ cluster, owner, security, series, amount }));
  };
  const warrants = async (owner: KeyPairSigner) =>
    Promise.all((await listSeries(cluster, tranche)).map(({ data }) => play.held(owner.address, data.mint)));

  it("returns the money of who did nothing, and grants the others shares and warrants", async () => {
    assert.equal(await play.wallet(cleo.address), "3000000.00");
    assert.deepEqual(await Promise.all([ann, ben].map((owner) => play.shares(0, owner))), [
      "1650000.00",
      "550000.00",
    ]);
    assert.deepEqual(await warrants(ann), ["825000.00", "250000.00"]);
    assert.deepEqual(await warrants(ben), ["225000.00", "0.00"]);
    await close(play);
    await play.release();
    await play.draw("22,000,000");
  });

  it("agrees on the exchange with the target before that offers anything, by the keys of both", async () => {
    await play.moveTo(NOW + 124n * DAY);
    target = await play.beside(targetOf(addresses.settlementMint, false), calder);
    const deal = exchanging(target.addresses.security);
    const options = { rpc: node.rpc, signer: sponsor, deal };
    await assert.rejects(applyDeal(options), (error: Error) => {
      assert.match(error.message, /conversions\[0\]\.into: is a class of another security, whose sponsor, /);
      return error.message.includes(`${calder.address}, signs too: give its key with --into-sponsor`);
    });
    const [unsigned] = await exportDeal({ rpc: node.rpc, sponsor: sponsor.address, deal });
    assert.match(
      unsigned?.what ?? "",
      /^create the conversion \(Meridian Acquisition Shares into class 0 of /,
    );
    const { done } = await applyDeal({ ...options, others: [calder] });
    assert.deepEqual(
      done.map(({ part, note }) => [part, note]),
      [
        [
          "conversion",
          `each holder its own shares; 1.00 shares of class 0 of ${target.addresses.security.slice(0, 4)}..${target.addresses.security.slice(-4)} for 1.00 of Meridian Acquisition Shares; once a resolution approves it`,
        ],
      ],
    );
    assert.equal((await applyDeal({ ...options, others: [calder] })).done.length, 0, "it stands");
    const { data } = await conversion();
    assert.deepEqual([data.by, data.approved, data.setAside], [0, 0, 7_000_000_000_000n]);
    await assert.rejects(exchange(ann, "1"), /NotApproved/);
  });

  it("opens the exchange once two thirds of the shares have agreed", async () => {
    const offered = targetOf(addresses.settlementMint, true);
    target = await target.beside(offered, calder);
    const late = parseDeal(SPAC_PATH, withTarget());
    assert.deepEqual((await planDeal({ rpc: node.rpc, sponsor: sponsor.address, deal: late })).refusals, []);
    await target.invest(0, "120,000", founder);
    await play.moveTo(NOW + 135n * DAY);
    await target.lock();
    assert.equal(await target.shares(0, founder), "12000000.00");

    const { resolution: at, instructions } = await proposeResolution({
      proposer: sponsor,
      security: await play.security(),
      governance: await readGovernance(cluster, addresses.security),
      by: { __kind: "Sponsor" },
      proposal: { __kind: "Conversion", rank: 0, number: 0 },
      documentSha256: new Uint8Array(32).fill(1),
      documentUri: "https://meridian-acquisition.example/exchange.txt",
    });
    await play.send(instructions);
    const resolution = () => readResolution(cluster, { security: addresses.security, number: 0 });
    assert.equal((await resolution()).address, at);
    await play.moveTo(NOW + 145n * DAY);
    // 1,650,000 of 2,200,000 are three quarters.
    const holder = await readHolder(cluster, { tranche, owner: ann.address });
    await play.sendAs(
      ann,
      await castBallot({ owner: ann, resolution: await resolution(), holder, inFavour: true }),
    );
    await play.moveTo(NOW + 166n * DAY);
    const security = await readSecurity(cluster, addresses.security);
    await play.sendAs(play.bot, await executeResolution({ security, resolution: await resolution() }));
    assert.equal((await conversion()).data.approved, 1);
  });

  it("exchanges what each holder wants exchanged, and what warrants buy", async () => {
    await exchange(ann, "1,650,000");
    await buy(ben, 0, "100,000", "1,150,000");
    assert.equal(await play.shares(0, ben), "650000.00");
    await exchange(ben, "600,000");
    assert.deepEqual(await Promise.all([ann, ben].map((owner) => play.shares(0, owner))), [
      "0.00",
      "50000.00",
    ]);
    assert.deepEqual(await Promise.all([ann, ben].map((owner) => target.shares(0, owner))), [
      "1650000.00",
      "600000.00",
    ]);
    const whole = convertClass({ security: await play.security(), conversion: await conversion() });
    await assert.rejects(play.sendAs(play.bot, await whole), /OwnerConverts/);
    const into = await readTranche(cluster, await trancheAddress(target.addresses.security, 0));
    assert.deepEqual(
      [into.data.shares, into.data.sharesOffered],
      [14_250_000_000_000n, 12_000_000_000_000n + 7_000_000_000_000n],
    );
    await play.reconcile();
    await target.reconcile();
  });

  it("pays a share of the target alike, whatever it was before", async () => {
    await target.post({
      periodStart: NOW + 135n * DAY,
      periodEnd: NOW + 180n * DAY,
      amount: target.units("1,425,000"),
      principal: 0n,
      tips: 0n,
      recovery: false,
      clawback: null,
      note: "the first year of the combination",
    } as Parameters<Play["post"]>[0]);
    await target.crank();
    assert.deepEqual(await Promise.all([founder, ann, ben].map((owner) => target.paid(0, owner))), [
      "1200000.00",
      "165000.00",
      "60000.00",
    ]);
  });

  it("exchanges what warrants buy as long as they run, and nothing afterwards", async () => {
    await play.moveTo(NOW + 2_000n * DAY);
    await buy(ann, 1, "250,000", "2,875,000");
    await exchange(ann, "250,000");
    assert.equal(await target.shares(0, ann), "1900000.00");
    const closes = async () => play.sendAs(play.bot, closeConversion({ conversion: await conversion() }));
    await assert.rejects(closes(), /ConversionRunning/);
    await play.moveTo(NOW + 2_557n * DAY);
    await assert.rejects(exchange(ben, "50,000"), /ConversionNotOpen/);
    await closes();
    const into = await readTranche(cluster, await trancheAddress(target.addresses.security, 0));
    assert.deepEqual([into.data.shares, into.data.sharesOffered], [14_500_000_000_000n, 14_500_000_000_000n]);
    assert.equal((await findHolder(cluster, { tranche, owner: ben.address }))?.data.shares, 50_000_000_000n);
    await play.reconcile();
    await target.reconcile();
  });
});
