import { AmountError, explain, settlementVault } from "@defi-ready/securities";
import type { Flow } from "@defi-ready/securities-projection";
import { type FormEvent, type ReactNode, useState } from "react";
import { useCluster } from "../../../connection/connection.js";
import type { Deal } from "../../../data/deal.js";
import type { Stood } from "../../../data/decided.js";
import { assumedOf, MAX_MONTHS, type Projected, projectDeal } from "../../../data/projection.js";
import { changeOf } from "../../../data/proposed-accounts.js";
import { Amount } from "../../../ui/amount.js";
import { Button } from "../../../ui/button.js";
import { Field } from "../../../ui/field.js";
import { Notice } from "../../../ui/notice.js";
import { Table } from "../../../ui/table.js";
import { Untrusted } from "../../../ui/untrusted.js";
import { classLabels } from "../class-labels.js";

/** What a deal would pay as it is, and as a resolution would make it. */
type Compared = Readonly<{ now: Projected; then: Projected }>;

/** What each class would be paid without a resolution and with it, if the same came in every month: the program's own code. */
export function WouldPay({ deal, stood }: Readonly<{ deal: Deal; stood: Stood }>): ReactNode {
  const change = changeOf(stood.proposal, stood.draft);
  const cluster = useCluster();
  const { decimals } = settlementVault(deal.security.data);
  const [typed, setTyped] = useState({ income: "", principal: "0", months: "24" });
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [result, setResult] = useState<Compared>();
  if (change === undefined) {
    return null;
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFault(undefined);
    setBusy(true);
    try {
      const assumed = assumedOf(typed, decimals);
      const options = { security: deal.security.address, classes: deal.classes.length, assumed };
      const [now, then] = await Promise.all([
        projectDeal(cluster, options),
        projectDeal(cluster, { ...options, change }),
      ]);
      setResult({ now, then });
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
    <details className="would-pay">
      <summary>What each class would be paid, without it and with it</summary>
      <p className="hint">
        Say what would come in each month from now on. The program's own code plays it in your browser, as if
        the resolution took effect now.
      </p>
      <form className="assume" onSubmit={submit}>
        <Field label="Income each month" {...field("income")} />
        <Field label="Principal each month" {...field("principal")} />
        <Field label={`Months, at most ${MAX_MONTHS}`} {...field("months")} />
        <Button type="submit" busy={isBusy}>
          Compare
        </Button>
      </form>
      {fault === undefined ? null : (
        <Notice tone="wrong" title="That cannot be projected">
          {fault}
        </Notice>
      )}
      {result === undefined ? null : <Comparison deal={deal} result={result} decimals={decimals} />}
    </details>
  );
}

function Comparison({
  deal,
  result: { now, then },
  decimals,
}: Readonly<{ deal: Deal; result: Compared; decimals: number }>): ReactNode {
  const refused = now.refusals ?? then.refusals;
  const rows = classLabels(deal).map(({ name }, rank) => ({
    name,
    before: now.flows[rank] ?? [],
    after: then.flows[rank] ?? [],
  }));
  const amount = (value: bigint) => <Amount value={value} decimals={decimals} />;
  const left = (flows: readonly Flow[]) => flows.at(-1)?.outstanding ?? 0n;
  return (
    <div aria-live="polite">
      {refused === undefined ? null : (
        <Notice tone="warn" title={`The program refuses ${refused.count} of these payments`}>
          {refused.why}
        </Notice>
      )}
      <Table
        caption="What each class would be paid, without the resolution and with it"
        columns={[
          { title: "Class", heads: true, cell: ({ name }) => <Untrusted>{name}</Untrusted> },
          { title: "Paid as it is", numeric: true, cell: ({ before }) => amount(paid(before)) },
          { title: "Paid with it", numeric: true, cell: ({ after }) => amount(paid(after)) },
          { title: "Outstanding as it is", numeric: true, cell: ({ before }) => amount(left(before)) },
          { title: "Outstanding with it", numeric: true, cell: ({ after }) => amount(left(after)) },
        ]}
        rows={rows}
        rowKey={({ name }) => name}
      />
    </div>
  );
}

const paid = (flows: readonly Flow[]): bigint =>
  flows.reduce((sum, { interest, principal, other }) => sum + interest + principal + other, 0n);
