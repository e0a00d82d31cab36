import { test } from "node:test";

import { DEBT, has, lacks, TIER } from "./disclosure-facts.js";

test("a trap of cash says where fees and equity stand ahead of the last tier of a debt", () => {
  const says = /^A covenant traps only what is paid behind the last tier of a debt: /;
  const tier = (kind: "interest" | "principal" | "deficiency" | "fee" | "reserve") => ({
    ...TIER,
    kind,
    rank: 0,
  });
  const traps = { kind: "event" as const, cureDays: 10, consequences: ["trap" as const] };
  const deal = (kinds: readonly Parameters<typeof tier>[0][], consequences = traps.consequences) => ({
    classes: [DEBT],
    tiers: kinds.map(tier),
    triggers: [{ ...traps, consequences }],
  });
  has(deal(["interest", "principal", "fee", "deficiency"]), says);
  lacks(deal(["fee", "interest", "principal", "fee"]), says);
  lacks(deal(["interest", "reserve", "principal"]), says);
  lacks(deal(["interest", "fee", "principal"], []), says);
});
