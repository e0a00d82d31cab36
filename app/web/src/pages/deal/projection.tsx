import { AmountError, explain, settlementVault } from "@defi-ready/securities";
import { PaymentsPicture, paidOf, projectedOf } from "@defi-ready/securities-charts";
import type { Flow } from "@defi-ready/securities-projection";
import { type FormEvent, type ReactNode, useState } from "react";
import { useCluster } from "../../connection/connection.js";
import type { Deal } from "../../data/deal.js";
import { assumedOf, MAX_MONTHS, type Projected, projectDeal } from "../../data/projection.js";
import { day, money } from "../../format.js";
import { Amount } from "../../ui/amount.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Notice } from "../../ui/notice.js";
import { Table } from "../../ui/table.js";
import { Untrusted } from "../../ui/untrusted.js";
import { classLabels } from "./class-labels.js";

/** What a deal would pay if the same came in every month: the program's own code, played in the browser. */
export function Projection({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const cluster = useCluster();
  const { decimals } = settlementVault(deal.security.data);
  const [typed, setTyped] = useState({ income: "", principal: "0", months: "24" });
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [result, setResult] = useState<Projected>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFault(undefined);
    setBusy(true);
    try {
      const assumed = assumedOf(typed, decimals);
      const { address } = deal.security;
      setResult(await projectDeal(cluster, { security: address, classes: deal.classes.length, assumed }));
    } catch (error) {
      setFault(error instanceof AmountError ? error.message : explain(error, cluster.url));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof typeof typed) => ({
    value: typed[name],
    inputMode: "decimal" as const,
    onChange: ({ target }: { target: HTMLInputElement }) => setTyped({ ...typed, [name]: target.value }),
  });
  return (
    <>
      <p className="lead">
        Say what would come in each month from now on, and the program's own code plays it in your browser,
        from the deal as it stands. Nothing is sent. Rates that float stay as they are.
      </p>
      <form className="assume" onSubmit={submit}>
        <Field label="Income each month" {...field("income")} />
        <Field label="Principal each month" {...field("principal")} />
        <Field label={`Months, at most ${MAX_MONTHS}`} {...field("months")} />
        <Button type="submit" variant="primary" busy={isBusy}>
          Project
        </Button>
      </form>
      {fault === undefined ? null : (
        <Notice tone="wrong" title="That cannot be projected">
          {fault}
        </Notice>
      )}
      {result === undefined ? null : <Outcome deal={deal} result={result} decimals={decimals} />}
    </>
  );
}

function Outcome({
  deal,
  result,
  decimals,
}: Readonly<{ deal: Deal; result: Projected; decimals: number }>): ReactNode {
  const { flows, refusals, turned } = result;
  const amount = (value: bigint) => <Amount value={value} decimals={decimals} />;
  const sum = (list: readonly Flow[], of: "interest" | "principal" | "other") =>
    list.reduce((all, one) => all + one[of], 0n);
  const labels = classLabels(deal);
  const shares = (count: bigint, rank: number) =>
    `${money(count, deal.classes[rank]?.tranche.data.decimals ?? 0)} shares`;
  const rows = labels.map(({ name }, rank) => ({ name, flows: flows[rank] ?? [] }));
  return (
    <div aria-live="polite">
      {refusals === undefined ? null : (
        <Notice tone="warn" title={`The program refuses ${refusals.count} of these payments`}>
          {refusals.why}
        </Notice>
      )}
      {turned.map(({ at, from, into, given, received }) => (
        <Notice key={`${at} ${from} ${into}`} title={`Shares are converted on ${day(at)}`}>
          {shares(given, from)} of <Untrusted>{labels[from]?.name ?? ""}</Untrusted> become{" "}
          {shares(received, into)} of <Untrusted>{labels[into]?.name ?? ""}</Untrusted>. What those who gave
          them receive afterwards is shown with their own class.
        </Notice>
      ))}
      <PaymentsPicture
        happened={paidOf({
          distributions: deal.distributions.map(({ data }) => data),
          waterfall: deal.waterfall.data,
          classes: labels,
        })}
        projected={projectedOf(flows)}
        classes={labels}
        decimals={decimals}
        title="What was paid, and what would be"
      />
      <Table
        caption="What each class would receive"
        columns={[
          { title: "Class", heads: true, cell: ({ name }) => <Untrusted>{name}</Untrusted> },
          { title: "Interest", numeric: true, cell: (row) => amount(sum(row.flows, "interest")) },
          { title: "Principal", numeric: true, cell: (row) => amount(sum(row.flows, "principal")) },
          { title: "Other", numeric: true, cell: (row) => amount(sum(row.flows, "other")) },
          {
            title: "Outstanding at the end",
            numeric: true,
            cell: (row) => amount(row.flows.at(-1)?.outstanding ?? 0n),
          },
        ]}
        rows={rows}
        rowKey={({ name }) => name}
      />
    </div>
  );
}
