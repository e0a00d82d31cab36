import { test } from "node:test";

import { DEBT, debt, has, lacks, TIER } from "./disclosure-facts.js";

test("pari passu classes and participations by capital say with whom", () => {
  const beside = debt({ field: "tranches[1]", pariPassu: true });
  has(
    { classes: [DEBT, beside] },
    /^Class 1 \(debt\) is pari passu with class 0 \(debt\): what they are paid, what they lose and what is written up of them is shared by what each is owed, or has lost\.$/,
  );
  lacks({ classes: [DEBT, beside] }, /but they differ/);
  const sooner = { ...beside, differsIn: ["amortisation", "maturity", "period"] as const };
  has(
    { classes: [DEBT, sooner] },
    /^Class 1 \(debt\) is pari passu with class 0 \(debt\), but they differ in amortisation, maturity, period: income first repays what falls due first, and losses are borne by what is outstanding then\.$/,
  );
  const share = { ...TIER, kind: "participation" as const, base: 0b10, multipleBps: 10_000 };
  has(
    { tiers: [share] },
    /^Of what reaches tier 0, class 0 \(debt\) takes its part by capital times the days for which it was outstanding, of the last 91 days at least, against that of class 1 \(equity\)\. Profit that is paid later than a quarter after a repayment may be shared without what was repaid\.$/,
  );
  has(
    { tiers: [{ ...share, multipleBps: 25_000, bps: 2_000 }] },
    /against that of class 1 \(equity\), where its own counts 2\.50 times; it leaves 20\.00 % of that to the tiers behind\. /,
  );
});

test("what covers principal that is written off is said, and where nothing does", () => {
  lacks({ classes: [DEBT, debt({ field: "tranches[1]" })] }, /is written off/);
  const deficiency = { ...TIER, kind: "deficiency" as const, rank: 0 };
  has(
    { tiers: [deficiency] },
    /^Income that reaches tier 0 covers what is written off of class 0 \(debt\), before anything behind it is paid: so much is principal, for the most senior debt first, and is written up\.$/,
  );
  const when = { kind: "at" as const, time: 1_800_000_000n };
  const principal = { revolvingUntil: when, proRataFrom: when, paysInterest: false };
  has(
    { tiers: [deficiency], principal },
    /so much is principal, for the most senior debt first or for all in proportion, and is written up\. While the deal revolves, it waits in the reinvestment account\.$/,
  );
  const gone = /^If principal of class 0 \(debt\) is written off, income goes on to those behind it/;
  has({ tiers: [], triggers: [] }, gone);
  lacks({ tiers: [], triggers: [{ kind: "losses", cureDays: 0, consequences: ["accelerate"] }] }, gone);
  lacks({ tiers: [{ ...TIER, kind: "collateral test" as const, rank: 0 }], triggers: [] }, gone);
});
