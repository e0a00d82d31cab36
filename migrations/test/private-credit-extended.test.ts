import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  castBallot,
  closeBallot,
  closeResolution,
  executeResolution,
  listBallots,
  listResolutions,
  proposalWords,
  proposeResolution,
  readGovernance,
  readHolder,
  readResolution,
  resolutionStanding,
} from "@defi-ready/securities";
import type { KeyPairSigner } from "@solana/kit";
import type { Payment } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
const at = (day: string) => BigInt(Date.parse(day)) / 1_000n;

describe("the demonstration deal of private credit, whose classes extend the senior for a higher rate", async () => {
  const play = await Play.start("private-credit");
  const { deal } = play;
  const [alder, birch, cedar, dogwood, elm] = [
    await play.invest(0, "360,000"),
    await play.invest(0, "240,000"),
    await play.invest(1, "200,000"),
    await play.invest(2, "150,000"),
    await play.invest(3, "50,000"),
  ];
  await play.moveTo(NOW + 31n * DAY);
  await play.lock();
  await play.release();
  await play.draw("950,000");
  await play.fund(play.bot.address, 0n);
  const payment = (number: number) => deal.payments[number] as Payment;
  const { security } = play.addresses;
  const resolution = () => readResolution(play.cluster, { security, number: 0 });
  const standing = async (now: bigint) =>
    resolutionStanding({
      resolution: (await resolution()).data,
      governance: (await readGovernance(play.cluster, security)).data,
      now,
    });
  const vote = async (owner: KeyPairSigner, rank: number, inFavour: boolean) => {
    const tranche = play.addresses.tranches[rank]?.tranche;
    assert.ok(tranche !== undefined);
    const holder = await readHolder(play.cluster, { tranche, owner: owner.address });
    await play.sendAs(owner, await castBallot({ owner, resolution: await resolution(), holder, inFavour }));
  };

  it("pays a month at 6 %, and then the sponsor asks for a year more at 7 %", async () => {
    const paid = await play.post(payment(0));
    assert.equal(play.tiers(paid)[1], "3000.00", "600,000 at 6 % for a month");
    const governance = await readGovernance(play.cluster, security);
    const { instructions } = await proposeResolution({
      proposer: play.sponsor,
      security: await play.security(),
      governance,
      by: { __kind: "Sponsor" },
      proposal: { __kind: "DebtTerms", rank: 0, ratePpm: 70_000, maturity: at("2028-02-01") },
      documentSha256: new Uint8Array(32).fill(7),
      documentUri: "https://alpine-lending.example/programme-1/extension.txt",
    });
    await play.send(instructions);
    const { data } = await resolution();
    assert.equal(data.asked, 0b1111, "all four classes have something to lose");
    assert.deepEqual(
      [data.opensAt, data.closesAt, data.executableFrom],
      [at("2025-03-08"), at("2025-03-22"), at("2025-03-29")],
    );
    const [senior] = await play.tranches();
    assert.ok(senior !== undefined);
    assert.equal(
      proposalWords({ __kind: "DebtTerms", rank: 0, ratePpm: 70_000, maturity: at("2028-02-01") }, () => ({
        name: "the senior class",
        moneyDecimals: 6,
        ...senior,
      })),
      "change the senior class: rate from 6 % to 7 %, maturity from 2027-02-01 to 2028-02-01",
    );
  });

  it("needs two thirds of each class: three fifths of the senior do not suffice", async () => {
    await play.moveTo(at("2025-03-08"));
    await vote(alder, 0, true);
    await vote(cedar, 1, true);
    await vote(dogwood, 2, true);
    await vote(elm, 3, true);
    const before = await standing(at("2025-03-08"));
    assert.deepEqual(
      before.classes.map(({ inFavour, needed, consents }) => [
        play.amount(inFavour),
        play.amount(needed),
        consents,
      ]),
      [
        ["360000.00", "400020.00", false],
        ["200000.00", "133340.00", true],
        ["150000.00", "100005.00", true],
        ["50000.00", "33335.00", true],
      ],
    );
    await vote(birch, 0, false);
    assert.equal((await standing(at("2025-03-08"))).isConsented, false);
    await vote(birch, 0, true);
    assert.equal((await standing(at("2025-03-08"))).isConsented, true);
    assert.equal((await standing(at("2025-03-23"))).phase, "timelock");
  });

  it("pays the old rate up to the day on which anyone executes it, and the new one from then on", async () => {
    const march = await play.post(payment(1));
    // Income of 30,000 and the 10,000 of the reserve: 1 % of the former, a month of 600,000 at 6 % and of 200,000 at 12 %.
    assert.deepEqual(play.tiers(march), [
      ...["300.00", "3000.00", "0.00", "2000.00", "0.00", "0.00", "0.00", "10000.00", "0.00", "0.00"],
      "24700.00",
    ]);
    await play.sendAs(play.bot, await executeResolution({ resolution: await resolution() }));
    const [senior] = await play.tranches();
    assert.deepEqual([senior?.ratePpm, senior?.maturity], [70_000, at("2028-02-01")]);
    const april = await play.post({
      ...payment(1),
      periodStart: at("2025-04-01"),
      periodEnd: at("2025-05-01"),
      amount: play.units("30,000"),
      principal: 0n,
      note: "Collections of April 2025",
    });
    // 600,000 at 7 % for a month are 3,500: the junior has 500 less.
    assert.deepEqual(play.tiers(april), [
      ...["300.00", "3500.00", "0.00", "2000.00", "0.00", "0.00", "0.00", "10000.00", "0.00", "0.00"],
      "24200.00",
    ]);
    await play.crank();
    assert.equal(await play.paid(0, alder), "5700.00", "three fifths of 3,000, 3,000 and 3,500");
  });

  it("is closed with its five ballots, whose rents return, and everything adds up", async () => {
    const found = await resolution();
    for (const ballot of await listBallots(play.cluster, found.address)) {
      await play.sendAs(play.bot, closeBallot(ballot));
    }
    await play.sendAs(play.bot, await closeResolution(found));
    assert.deepEqual(await listResolutions(play.cluster, security), []);
    assert.deepEqual(await listBallots(play.cluster, found.address), []);
    await play.reconcile();
  });
});
