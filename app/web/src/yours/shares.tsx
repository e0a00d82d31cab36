import type { Allotment } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Act } from "../actions/act.js";
import { AllotForm } from "../actions/allot.js";
import { money, short } from "../format.js";
import { Amount } from "../ui/amount.js";
import { Section } from "../ui/section.js";
import { type Column, Table } from "../ui/table.js";
import { claimAction, classWords, dealWords } from "./actions.js";
import type { Due, Holding } from "./holdings.js";
import { isKept, Kept, Room } from "./kept.js";
import { ThawButtons, Thawed } from "./thaw-actions.js";
import { TransferForm } from "./transfer-form.js";
import { Wrap } from "./units.js";

const dealt = (one: Due): boolean => one.owed > 0n || one.paid > 0n;

/** What it can send, as far as its rules let it: in the frozen form what its account has. */
const sendable = ({ holder, thaw }: Holding): bigint => thaw?.balance ?? holder.data.shares;

/** Whether something can be done with it: an empty record has nothing to claim or to transfer. */
const hasActions = ({ allotment, due, holder, thaw }: Holding): boolean =>
  allotment !== undefined ||
  thaw?.isThawed === true ||
  holder.data.shares > 0n ||
  due.some(({ owed }) => owed > 0n);

const columnsAt = (time: bigint): readonly Column<Holding>[] => [
  {
    title: "Class",
    heads: true,
    cell: (one) => (
      <>
        <Link href={`/deal/${one.security.address}`}>{classWords(one)}</Link>{" "}
        {dealWords(one, one.isPoints ? "points of" : undefined)}
      </>
    ),
  },
  {
    title: "Shares",
    numeric: true,
    cell: ({ holder, tranche }) => <Amount value={holder.data.shares} decimals={tranche.data.decimals} />,
  },
  { title: "Owed to you", numeric: true, cell: (one) => <Owed of={one} /> },
  { title: "Paid so far", numeric: true, cell: ({ due }) => <Dues due={due} of="paid" /> },
  {
    title: "Actions",
    cell: (one) =>
      !hasActions(one) ? null : (
        <div className="buttons">
          {one.due
            .filter(({ owed }) => owed > 0n)
            .map((due, at) => (
              <Act
                key={due.mint}
                label={at === 0 ? "Claim" : `Claim ${short(due.mint)}`}
                variant="primary"
                action={() => claimAction(one, due)}
              />
            ))}
          {sendable(one) === 0n ? null : (
            <Act
              label="Transfer"
              title="Transfer shares"
              form={(ask) => <TransferForm holding={one} ask={ask} />}
            />
          )}
          {one.holder.data.shares === 0n || !one.isWrappable ? null : (
            <Wrap of={one} held={one.holder.data.shares} />
          )}
          <ThawButtons of={one} time={time} />
          {one.allotment === undefined ? null : <SetAllotment of={one} allotment={one.allotment} />}
        </div>
      ),
  },
];

/** For those who hold shares that do not always move freely. */
const KEPT: Column<Holding> = {
  title: "Transfers",
  cell: (one) => (
    <>
      {one.holder.data.shares > 0n && isKept(one) ? <Kept holding={one} /> : null}
      <Thawed holding={one} />
      <Room holding={one} />
    </>
  ),
};

/** Whether rules of transfers say something of a record. */
const isRuled = (one: Holding): boolean =>
  isKept(one) || one.allotment !== undefined || one.thaw !== undefined;

function SetAllotment({ of, allotment }: Readonly<{ of: Holding; allotment: Allotment }>): ReactNode {
  const held = { ...allotment, shares: of.holder.data.shares };
  return <Act label="Set your allotment" form={(ask) => <AllotForm of={of} held={held} ask={ask} />} />;
}

/** What the holder is owed, what went to the escheat account instead, and what its class owes back. */
function Owed({ of: { due, overpaid, decimals } }: Readonly<{ of: Holding }>): ReactNode {
  const escheated = due.filter((one) => one.escheated > 0n);
  return (
    <>
      <Dues due={due} of="owed" />
      {escheated.map((one) => (
        <p className="hint" key={one.mint}>
          {money(one.escheated, one.decimals)} went to the deal's escheat account, which can give it back
        </p>
      ))}
      {overpaid === 0n ? null : (
        <p className="hint">
          The class owes back {money(overpaid, decimals)} of carry, out of what it would get next
        </p>
      )}
    </>
  );
}

/** Shares, and what was and is owed for them. */
export function SharesSection({
  holdings,
  time,
}: Readonly<{ holdings: readonly Holding[]; time: bigint }>): ReactNode {
  const columns = columnsAt(time);
  return (
    <Section title="Shares">
      <Table
        caption="Your shares"
        columns={holdings.some(isRuled) ? columns.toSpliced(2, 0, KEPT) : columns}
        rows={holdings}
        rowKey={({ holder }) => holder.address}
      />
    </Section>
  );
}

function Dues({ due, of }: Readonly<{ due: readonly Due[]; of: "owed" | "paid" }>): ReactNode {
  const [first, ...others] = due;
  return (
    <ul className="dues">
      {[first, ...others.filter(dealt)].map((one, at) =>
        one === undefined ? null : (
          <li key={one.mint}>
            <Amount value={one[of]} decimals={one.decimals} unit={at === 0 ? undefined : short(one.mint)} />
            {of === "owed" && one.waits && one.owed > 0n ? (
              <>
                <br />
                <span className="hint">waits to be claimed by its program</span>
              </>
            ) : null}
          </li>
        ),
      )}
    </ul>
  );
}
