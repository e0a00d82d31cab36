import { AmountError, exerciseCost, parsePositiveAmount } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { TextForm } from "../actions/text-form.js";
import { lasting, moment, money } from "../format.js";
import { Amount } from "../ui/amount.js";
import { Status } from "../ui/notice.js";
import { Section } from "../ui/section.js";
import { Table } from "../ui/table.js";
import { classWords, dealWords, exerciseAction } from "./actions.js";
import type { Warrants } from "./holdings.js";

/** Warrants with their strike, what they are worth and when they expire. */
export function WarrantsSection({
  warrants,
  time,
}: Readonly<{ warrants: readonly Warrants[]; time: bigint }>): ReactNode {
  return (
    <Section title="Warrants" aside="What they are worth: the price of the shares less what exercising costs">
      <Table
        caption="Your warrants"
        rows={warrants}
        rowKey={({ series }) => series.address}
        columns={[
          {
            title: "For shares of",
            heads: true,
            cell: (one) => (
              <>
                {classWords(one)} {dealWords(one)}
              </>
            ),
          },
          {
            title: "Warrants",
            numeric: true,
            cell: ({ amount, tranche }) => <Amount value={amount} decimals={tranche.data.decimals} />,
          },
          {
            title: "Strike",
            numeric: true,
            cell: ({ series, decimals }) => <Amount value={series.data.strike} decimals={decimals} />,
          },
          { title: "Worth now", numeric: true, cell: (one) => <Worth of={one} /> },
          { title: "Expire", cell: (one) => <Expiry of={one} time={time} /> },
          { title: "Actions", cell: (one) => <Exercise of={one} time={time} /> },
        ]}
      />
    </Section>
  );
}

/** What exercising all of them would gain, in settlement base units; undefined where no price is known. */
function worthOf({ price, amount, series, tranche }: Warrants): bigint | undefined {
  if (price === undefined) {
    return undefined;
  }
  const gain =
    (amount * price.value) / tranche.data.unit -
    exerciseCost({ series: series.data, tranche: tranche.data, amount });
  return gain > 0n ? gain : 0n;
}

function Worth({ of }: Readonly<{ of: Warrants }>): ReactNode {
  const worth = worthOf(of);
  return worth === undefined || of.price === undefined ? (
    <span className="hint">no price is known</span>
  ) : (
    <>
      <Amount value={worth} decimals={of.decimals} />
      <br />
      <span className="hint">
        at {money(of.price.value, of.decimals)},{" "}
        {of.price.source === "reported" ? "reported" : "the last book's"}
      </span>
    </>
  );
}

function Expiry({ of: { series }, time }: Readonly<{ of: Warrants; time: bigint }>): ReactNode {
  const { expiresAt } = series.data;
  const left = expiresAt - time;
  return left <= 0n ? (
    <Status tone="wrong">expired</Status>
  ) : (
    <>
      {moment(expiresAt)}
      <br />
      <span className="hint">in {lasting(left)}</span>
    </>
  );
}

function Exercise({ of, time }: Readonly<{ of: Warrants; time: bigint }>): ReactNode {
  const { series, amount, tranche } = of;
  const { decimals } = tranche.data;
  if (time >= series.data.expiresAt) {
    return null;
  }
  const read = (text: string): bigint => {
    const wanted = parsePositiveAmount(text, decimals);
    if (wanted > amount) {
      throw new AmountError(`You hold ${money(amount, decimals)}.`);
    }
    return wanted;
  };
  return (
    <Act
      label="Exercise"
      title="Exercise warrants"
      form={(ask) => (
        <TextForm
          label="Warrants"
          hint={`You hold ${money(amount, decimals)}; each is one share`}
          start={money(amount, decimals)}
          inputMode="decimal"
          make={(text) => exerciseAction(of, read(text))}
          ask={ask}
        />
      )}
    />
  );
}
