import assert from "node:assert/strict";
import { test } from "node:test";
import { LINE_HEADER_BYTES, LINE_NODE_BYTES, lineSize } from "@defi-ready/securities";
import { AllocationRule } from "@defi-ready/securities/program";
import { countedAt, type Line, lineOf, moneyFor, rewardTrace, ticketAt } from "../src/index.js";
import { blocksOf } from "../src/line/columns.js";
import { followed, markOf } from "../src/line/line.js";
import { motionOf, trackOf } from "../src/line/track.js";
import { lineWords, ticketWords } from "../src/line/words.js";
import {
  addressOf,
  BONUS,
  bookWith,
  crowd,
  JOINED,
  type SampleTicket,
  UNIT,
  WARRANTS,
} from "./support/samples.js";

const TERMS = { cap: 1_000_000n * UNIT, minimum: 400_000n * UNIT, allocation: AllocationRule.FirstCome };
const whole = (amount: bigint) => Number(amount / UNIT);
const outcome = ({ tickets }: Line) =>
  tickets.map(({ from, counted, accepted }) => [from, counted, accepted].map(whole));

/** What a ticket earns in a line, in millionths. */
function earned(line: Line, knots = WARRANTS): bigint[] {
  const all = { ...line, tickets: line.tickets.map((ticket) => ({ ...ticket, isYours: true })) };
  return rewardTrace({ line: all, knots, samples: 10 }).slices.map(({ reward }) => reward);
}

test("the worked example of the documentation: who is ahead, what is accepted, what it earns", () => {
  const line = lineOf({ ...bookWith(TERMS, JOINED) });
  assert.deepEqual(outcome(line), [
    [0, 300_000, 300_000],
    [300_000, 200_000, 200_000],
    [500_000, 250_000, 250_000],
    [750_000, 400_000, 250_000],
  ]);
  assert.deepEqual(earned(line), [150_000_000_000n, 66_666_666_666n, 41_666_666_667n, 41_666_666_667n]);
  assert.deepEqual(earned(line, BONUS), [10_000_000_000n, 0n, 0n, 0n]);
  assert.deepEqual([line.live, line.counted, line.accepted, line.end].map(whole), [
    ...[1_150_000, 1_150_000],
    ...[1_000_000, 1_150_000],
  ]);
});

test("when the first leaves, everyone behind moves up, and the bar ends at the cap", () => {
  const line = lineOf({ ...bookWith(TERMS, JOINED.slice(1)) });
  assert.deepEqual(
    outcome(line).map(([from]) => from),
    [0, 200_000, 450_000],
  );
  assert.deepEqual(earned(line), [100_000_000_000n, 108_333_333_333n, 66_666_666_667n]);
  assert.equal(whole(line.end), 1_000_000, "150,000 of the cap are open behind the line");
});

test("before there is an offer the line is drawn as if all of it were committed, and says so", () => {
  const samples: SampleTicket[] = JOINED.map((one) => ({ ...one, isCommitted: false }));
  const { book, tickets } = bookWith(TERMS, samples);
  const line = lineOf({ book: { ...book, offerVersion: 0, committed: 0n }, tickets });
  const committed = lineOf({ ...bookWith(TERMS, JOINED) });
  assert.deepEqual(outcome(line), outcome(committed));
  assert.deepEqual(earned(line), earned(committed));
  assert.equal(whole(moneyFor(line, TERMS.cap)), 1_000_000, "where the cap lies in the line");
  const words = { decimals: 6, symbol: "" };
  assert.match(
    lineWords(line, words),
    /none of it committed, as there is no offer yet; if all of it were committed, 1,000,000/,
  );
  assert.match(ticketWords(line, 0, words), /not committed; if all of it were committed: accepted whole/);
});

test("money that waits has a place but earns nothing, and the limits lie where the committed money reaches them", () => {
  const samples: SampleTicket[] = JOINED.map((one) => ({ ...one, isCommitted: one.id !== 2 }));
  const line = lineOf({ ...bookWith(TERMS, samples) });
  assert.deepEqual(outcome(line), [
    [0, 300_000, 300_000],
    [300_000, 0, 0],
    [500_000, 250_000, 250_000],
    [750_000, 400_000, 400_000],
  ]);
  // 400,000 are counted 100,000 into the third ticket, behind the second that does not count.
  assert.equal(whole(moneyFor(line, 400_000n * UNIT)), 600_000);
  assert.equal(whole(countedAt(line, 400_000n * UNIT)), 300_000);
  // The cap of 1,000,000 is 50,000 behind the line's end at 1,150,000.
  assert.equal(whole(moneyFor(line, TERMS.cap)), 1_200_000);
  const trace = rewardTrace({ line, knots: WARRANTS, samples: 24 });
  const at = (money: number) => trace.points.find((point) => point.money === BigInt(money) * UNIT)?.reward;
  assert.equal(at(300_000), 150_000_000_000n);
  assert.equal(at(500_000), 150_000_000_000n, "flat over money that does not count");
  assert.equal(at(600_000), 200_000_000_000n, "the knot at 400,000 counted");
});

test("what somebody would put in stands at the end, and gets what it would get", () => {
  const { book, tickets } = bookWith(TERMS, JOINED.slice(0, 2));
  const line = lineOf({ book, tickets, yours: addressOf(9), adding: { value: 100_000n * UNIT } });
  const last = line.tickets.at(-1);
  assert.deepEqual([last?.key, last?.isYours, last?.from], ["adding", true, 500_000n * UNIT]);
  const [slice] = rewardTrace({ line, knots: WARRANTS, samples: 4 }).slices;
  assert.equal(slice?.reward, 16_666_666_667n);
  const waiting = lineOf({ book, tickets, adding: { value: 100_000n * UNIT, committed: false } });
  assert.equal(waiting.tickets.at(-1)?.accepted, 0n);
});

test("pro rata every ticket is cut alike, to whole lots; at discretion to what is approved", () => {
  const terms = { ...TERMS, cap: 575_000n * UNIT, lot: UNIT };
  const proRata = lineOf({ ...bookWith({ ...terms, allocation: AllocationRule.ProRata }, JOINED) });
  assert.deepEqual(
    outcome(proRata).map(([, , accepted]) => accepted),
    [150_000, 100_000, 125_000, 200_000],
  );
  const track = trackOf(proRata, 100);
  assert.deepEqual([...track.share], [0.5, 0.5, 0.5, 0.5]);
  assert.deepEqual([...track.mid], [...track.to], "cut in height, not in length");
  const approved = JOINED.map((one) => ({ ...one, approved: one.id === 3 ? 250_000n * UNIT : 0n }));
  const chosen = lineOf({ ...bookWith({ ...terms, allocation: AllocationRule.Discretionary }, approved) });
  assert.deepEqual(
    outcome(chosen).map(([, , accepted]) => accepted),
    [0, 0, 250_000, 0],
  );
});

test("a ticket is found by where it stands, and an open end is nobody's", () => {
  const line = lineOf({ ...bookWith(TERMS, JOINED.slice(1)) });
  const at = (money: number) => ticketAt(line, BigInt(money) * UNIT);
  assert.deepEqual([0, 199_999, 200_000, 449_999, 849_999].map(at), [0, 0, 1, 1, 2]);
  assert.deepEqual([850_000, 999_999].map(at), [undefined, undefined]);
  assert.equal(ticketAt({ tickets: [] }, 0n), undefined);
});

test("a ticket that somebody looks at is followed to its new place, and lost when it leaves", () => {
  const line = lineOf({ ...bookWith(TERMS, JOINED) });
  const mark = markOf(line, 2);
  const [, ...others] = JOINED;
  assert.equal(followed(line, mark), 2);
  assert.equal(followed(lineOf({ ...bookWith(TERMS, others) }), mark), 1);
  assert.equal(followed(lineOf({ ...bookWith(TERMS, JOINED.slice(0, 2)) }), mark), undefined);
  assert.deepEqual(
    [markOf(line, undefined), markOf(line, 9), followed(line, undefined)],
    [undefined, undefined, undefined],
  );
});

test("a locked book without its line account is refused, since its settled tickets are gone", () => {
  assert.throws(() => lineOf({ ...bookWith({ ...TERMS, stage: 2 }, JOINED) }), /line account/);
});

test("tickets of a locked book keep their places when others are settled: the line account says them", () => {
  const { book, tickets } = bookWith({ ...TERMS, stage: 2 }, JOINED);
  const line = new Uint8Array(Number(lineSize(16)));
  const view = new DataView(line.buffer);
  for (const { data } of tickets) {
    // As the program adds money at a place: to it, and to every node above it.
    for (let at = data.place; at < 16; at |= at + 1) {
      const offset = LINE_HEADER_BYTES + at * LINE_NODE_BYTES;
      view.setBigUint64(offset, view.getBigUint64(offset, true) + data.value, true);
      view.setBigUint64(offset + 8, view.getBigUint64(offset + 8, true) + data.value, true);
      view.setUint32(offset + 16, book.offerVersion, true);
    }
  }
  const left = lineOf({ book, tickets: tickets.filter(({ data }) => data.id === 2 || data.id === 4), line });
  assert.deepEqual(outcome(left), [
    [300_000, 200_000, 200_000],
    [750_000, 400_000, 250_000],
  ]);
  assert.equal(ticketAt(left, 600_000n * UNIT), undefined, "the third has been settled");
  assert.equal(whole(left.end), 1_150_000);
  const counted = [100_000, 300_000, 400_000, 600_000, 900_000].map((money) =>
    countedAt(left, BigInt(money) * UNIT),
  );
  assert.deepEqual(
    counted.map(whole),
    [100_000, 300_000, 400_000, 600_000, 900_000],
    "the settled ones count too",
  );
});

test("the bar has its rectangles where the money is: cut at the cap, yours below", () => {
  const line = lineOf({ ...bookWith(TERMS, JOINED), yours: addressOf(4) });
  // 1,150,000 over 1,150 pixels.
  const { blocks, yours, edges } = blocksOf(trackOf(line, 1_150));
  assert.deepEqual(
    blocks.map(({ x, width, state }) => [Math.round(x), Math.round(width), state]),
    [
      [0, 300, "accepted"],
      [300, 200, "accepted"],
      [500, 250, "accepted"],
      [750, 250, "accepted"],
      [1_000, 150, "beyond"],
    ],
  );
  assert.deepEqual(yours, [{ x: 750, width: 400, isGhost: false }]);
  assert.deepEqual(edges.map(Math.round), [300, 500, 750, 1_150]);
});

test("ten thousand tickets take no more rectangles than pixels, and their areas are the line's", () => {
  const samples = crowd(10_000);
  const { book, tickets } = bookWith({ ...TERMS, cap: 20_000_000n * UNIT }, samples);
  const line = lineOf({ book, tickets });
  const width = 1_440;
  const { blocks } = blocksOf(trackOf(line, width));
  assert.ok(blocks.length <= width * 3, `${blocks.length} rectangles`);
  const area = (state: string) =>
    blocks.filter((one) => one.state === state).reduce((sum, one) => sum + one.width * one.height, 0);
  const part = (amount: bigint) => (Number(amount) / Number(line.end)) * width;
  const near = (state: string, amount: bigint) => {
    assert.ok(
      Math.abs(area(state) - part(amount)) < width * 0.01,
      `${state}: ${area(state)} of ${part(amount)}`,
    );
  };
  near("accepted", line.accepted);
  near("beyond", line.counted - line.accepted);
  near("waiting", line.live - line.counted);
});

test("on the way from one line to the next, who leaves shrinks where it stood and nobody overtakes", () => {
  const before = trackOf(lineOf({ ...bookWith(TERMS, JOINED) }), 1_150);
  const after = trackOf(
    lineOf({ ...bookWith(TERMS, [...JOINED.slice(1), { id: 5, owner: 1, value: 300_000n * UNIT }]) }),
    1_150,
  );
  const { at } = motionOf(before, after);
  const widths = (moment: number) => {
    const { from, to, count } = at(moment);
    return Array.from({ length: count }, (_, one) => Math.round((to[one] as number) - (from[one] as number)));
  };
  assert.deepEqual(widths(0), [300, 200, 250, 400, 0]);
  assert.deepEqual(widths(0.5), [150, 200, 250, 400, 150]);
  assert.deepEqual(widths(1), [0, 200, 250, 400, 300]);
  const { from, to, count } = at(0.3);
  for (let one = 1; one < count; one += 1) {
    assert.ok((from[one] as number) >= (to[one - 1] as number) - 1e-9);
  }
});

test("who leaves and comes back under the same name leaves its place, and joins at the end", () => {
  const before = trackOf(lineOf({ ...bookWith(TERMS, JOINED) }), 1_150);
  const [first, ...others] = JOINED;
  assert.ok(first !== undefined);
  const after = trackOf(lineOf({ ...bookWith(TERMS, [...others, first]) }), 1_150);
  const { at } = motionOf(before, after);
  const widths = (moment: number) => {
    const { from, to, count } = at(moment);
    return Array.from({ length: count }, (_, one) => Math.round((to[one] as number) - (from[one] as number)));
  };
  assert.deepEqual(widths(0), [300, 200, 250, 400, 0]);
  assert.deepEqual(widths(1), [0, 200, 250, 400, 300]);
  assert.deepEqual([...at(0).from].map(Math.round), [0, 300, 500, 750, 1_150]);
  assert.deepEqual([...at(1).from].map(Math.round), [0, 0, 200, 450, 850]);
});
