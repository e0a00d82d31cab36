import {
  allotmentOf,
  ClientError,
  counted,
  findHolder,
  findPerson,
  limitsHolders,
  parseAmount,
  readSecurity,
  readTranche,
  takeAllotment,
  UNLIMITED_ALLOTMENT,
} from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { ReactNode } from "react";
import { money } from "../format.js";
import { Untrusted } from "../ui/untrusted.js";
import { Act, type Ask } from "./act.js";
import type { Action } from "./action.js";
import { TextForm } from "./text-form.js";

/** What is typed for any number of shares, where a person may have that. */
const ANY = "any";

/** A class that limits its holders, as a form needs it. */
type Limited = Readonly<{
  tranche: Account<Tranche>;
  /** What the class is called. */
  name: string;
}>;

/** A button that sets up to how many shares the connected wallet may have, where a class limits its holders. */
export function Allot(of: Limited): ReactNode {
  return (
    <Act
      label="Set your allotment"
      title="Set your allotment"
      form={(ask) => <AllotForm of={of} ask={ask} />}
    />
  );
}

/** Asks for an allotment. */
export function AllotForm({
  of,
  held,
  ask,
}: Readonly<{
  of: Limited;
  /** What of it the owner has; left out where that is not known. */
  held?: Readonly<{ shares: bigint; allotted: bigint; most: bigint | null }> | undefined;
  ask: Ask;
}>): ReactNode {
  const { decimals, rules } = of.tranche.data;
  const most = held === undefined ? (rules.maxShares === 0n ? null : rules.maxShares) : held.most;
  const hints = [
    ...(held === undefined ? [] : [`You hold ${money(held.shares, decimals)}.`]),
    most === null ? `“${ANY}” for any number.` : `At most ${money(most, decimals)}.`,
    "0 frees your place, once you hold none.",
  ];
  const start =
    held === undefined || held.allotted === 0n
      ? ""
      : held.allotted === UNLIMITED_ALLOTMENT
        ? ANY
        : money(held.allotted, decimals);
  return (
    <TextForm
      label="Up to how many shares you may have"
      hint={hints.join(" ")}
      start={start.replaceAll(",", "")}
      inputMode={most === null ? "text" : "decimal"}
      make={(text) =>
        allotAction(of, text.trim() === ANY ? UNLIMITED_ALLOTMENT : parseAmount(text.trim(), decimals))
      }
      ask={ask}
    />
  );
}

/** Sets an allotment of the signer's, with what it lacks for it: its record, and a valid credential in it. */
function allotAction({ tranche: { address }, name }: Limited, limit: bigint): Action {
  return {
    title: limit === 0n ? "Free your place" : "Set your allotment",
    key: `allot ${address} ${limit}`,
    plan: async ({ cluster, signer }) => {
      const tranche = await readTranche(cluster, address);
      const [security, record] = await Promise.all([
        readSecurity(cluster, tranche.data.security),
        findHolder(cluster, { tranche: address, owner: signer.address }),
      ]);
      const { rules, decimals } = tranche.data;
      if (!limitsHolders(rules)) {
        throw new ClientError(
          "this class limits neither its holders nor what one has: nobody needs an allotment",
        );
      }
      if (limit === 0n && (record?.data.allotted ?? 0n) === 0n) {
        throw new ClientError("you have no place in this class: there is none to free");
      }
      const count = limit === UNLIMITED_ALLOTMENT ? "any number of" : `up to ${money(limit, decimals)}`;
      return {
        instructions: await takeAllotment({ cluster, owner: signer, security, tranche: address, limit }),
        says:
          limit === 0n
            ? ["Your record receives no shares any more, and your place is free for somebody else."]
            : [
                <>
                  Your record may have {count} shares of <Untrusted>{name}</Untrusted> when it receives some.
                  Nothing is bought, and nobody has to sell to you.
                </>,
                ...(record === undefined ? ["You open your record in this class, and pay its rent."] : []),
                ...(await placeWords(cluster, tranche, record)),
              ],
        done: limit === 0n ? "Your place is free." : `You may have ${count} shares.`,
      };
    },
  };
}

/** How many persons have a place, where their number is limited. */
async function placeWords(
  cluster: Parameters<typeof findPerson>[0],
  tranche: Account<Tranche>,
  record: Awaited<ReturnType<typeof findHolder>>,
): Promise<readonly string[]> {
  const { maxHolders, persons } = tranche.data.rules;
  if (maxHolders === 0) {
    return [];
  }
  const person =
    record === undefined
      ? undefined
      : await findPerson(cluster, { tranche: tranche.address, person: record.data.person });
  const found =
    record === undefined
      ? undefined
      : allotmentOf({ tranche: tranche.data, holder: record.data, person: person?.data });
  return found !== undefined && person !== undefined
    ? ["Your place is taken already."]
    : [`It takes a place: ${persons} of those for ${counted(maxHolders, "person")} are taken.`];
}
