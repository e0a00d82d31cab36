import {
  ClientError,
  findHolder,
  freezeShares,
  preflightThaw,
  readSecurity,
  readTranche,
  readyToThaw,
  thawShares,
} from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import type { Action } from "../actions/action.js";
import { moment, money } from "../format.js";
import { classWords } from "./actions.js";
import type { Holding } from "./holdings.js";

/** What can be done with shares in the frozen form: thaw them in a window, freeze them again. */
export function ThawButtons({ of, time }: Readonly<{ of: Holding; time: bigint }>): ReactNode {
  const { thaw, tranche } = of;
  if (thaw === undefined) {
    return null;
  }
  if (thaw.isThawed) {
    return <Act label="Freeze" title="Freeze your shares" action={() => freezeAction(of)} />;
  }
  return time < tranche.data.rules.openUntil ? (
    <Act label="Thaw" title="Thaw your shares" action={() => thawAction(of)} />
  ) : null;
}

/** Whether an owner's shares are thawed, and what that means. */
export function Thawed({ holding: { thaw, tranche } }: Readonly<{ holding: Holding }>): ReactNode {
  return thaw === undefined || !thaw.isThawed ? null : (
    <p className="hint">
      Thawed: your account holds {money(thaw.balance, tranche.data.decimals)}, which count once it is frozen.
      What the class receives meanwhile is held.
    </p>
  );
}

function thawAction(holding: Holding): Action {
  const { security: shown, tranche: of } = holding;
  return {
    title: "Thaw your shares",
    key: `thaw ${of.address}`,
    plan: async ({ cluster, signer }) => {
      const [security, tranche] = await Promise.all([
        readSecurity(cluster, shown.address),
        readTranche(cluster, of.address),
      ]);
      const common = { tranche, owner: signer.address };
      const found = await preflightThaw(cluster, { security, ...common });
      if (!found.ok) {
        throw new ClientError(found.message);
      }
      const until = moment(tranche.data.rules.openUntil);
      return {
        instructions: [
          ...(await readyToThaw({
            cluster,
            payer: signer,
            security,
            tranche: of.address,
            owner: signer.address,
          })),
          ...(await thawShares({ caller: signer, ...common })),
        ],
        says: [
          <>
            Your shares of {classWords(holding)} are plain tokens from then on, which any program can move for
            you.
          </>,
          "What the class receives while any account is thawed is held, and belongs to whoever has the shares once all are frozen: who sells sells with it.",
          `You can freeze them at any time, and anyone can from ${until} on.`,
        ],
        done: `Your shares are thawed. The window ends at ${until}.`,
      };
    },
  };
}

function freezeAction({ tranche: of }: Holding): Action {
  return {
    title: "Freeze your shares",
    key: `freeze ${of.address}`,
    plan: async ({ cluster, signer }) => {
      const [tranche, holder] = await Promise.all([
        readTranche(cluster, of.address),
        findHolder(cluster, { tranche: of.address, owner: signer.address }),
      ]);
      if (holder === undefined || holder.data.isThawed === 0) {
        throw new ClientError("your shares are frozen already");
      }
      const rest = tranche.data.thawed - 1;
      return {
        instructions: await freezeShares({ caller: signer, tranche, holder }),
        says: [
          "Your record counts what your account holds from then on.",
          rest === 0
            ? "No other account of the class is thawed: what was held is credited."
            : `${rest === 1 ? "Another account of the class is" : `${rest} other accounts of the class are`} still thawed: what the class receives stays held until they are frozen, too.`,
        ],
        done: "Your shares are frozen.",
      };
    },
  };
}
