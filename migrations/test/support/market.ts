import {
  createReference,
  referenceAddress,
  referenceName,
  reportReference,
  send,
} from "@defi-ready/securities";
import { knownKey } from "@defi-ready/securities-testing";
import { parseAmount } from "../../src/client.js";
import { SOL, type TestNode } from "./node.js";
import type { Play } from "./play.js";

/** The reference rate that the demonstration deals follow, which the demonstration's reporter reports. */
const NAME = "SOFR-3M";
const RATE_PLACES = 4;
const ppm = (percent: string) => Number(parseAmount(percent, RATE_PLACES));

/** Creates it at so many percent a year, as `securities reference create SOFR-3M 4.5 --daily 0.5 --max-age 7` would. */
export function market(percent: string): (node: TestNode) => Promise<void> {
  return async (node) => {
    const reporter = await knownKey("securities demo reporter");
    await node.fund(reporter.address, SOL);
    const terms = { name: NAME, ratePpm: ppm(percent), dailyPpm: ppm("0.5"), maxAgeDays: 7 };
    const { instructions } = await createReference({ reporter, terms });
    await send(node.cluster, { instructions, payer: reporter });
  };
}

/** The reporter reports so many percent a year, and the bot fixes the rates of the next periods at it. */
export async function fix(play: Play, percent: string): Promise<void> {
  const { reporter } = play;
  const reference = await referenceAddress(reporter.address, referenceName(NAME));
  await play.sendAs(reporter, await reportReference({ reporter, reference, ratePpm: ppm(percent) }));
  await play.crank();
}
