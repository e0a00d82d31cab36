import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NOBODY } from "@defi-ready/securities";
import type { Book } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { leavingWords, outWords } from "../src/actions/book/gates.js";
import { offeredClusters, PUBLIC_CLUSTERS, subscriptionsUrl } from "../src/connection/clusters.js";
import { alikeOf, asRead } from "../src/data/alike.js";
import { dealName, hostOf, nameWithin } from "../src/data/names.js";
import { rewardNames } from "../src/data/reward-names.js";
import { day, dayNumber, lasting, moment, partOf, percentOf, text, visible } from "../src/format.js";
import { timeLeft } from "../src/pages/phase.js";

const ADDRESS = "A1U7aX9Zawj9Q53zjmie19D3GX57hbqyvh4dWMQbpVUi" as Address;

describe("words of the page", () => {
  it("show what is hidden in a text from chain", () => {
    assert.equal(visible("plain, with Umlaute äöü and 日本"), "plain, with Umlaute äöü and 日本");
    assert.equal(
      visible("a\u202eb\u200fc\u0000d\u200be\nf\u2028"),
      "a[U+202E]b[U+200F]c[U+0000]d[U+200B]e[U+000A]f[U+2028]",
    );
    assert.equal(visible("a\u3164b\u115fc\u2800d\ufe0f"), "a[U+3164]b[U+115F]c[U+2800]d[U+FE0F]");
    assert.equal(text([104, 105, 0, 33]), "hi");
    assert.equal(text([255, 254]), "\ufffd\ufffd");
  });

  it("show letters of other scripts among Latin ones, and heaps of marks, and leave whole words as they are", () => {
    assert.equal(
      visible("H\u0430rbour, \u0410\u0411\u0412 \u03a9, caf\u00e9"),
      "H[U+0430]rbour, \u0410\u0411\u0412 \u03a9, caf\u00e9",
    );
    assert.equal(visible("\uff28arbour \u{1d407}arbour"), "[U+FF28]arbour [U+1D407]arbour");
    assert.equal(visible(`a${"\u0336".repeat(5)}b`), `a${"\u0336".repeat(3)}[U+0336][U+0336]b`);
    assert.equal(
      visible("\u0e01\u0e34\u0e48 \u1ec7 e\u0323\u0302"),
      "\u0e01\u0e34\u0e48 \u1ec7 e\u0323\u0302",
    );
    const hostile = "a\u202eb H\u0430r\u0301\u0301\u0301\u0301";
    assert.equal(visible(visible(hostile)), visible(hostile));
  });

  it("read names as somebody does in passing, and find the deals that are taken for each other", () => {
    for (const taken of [
      "H\u0430rbour Credit I",
      "HARBOUR  CREDIT 1",
      "Harb0ur-Credit l",
      "\uff28arbour Credit \u2160",
      "\u{1d407}\u00e1rb\u200bour Credit |",
    ]) {
      assert.equal(asRead(taken), asRead("Harbour Credit I"), taken);
    }
    assert.equal(asRead("Modern"), asRead("Modem"));
    for (const other of ["Harbour Credit II", "Harbour Credit", "Arbour Credit I", "\u6e2f Credit I"]) {
      assert.notEqual(asRead(other), asRead("Harbour Credit I"), other);
    }
    const deal = (at: string, name: string, ...classes: readonly string[]) => ({
      address: at as Address,
      name,
      classes,
    });
    const alike = alikeOf([
      deal("a", "Harbour", "Harbour Senior", "Harbour Junior"),
      deal("b", "Harb\u043eur Senior", "Harb\u043eur Senior"),
      deal("c", "Meridian", "Meridian Senior", "Meridian Junior"),
      deal("d", "HARBOUR", "HARBOUR A", "HARBOUR B"),
    ]);
    assert.deepEqual(Object.fromEntries([...alike].map(([at, others]) => [at, [...others].sort()])), {
      a: ["b", "d"],
      b: ["a"],
      c: [],
      d: ["a"],
    });
  });

  it("call a deal by the words that its classes' names begin with", () => {
    const named = (names: readonly string[]) => dealName({ address: ADDRESS, id: 7n }, names);
    assert.equal(named(["Harbour Credit I Senior", "Harbour Credit I Junior"]), "Harbour Credit I");
    assert.equal(named(["Meridian Shares"]), "Meridian Shares");
    assert.equal(named(["Senior", "Junior"]), "Security 7 (A1U7…pVUi)");
    assert.equal(named([]), "Security 7 (A1U7…pVUi)");
    assert.equal(nameWithin("Harbour Credit I", "Harbour Credit I Senior"), "Senior");
    assert.equal(nameWithin("Meridian Shares", "Meridian Shares"), "Meridian Shares");
    assert.equal(hostOf(new TextEncoder().encode("https://a.example/b")), "a.example");
    assert.equal(hostOf(new TextEncoder().encode("no address")), "");
  });

  it("call each of several rewards of one kind by a name of its own", () => {
    const [warrants, bonus] = [{ kind: 0 }, { kind: 1 }];
    assert.deepEqual(rewardNames([warrants, bonus]), ["warrants", "bonus shares"]);
    assert.deepEqual(rewardNames([warrants, bonus, warrants]), ["warrants 1", "bonus shares", "warrants 2"]);
  });

  it("say what leaves with a part of a ticket, and until when it can", () => {
    const asset = { mint: ADDRESS, decimals: 3 };
    const book = {
      assetCount: 2,
      assets: [{ ...asset, decimals: 6 }, asset],
      group: 0,
      deadline: 86_400n,
      poll: { newDeadline: 0n },
      lead: ADDRESS,
      leadMinimum: 5_000_000n,
    } as unknown as Book;
    const out = (ticket: { asset: number; units: bigint; value: bigint }, amount: bigint) =>
      outWords({ book, ticket, amount, decimals: 6 });
    assert.equal(out({ asset: 0, units: 3_000_000n, value: 3_000_000n }, 1_000_000n), "1.00");
    const other = { asset: 1, units: 1_000n, value: 3_000_000n };
    assert.equal(out(other, 1_000_000n), `0.333 of the mint ${ADDRESS}, which stand for 1.00 in line,`);
    assert.equal(out(other, 3_000_000n), `1.00 of the mint ${ADDRESS}, which stand for 3.00 in line,`);
    const leaving = (of: Partial<Book>, owner: Address) =>
      leavingWords({ ...book, ...of }, { now: 0n, owner, decimals: 6 });
    assert.match(leaving({}, NOBODY).join(), /its deadline, 1970-01-02 00:00 UTC, whichever comes first/);
    assert.match(leaving({ group: 1 }, NOBODY).join(), /until the books of its group are locked/);
    assert.match(leaving({}, ADDRESS)[1] ?? "", /at least 5.00 of yours stay in line until the lock/);
    assert.equal(leaving({}, NOBODY).length, 1);
  });

  it("name no day for a time that no calendar has", () => {
    for (const extreme of [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 64n - 1n, 253_402_300_800n]) {
      assert.equal(moment(extreme), "beyond any calendar");
      assert.equal(day(extreme), "beyond any calendar");
    }
    assert.equal(moment(253_402_300_799n), "9999-12-31 23:59 UTC");
    assert.equal(day(-62_167_219_200n), "0000-01-01");
    assert.equal(moment(0n), "–");
  });

  it("count time and parts", () => {
    assert.equal(lasting(59n), "less than a minute");
    assert.equal(lasting(86_400n + 3_600n), "1 day 1 hour");
    assert.equal(lasting(3n * 86_400n + 59n), "3 days");
    assert.equal(dayNumber(0n), "–");
    assert.equal(dayNumber(20_000n), "2024-10-04");
    assert.equal(dayNumber(2n ** 64n - 1n), "–");
    assert.equal(percentOf(1n, 3n), "33.3 %");
    assert.equal(percentOf(1n, 0n), "–");
    assert.equal(partOf(2n, 1n), 1000);
    const book = { opensAt: 100n };
    assert.equal(timeLeft({ phase: "draft", endsAt: 500n, book, now: 40n }), 60n);
    assert.equal(timeLeft({ phase: "offering", endsAt: 500n, book, now: 140n }), 360n);
    assert.equal(timeLeft({ phase: "settling", endsAt: 500n, book, now: 600n }), undefined);
  });

  it("say where a node takes subscriptions, and which clusters are offered", () => {
    assert.equal(subscriptionsUrl("http://127.0.0.1:8899"), "ws://127.0.0.1:8900");
    assert.equal(subscriptionsUrl("http://127.0.0.1:4000"), "ws://127.0.0.1:4000");
    assert.equal(subscriptionsUrl("https://rpc.example/key?a=b"), "wss://rpc.example/key?a=b");
    const head = (content: string) =>
      ({ querySelector: () => ({ getAttribute: () => content }) }) as unknown as ParentNode;
    assert.deepEqual(offeredClusters(head('[{"name":"One","url":"http://one"},{"name":2},null]')), [
      { name: "One", url: "http://one" },
    ]);
    for (const content of ["[]", "{}", "nonsense", "null"]) {
      assert.deepEqual(offeredClusters(head(content)), PUBLIC_CLUSTERS);
    }
  });
});
