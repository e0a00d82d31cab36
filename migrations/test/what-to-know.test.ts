import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { readFacts, readSecurityState } from "@defi-ready/securities/src/client/index.js";
import { connect, describePoints, whatToKnow } from "../src/client.js";
import { factsOfDeal, loadDeal } from "../src/index.js";
import { Play } from "./support/play.js";

const DEALS = fileURLToPath(new URL("../deals/", import.meta.url));
const NAMES = readdirSync(DEALS);

/** The same without the places in a file, which the chain does not have. */
function withoutFields<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, one) =>
      key === "field" ? undefined : typeof one === "bigint" ? one.toString() : one,
    ),
  ) as T;
}

describe("what one should know of a shipped deal is the same from its file and from chain", () => {
  for (const name of NAMES) {
    it(name, async () => {
      const { deal, node, sponsor, applied } = await Play.start(name);
      const { addresses } = applied;
      const cluster = connect(node.url);
      const found = await readFacts(cluster, await readSecurityState(cluster, addresses.security));
      const { settlementMint, destinations } = addresses;
      const mints = [settlementMint, ...addresses.otherVaults.map(({ mint }) => mint)];
      const freezable = new Map(mints.map((mint) => [mint, false]));
      const said = factsOfDeal(deal, { sponsor: sponsor.address, settlementMint, destinations, freezable });
      assert.deepEqual(withoutFields(found), withoutFields(said));
      assert.deepEqual(withoutFields(whatToKnow(found)), withoutFields(whatToKnow(said)));
      assert.ok(whatToKnow(said).length > 5);
    });
  }
});

describe("what one should know of a file alone", () => {
  for (const name of NAMES) {
    it(`has each point of ${name} with a field of the file, where one says it`, () => {
      const deal = loadDeal(join(DEALS, name, "deal.yaml"));
      const points = whatToKnow(factsOfDeal(deal));
      for (const { field, weakened, text } of points) {
        const top = field.replace(/[.[].*$/, "");
        assert.match(field, /^(|[a-z_]+(\[\d+\])?(\.[a-z_]+(\[\d+\])?)*)$/, text);
        assert.ok(!weakened || field !== "", text);
        assert.ok(top === "" || top === "roles" || top === "triggers" || deal.positions.has(top), field);
      }
      const text = describePoints(points);
      for (const point of points) {
        assert.ok(
          text.includes(`  ${point.weakened ? "!" : "-"} ${point.text}\n`) || text.endsWith(point.text),
        );
      }
    });
  }
});
