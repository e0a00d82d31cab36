import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import {
  CovenantGauges,
  covenantsOf,
  flowOf,
  LinePicture,
  lineOf,
  PaymentsPicture,
  paidOf,
  StructurePicture,
  structureOf,
  WaterfallPicture,
} from "../src/index.js";
import { type Played, playedDeal } from "./support/played.js";
import { addressOf, bookWith, JOINED, UNIT, WARRANTS } from "./support/samples.js";

/** A picture of a statement: no script, no style of its own, nothing that only a browser could fill in. */
function drawn(picture: ReactNode): string {
  const html = renderToStaticMarkup(picture);
  assert.doesNotMatch(html, /<script|<style|\sstyle=|<canvas|NaN|undefined/);
  assert.match(html, /^<figure class="chart chart-/);
  assert.match(html, /<svg[^>]* viewBox="0 0 \d/);
  return html;
}

describe("pictures for a statement", () => {
  let played: Played;
  before(async () => {
    played = await playedDeal("private-credit");
  });
  const classesOf = ({ tranches, names }: Played) =>
    tranches.map(({ kind }, rank) => ({ name: names[rank] ?? "", kind }));

  it("draw a line with yours in it", () => {
    const book = bookWith({ cap: 1_000_000n * UNIT, minimum: 400_000n * UNIT }, JOINED);
    const html = drawn(
      <LinePicture
        line={lineOf({ ...book, yours: addressOf(2) })}
        decimals={6}
        symbol="USDC"
        rewards={[{ name: "warrants", decimals: 6, knots: WARRANTS }]}
        width={640}
        isStatic
      />,
    );
    assert.match(
      html,
      /Yours: 200,000\.00 USDC in line, 200,000\.00 USDC accepted, 66,666\.666666 warrants\./,
    );
    assert.match(html, /minimum 400k/);
    assert.match(html, /cap 1M/);
  });

  it("draw a line that nobody stands in, and one whose tickets are empty", () => {
    const terms = { cap: 1_000n * UNIT, minimum: 0n };
    for (const samples of [[], [{ id: 1, owner: 1, value: 0n }]]) {
      drawn(<LinePicture line={lineOf({ ...bookWith(terms, samples) })} decimals={6} isStatic />);
      drawn(<LinePicture line={lineOf({ ...bookWith({ cap: 0n }, samples) })} decimals={6} isStatic />);
    }
  });

  it("draw payments, each as a flow, the structure and the covenants", () => {
    const { distributions, waterfall, security, tranches, decimals } = played;
    const classes = classesOf(played);
    const html = drawn(
      <PaymentsPicture
        happened={paidOf({ distributions, waterfall, classes })}
        classes={classes}
        decimals={decimals}
        width={640}
      />,
    );
    assert.match(html, /6 payments, 381,820\.00 to all classes\./);
    for (const record of distributions) {
      const flow = flowOf({ record, waterfall, classes });
      drawn(<WaterfallPicture flow={flow} decimals={decimals} width={640} />);
    }
    drawn(
      <StructurePicture
        structure={structureOf({ security, tranches, classes })}
        decimals={decimals}
        width={640}
      />,
    );
    const now = distributions.at(-1)?.postedAt ?? 0n;
    const covenants = covenantsOf({ security, waterfall, tranches, now, decimals, classes });
    assert.match(drawn(<CovenantGauges covenants={covenants} decimals={decimals} width={640} />), /✓ holds/);
  });

  it("draw what has not begun: no payments, no capital", () => {
    const classes = classesOf(played);
    const { security, tranches, decimals } = played;
    const empty = tranches.map((one) => ({
      ...one,
      principalIssued: 0n,
      principalRepaid: 0n,
      loss: 0n,
      soldFor: 0n,
      invested: 0n,
    }));
    drawn(<PaymentsPicture happened={[]} classes={classes} decimals={decimals} />);
    drawn(
      <StructurePicture
        structure={structureOf({ security, tranches: empty, classes })}
        decimals={decimals}
      />,
    );
    drawn(<WaterfallPicture flow={{ nodes: [], links: [] }} decimals={decimals} />);
  });
});
