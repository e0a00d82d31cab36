import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  COUNTRIES,
  countryName,
  countryNumber,
  countryWords,
  mayBuy,
  NOBODY,
  notAdmitted,
  statedCountry,
} from "@defi-ready/securities";
import { all } from "iso-3166-1";

describe("the countries of ISO 3166-1", () => {
  it("are those of a list that others keep", () => {
    const listed = all().map(({ alpha2, numeric }) => [alpha2, Number(numeric)] as const);
    assert.equal(COUNTRIES.length, listed.length);
    for (const [letters, number] of listed) {
      assert.equal(countryNumber(letters), number, letters);
      assert.equal(countryNumber(String(number)), number);
      assert.equal(countryWords(number), `${letters} (${String(number).padStart(3, "0")})`);
    }
  });

  it("have names, and other numbers have none", () => {
    assert.deepEqual([756, 840, 4].map(countryName), ["Switzerland", "United States", "Afghanistan"]);
    assert.equal(new Set(COUNTRIES.map(countryName)).size, COUNTRIES.length);
    assert.deepEqual([0, 999, 737].map(countryName), [undefined, undefined, undefined]);
    assert.deepEqual(["ZZ", "999", "ch", "", "0756"].map(countryNumber), Array(5).fill(undefined));
    assert.deepEqual([276, 4, 999, 0].map(statedCountry), [
      "Germany (276)",
      "Afghanistan (004)",
      "999",
      undefined,
    ]);
    assert.equal(countryWords(999), "999");
  });
});

describe("whether a book takes owners of a country", () => {
  const refusing = (...countries: number[]) => ({
    refusedCountries: [...countries, ...Array<number>(16 - countries.length).fill(0)],
  });

  it("is as the program has it", () => {
    assert.deepEqual(
      [0, 756].map((country) => mayBuy(refusing(), country)),
      [true, true],
    );
    assert.deepEqual(
      [0, 756, 840, 276].map((country) => mayBuy(refusing(756, 840), country)),
      [false, false, false, true],
    );
  });

  it("is told in words, to the owner and to others", () => {
    assert.equal(notAdmitted({ kind: "free" }), undefined);
    assert.equal(notAdmitted({ kind: "admitted", credential: NOBODY }), undefined);
    assert.equal(
      notAdmitted({ kind: "missing" }),
      "the shares require a credential, and its owner has no valid one",
    );
    assert.equal(
      notAdmitted({ kind: "missing" }, true),
      "the shares require a credential, and you have no valid one",
    );
    assert.equal(
      notAdmitted({ kind: "country", country: 756 }, true),
      "the book refuses owners in CH (756), as your credential states",
    );
    assert.equal(
      notAdmitted({ kind: "country", country: 0 }),
      "the book refuses some countries, and its owner's credential states none",
    );
  });
});
