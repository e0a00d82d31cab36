import { ClientError, readSecurity, readTranche, releaseRetention } from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { ReactNode } from "react";
import { money } from "../format.js";
import { Untrusted } from "../ui/untrusted.js";
import { Act } from "./act.js";
import type { Action } from "./action.js";

/** A button that ends what an owner retains of a class, once no debt of the deal is outstanding. */
export function ReleaseRetention({
  tranche,
  name,
}: Readonly<{
  tranche: Account<Tranche>;
  /** What the class is called. */
  name: string;
}>): ReactNode {
  return (
    <Act
      label="Release the retention"
      variant="primary"
      action={() => releaseAction(tranche.address, name)}
    />
  );
}

function releaseAction(address: Address, name: string): Action {
  return {
    title: "Release the retention",
    key: `retention ${address}`,
    plan: async ({ cluster }) => {
      const { data } = await readTranche(cluster, address);
      const security = await readSecurity(cluster, data.security);
      const { retainedOwner, retainedShares } = data.rules;
      if (retainedShares === 0n) {
        throw new ClientError("nobody retains shares of this class any more");
      }
      const shares = money(retainedShares, data.decimals);
      return {
        instructions: await releaseRetention({ security, rank: data.rank }),
        says: [
          <>
            {retainedOwner} need not keep {shares} shares of <Untrusted>{name}</Untrusted> any more. This is
            for good.
          </>,
          "Anyone may release it, since no debt of the deal is outstanding.",
        ],
        done: `The ${shares} shares are free.`,
      };
    },
  };
}
