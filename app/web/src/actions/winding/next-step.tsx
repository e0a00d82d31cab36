import { ClientError, planWindDown } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { ReactNode } from "react";
import { stepWords } from "../../data/winding.js";
import { useWallet } from "../../wallet/context.js";
import { Act } from "../act.js";
import type { Action } from "../action.js";

/** A button that does the next step of a deal's wind-down, as anybody may. */
export function NextStep({ security, label }: Readonly<{ security: Address; label: string }>): ReactNode {
  return useWallet() === undefined ? null : (
    <div className="buttons">
      <Act label={label} variant="primary" action={() => nextStepAction(security)} />
    </div>
  );
}

function nextStepAction(address: Address): Action {
  return {
    title: "The next step of the wind-down",
    key: `wind-down ${address}`,
    plan: async ({ cluster, signer }) => {
      const { steps } = await planWindDown(cluster, { address, payer: signer });
      const [next] = steps;
      if (next === undefined) {
        throw new ClientError("there is nothing to do now");
      }
      return {
        instructions: next.instructions,
        says: [
          `${stepWords(next.what)}: ${next.about}.`,
          next.what === "end"
            ? "From then on no payment comes in, and shares are worth nothing. What is owed is still paid. This is for good."
            : "Anyone may do it. Money goes to whom it belongs, and the rent of what closes to whoever paid it.",
        ],
        done: "It is done. What is left is shown on the deal's page.",
      };
    },
  };
}
