import {
  clusterTime,
  findDisclosureCalendar,
  openWindow,
  readTranche,
  transferRulesOf,
  windowAt,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { ReactNode } from "react";
import { moment } from "../format.js";
import { Untrusted } from "../ui/untrusted.js";
import { Act } from "./act.js";
import type { Action } from "./action.js";

/** A button that opens the exchange window of a class, on whose days it is. */
export function OpenWindow({
  tranche,
  name,
}: Readonly<{
  tranche: Address;
  /** What the class is called. */
  name: string;
}>): ReactNode {
  return <Act label="Open the window" variant="primary" action={() => openWindowAction(tranche, name)} />;
}

function openWindowAction(address: Address, name: string): Action {
  return {
    title: "Open the window",
    key: `window ${address}`,
    plan: async ({ cluster }) => {
      const [tranche, now] = await Promise.all([readTranche(cluster, address), clusterTime(cluster)]);
      const calendar = await findDisclosureCalendar(cluster, tranche.data.security);
      const window = windowAt(transferRulesOf(tranche.data).window, now);
      const until = window === undefined ? "its end" : moment(window.until);
      return {
        // Without a window, or without what it waits for, the program refuses in its own words.
        instructions: await openWindow({ tranche, calendar, now }),
        says: [
          <>
            Until {until}, owners can transfer shares of <Untrusted>{name}</Untrusted>, by the other rules of
            the class.
          </>,
          "Anyone may open it, and nobody can close it before.",
        ],
        done: `The window is open until ${until}.`,
      };
    },
  };
}
