import { AmountError, parsePositiveAmount } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Act } from "../actions/act.js";
import type { Action } from "../actions/action.js";
import { TextForm } from "../actions/text-form.js";
import { moment, money, short } from "../format.js";
import { Address } from "../ui/address.js";
import { Amount } from "../ui/amount.js";
import { Notice } from "../ui/notice.js";
import { Section } from "../ui/section.js";
import { type Column, Table } from "../ui/table.js";
import { classWords, dealWords } from "./actions.js";
import type { Class } from "./classes.js";
import type { Units } from "./holdings.js";
import { unwrapAction, wrapAction } from "./wrap-actions.js";

const COLUMNS: readonly Column<Units>[] = [
  {
    title: "Units of",
    heads: true,
    cell: (one) => (
      <>
        <Link href={`/deal/${one.security.address}`}>{classWords(one)}</Link> {dealWords(one)}
      </>
    ),
  },
  {
    title: "Units, a share each",
    numeric: true,
    cell: ({ units, tranche }) => <Amount value={units} decimals={tranche.data.decimals} />,
  },
  {
    title: "And cash now",
    numeric: true,
    cell: ({ cash }) => (
      <ul className="dues">
        {cash
          .filter(({ amount }, at) => at === 0 || amount > 0n)
          .map(({ mint, decimals, amount }, at) => (
            <li key={mint}>
              <Amount value={amount} decimals={decimals} unit={at === 0 ? undefined : short(mint)} />
            </li>
          ))}
      </ul>
    ),
  },
  { title: "Token", cell: ({ wrapper }) => <Address value={wrapper.data.mint} /> },
  {
    title: "Actions",
    cell: (one) => (
      <AmountAct label="Unwrap" title="Unwrap" of={one} held={one.units} what="Units" make={unwrapAction} />
    ),
  },
];

/** Wrapped shares: how many, and what they stand for now. */
export function UnitsSection({
  units,
  time,
}: Readonly<{
  units: readonly Units[];
  /** The cluster's time. */
  time: bigint;
}>): ReactNode {
  const inRights = units.filter(({ tranche }) => tranche.data.rightsUntil > time);
  return (
    <Section
      title="Wrapped shares"
      aside="A unit is one share and what one share has received since its wrapper began"
    >
      {inRights.map((one) => (
        <Notice
          key={one.wrapper.address}
          tone="warn"
          title={`Holders are offered more of a class first, until ${moment(one.tranche.data.rightsUntil)}`}
        >
          Units of {classWords(one)} have no part in that, wherever they are. Unwrap them by then, and
          deposit: each share brings its right. Until then nothing is wrapped.
        </Notice>
      ))}
      <Table
        caption="Your wrapped shares"
        columns={COLUMNS}
        rows={units}
        rowKey={({ wrapper }) => wrapper.address}
      />
    </Section>
  );
}

/** Asks how many shares to wrap. */
export function Wrap({ of, held }: Readonly<{ of: Class; held: bigint }>): ReactNode {
  return <AmountAct label="Wrap" title="Wrap shares" of={of} held={held} what="Shares" make={wrapAction} />;
}

/** Asks for an amount, up to what is held. */
function AmountAct({
  label,
  title,
  of,
  held,
  what,
  make,
}: Readonly<{
  label: string;
  title: string;
  of: Class;
  held: bigint;
  what: string;
  make: (of: Class, amount: bigint) => Action;
}>): ReactNode {
  const { decimals } = of.tranche.data;
  const read = (text: string): bigint => {
    const wanted = parsePositiveAmount(text, decimals);
    if (wanted > held) {
      throw new AmountError(`You hold ${money(held, decimals)}.`);
    }
    return wanted;
  };
  return (
    <Act
      label={label}
      title={title}
      form={(ask) => (
        <TextForm
          label={what}
          hint={`You hold ${money(held, decimals)}`}
          start={money(held, decimals)}
          inputMode="decimal"
          make={(text) => make(of, read(text))}
          ask={ask}
        />
      )}
    />
  );
}
