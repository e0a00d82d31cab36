import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  issueCredential,
  NOBODY,
  preflightTransfer,
  qualifyHolder,
  readTranche,
  setCredential,
  transferShares,
} from "@defi-ready/securities";
import { knownKey } from "@defi-ready/securities-testing";
import type { Address, KeyPairSigner } from "@solana/kit";
import { NOW, SOL } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
/** Shares have six decimals. */
const ONE = 1_000_000n;
const [OFFSHORE, ONSHORE] = [1, 2];
/** Of ISO 3166-1. */
const [CH, US, KP, NOT_STATED] = [756, 840, 408, 0];
/** 40 days after the last moment at which the book can be locked, a week after its deadline on day 45. */
const COMPLIANCE = NOW + 92n * DAY;

describe("the demonstration deal of notes that are sold offshore and onshore, played to their repayment", () => {
  it("keeps each side's notes on its side until the end of the compliance period, and pays whoever cannot sell", async () => {
    const play = await Play.start("reg-s");
    const notes = new Notes(play, await knownKey("securities demo qualifier"));
    await play.node.fund(notes.qualifier.address, SOL);
    const [abroad, other] = [await play.invest(0, "300,000"), await play.invest(0, "100,000")];
    const [home, refused, unstated] = [
      await play.invest(0, "400,000"),
      await play.invest(0, "120,000"),
      await play.invest(0, "80,000"),
    ];
    for (const [owner, category, jurisdiction] of [
      [abroad, OFFSHORE, CH],
      [other, OFFSHORE, CH],
      [home, ONSHORE, US],
      [refused, OFFSHORE, KP],
      [unstated, ONSHORE, NOT_STATED],
      [play.sponsor, 0, US],
    ] as const) {
      await notes.issue(owner, { category, jurisdiction });
    }
    // The bot marks whom it can, and passes over a country that is refused, or not stated, without complaint.
    await play.crank();
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    await play.reconcile();
    assert.deepEqual(await Promise.all([abroad, other, home].map((owner) => play.shares(0, owner))), [
      "300000.00",
      "100000.00",
      "400000.00",
    ]);
    assert.deepEqual(
      await Promise.all([refused, unstated].map(({ address }) => play.wallet(address))),
      ["120000.00", "80000.00"],
      "all their money is back",
    );
    await play.release();
    await play.draw("800,000");

    await play.moveTo(COMPLIANCE - 1n);
    assert.deepEqual(
      [
        await notes.ask(abroad, other),
        await notes.ask(abroad, home),
        await notes.ask(home, abroad),
        await notes.ask(abroad, refused),
        await notes.ask(abroad, unstated),
        await notes.ask(play.sponsor, home, 1),
      ],
      [
        "passes",
        "7804 CategoryTooEarly",
        "7804 CategoryTooEarly",
        "7805 CountryRefused",
        "7805 CountryRefused",
        "7801 WindowClosed",
      ],
    );
    await assert.rejects(notes.send(abroad, home, 150_000n * ONE), /CategoryTooEarly/);
    await play.moveTo(COMPLIANCE);
    assert.deepEqual([await notes.ask(abroad, home), await notes.ask(home, abroad)], ["passes", "passes"]);
    await notes.send(abroad, home, 150_000n * ONE);

    // Without a credential one sells nothing, and is paid like the others.
    await notes.revoke(other);
    assert.equal(await notes.ask(other, abroad), "7302 NotQualified");
    const all = [];
    for (const payment of play.deal.payments) {
      all.push(play.tiers(await play.post(payment)));
      await play.crank();
      await play.reconcile();
    }
    // 2 % a quarter of 800,000. What the leases bring beyond that, 200,000 that were not sold among it, is the issuer's.
    assert.deepEqual(all, [
      ["16000.00", "0.00", "0.00", "5000.00"],
      ["16000.00", "0.00", "0.00", "5000.00"],
      ["16000.00", "0.00", "0.00", "5000.00"],
      ["16000.00", "0.00", "800000.00", "205000.00"],
    ]);
    assert.deepEqual(
      await Promise.all([abroad, other, home].map((owner) => play.paid(0, owner))),
      ["162000.00", "108000.00", "594000.00"],
      "150,000, 100,000 and 550,000 of notes, and 8 % of each",
    );
    assert.equal(await play.paid(1, play.sponsor), "220000.00");
  });
});

/** The notes of the deal, and their qualifier. */
class Notes {
  constructor(
    readonly play: Play,
    readonly qualifier: KeyPairSigner,
  ) {}

  async issue(
    { address: subject }: KeyPairSigner,
    standing: Readonly<{ category: number; jurisdiction: number }>,
  ): Promise<void> {
    const { qualifier } = this;
    const terms = { ...standing, expiresAt: NOW + 1_000n * DAY, person: NOBODY };
    await this.play.sendAs(qualifier, await issueCredential({ qualifier, subject, terms }));
  }

  /** The qualifier revokes an owner's credential, and somebody lets its record take that over. */
  async revoke({ address: subject }: KeyPairSigner): Promise<void> {
    const { qualifier, play } = this;
    const terms = { category: OFFSHORE, jurisdiction: CH, expiresAt: 0n, person: NOBODY };
    const { security } = play.addresses;
    const adopt = { security, tranche: this.#class(0), owner: subject, qualifier: qualifier.address };
    await play.sendAs(qualifier, [
      ...(await setCredential({ qualifier, subject, terms })),
      ...(await qualifyHolder(adopt)),
    ]);
  }

  /** Whether a share would pass from one to another, or the number and name of the refusal. */
  async ask(from: KeyPairSigner, to: KeyPairSigner, rank = 0): Promise<string> {
    const { cluster, bot } = this.play;
    const found = await preflightTransfer(cluster, {
      security: await this.play.security(),
      tranche: await readTranche(cluster, this.#class(rank)),
      from: from.address,
      to: to.address,
      amount: ONE,
      payer: bot.address,
    });
    return found.ok ? "passes" : `${found.code} ${found.name}`;
  }

  async send(owner: KeyPairSigner, { address: to }: KeyPairSigner, amount: bigint): Promise<void> {
    const { cluster } = this.play;
    const tranche = await readTranche(cluster, this.#class(0));
    const security = await this.play.security();
    const transfer = await transferShares({ cluster, owner, tranche, security, to, amount });
    await this.play.sendAs(owner, transfer);
  }

  #class(rank: number): Address {
    return this.play.addresses.tranches[rank]?.tranche as Address;
  }
}
