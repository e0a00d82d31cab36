import {
  addMonths,
  castBallot,
  clusterTime,
  executeResolution,
  findHolder,
  principalOf,
  proposalOf,
  proposalWords,
  proposeResolution,
  readGovernance,
  readResolution,
  resolutionStanding,
} from "@defi-ready/securities";
import { AmortisationRule, BusinessDayRule, type Tranche, TrancheKind } from "@defi-ready/securities/program";
import type { Deal } from "@defi-ready/securities-migrations";
import { day } from "@defi-ready/securities-terminal";
import type { Investor } from "./cast.js";
import type { Stage } from "./stage.js";

/** How much longer a debt is asked to wait, in months, and for how much more a year, in parts per million. */
const MONTHS = 12;
const MORE_PPM = 10_000;

/** Whether a debt's holders can agree to wait for it: its terms are simple, and something is owed. */
const isExtendable = (tranche: Tranche, now: bigint): boolean =>
  tranche.kind === TrancheKind.Debt &&
  (tranche.amortisation === AmortisationRule.Bullet || tranche.amortisation === AmortisationRule.Sweep) &&
  tranche.businessDays === BusinessDayRule.None &&
  tranche.fixingDays === 0 &&
  tranche.maturity > now &&
  principalOf(tranche) > 0n;

/** The rank of the debt that is extended at the end; `undefined` where holders decide nothing, or there is none. */
export async function extendable(stage: Stage, deal: Deal): Promise<number | undefined> {
  if (deal.governance === null) {
    return undefined;
  }
  const now = await clusterTime(stage.cluster);
  return (await stage.tranches()).find(({ data }) => isExtendable(data, now))?.data.rank;
}

/** The sponsor asks for more time at a higher rate, all classes vote, and the bot executes what they decided. */
export async function extend(
  stage: Stage,
  { deal, rank, investors }: Readonly<{ deal: Deal; rank: number; investors: readonly Investor[] }>,
): Promise<void> {
  const { cluster, sponsor, bot, clock } = stage;
  const nameOf = (at: number) => deal.tranches[at]?.name ?? `class ${at}`;
  const { security } = stage.addresses;
  const tranches = await stage.tranches();
  const debt = tranches[rank]?.data;
  if (debt === undefined) {
    return;
  }
  const governance = await readGovernance(cluster, security);
  const { number, instructions } = await proposeResolution({
    proposer: sponsor,
    security: await stage.security(),
    governance,
    by: { __kind: "Sponsor" },
    proposal: {
      __kind: "DebtTerms",
      rank,
      ratePpm: debt.ratePpm + MORE_PPM,
      maturity: addMonths(debt.maturity, MONTHS),
    },
    documentSha256: new Uint8Array(32),
    documentUri: "",
  });
  await stage.send(instructions, sponsor);
  const read = () => readResolution(cluster, { security, number });
  const { data } = await read();
  const moneyDecimals = (await stage.security()).data.vaults[0]?.decimals ?? 0;
  const words = proposalWords(proposalOf(data), (at) => {
    const one = tranches[at]?.data;
    return one === undefined ? undefined : { ...one, name: nameOf(at), moneyDecimals };
  });
  stage.say(`The sponsor proposes to ${words}; the classes vote from ${day(data.opensAt)} on`);
  await clock.moveTo(data.opensAt);
  const owners = new Map(investors.map(({ signer }) => [signer.address, signer]));
  const asked = tranches.filter(({ data: one }) => ((data.asked >> one.rank) & 1) === 1);
  for (const tranche of asked) {
    for (const owner of owners.values()) {
      const holder = await findHolder(cluster, { tranche: tranche.address, owner: owner.address });
      if (holder !== undefined && holder.data.shares > 0n) {
        const ballot = await castBallot({ owner, resolution: await read(), holder, inFavour: true });
        await stage.send(ballot, owner);
      }
    }
  }
  await clock.moveTo(data.executableFrom);
  const resolution = await read();
  const { classes } = resolutionStanding({
    resolution: resolution.data,
    governance: governance.data,
    now: data.executableFrom,
  });
  const shares = (value: bigint, of: bigint) => `${(value * 100n) / of} %`;
  stage.say(
    classes.map((one) => `${nameOf(one.rank)}: ${shares(one.inFavour, one.shares)} in favour`).join(", "),
  );
  await stage.send(await executeResolution({ resolution }), bot);
  stage.say(`${day(data.executableFrom)}  executed by the bot, as anyone could`);
}
