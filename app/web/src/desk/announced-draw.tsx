import { announcedAct, vaultsOf } from "@defi-ready/securities";
import type { Vault } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { announceAction } from "../actions/control/control-actions.js";
import { FieldsForm } from "../actions/fields-form.js";
import { actWords } from "../data/control.js";
import { moment, money, short } from "../format.js";
import type { Desk } from "./desks.js";
import { drawAction } from "./sponsor-actions.js";

/** The draw of a kind that the agent in control has announced and can still do. */
function announcedDraw(desk: Desk, isReinvestment: boolean) {
  const announced = announcedAct(desk.listed.security.data);
  const act = announced?.act;
  return announced === undefined || act?.__kind !== "Draw" || desk.time >= announced.until
    ? undefined
    : act.reinvestment === isReinvestment
      ? { announced, draw: act }
      : undefined;
}

/** What is said of a draw of an agent. */
export function announcedNote(desk: Desk, isReinvestment: boolean): string {
  const found = announcedDraw(desk, isReinvestment);
  const { data } = desk.listed.security;
  if (found === undefined) {
    return `You announce a draw ${data.control.actDays} days before.`;
  }
  const { announced } = found;
  return `Announced: ${actWords(announced, data)}, from ${moment(announced.from)} until ${moment(announced.until)}.`;
}

/** What an agent in control does to draw: it announces the draw, and draws just that once its notice is over. */
export function AnnouncedDraw({
  desk,
  vault,
  amount,
  isReinvestment,
  destinations,
}: Readonly<{
  desk: Desk;
  vault: Vault;
  /** How much there is. */
  amount: bigint;
  isReinvestment: boolean;
  destinations: readonly Address[];
}>): ReactNode {
  const { security } = desk.listed;
  const found = announcedDraw(desk, isReinvestment);
  const { mint, decimals } = vault;
  const place = vaultsOf(security.data).findIndex((one) => one.mint === mint);
  const due =
    found !== undefined && found.draw.vault === place && desk.time >= found.announced.from
      ? found.draw
      : undefined;
  return (
    <>
      {due === undefined ? null : (
        <Act
          label="Draw what was announced"
          variant="primary"
          action={() =>
            drawAction(security, {
              mint,
              isReinvestment,
              amount: BigInt(due.amount),
              destination: due.destination,
            })
          }
        />
      )}
      <Act
        label="Announce a draw"
        disabled={destinations.length === 0}
        form={(ask) => (
          <FieldsForm
            fields={[
              { key: "amount", label: "Amount", kind: "amount", start: money(amount, decimals) },
              {
                key: "destination",
                label: "To",
                start: destinations[0] ?? "",
                options: destinations.map((one) => [one, one]),
              },
            ]}
            make={(typed) => {
              const drawn = typed.positive("amount", decimals);
              const destination = typed.text("destination") as Address;
              return announceAction(security, {
                act: {
                  __kind: "Draw",
                  vault: place,
                  destination,
                  amount: drawn,
                  reinvestment: isReinvestment,
                },
                words: `draw ${money(drawn, decimals)} to ${short(destination)}`,
                now: desk.time,
              });
            }}
            ask={ask}
          />
        )}
      />
    </>
  );
}
