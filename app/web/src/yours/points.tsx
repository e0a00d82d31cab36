import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { Amount } from "../ui/amount.js";
import { Section } from "../ui/section.js";
import { Table } from "../ui/table.js";
import { classWords, dealWords } from "./actions.js";
import type { PointsToTake } from "./holdings.js";
import { takePointsAction } from "./payee-actions.js";

/** Points that no book grants, which wait for the manager of their class. */
export function PointsSection({ points }: Readonly<{ points: readonly PointsToTake[] }>): ReactNode {
  return (
    <Section title="Points to take">
      <Table
        caption="Points that no book grants"
        rows={points}
        rowKey={({ tranche }) => tranche.address}
        columns={[
          {
            title: "Class",
            heads: true,
            cell: (one) => (
              <>
                {classWords(one)} {dealWords(one, "points of")}
              </>
            ),
          },
          {
            title: "Points",
            numeric: true,
            cell: ({ due, tranche }) => <Amount value={due.shares} decimals={tranche.data.decimals} />,
          },
          {
            title: "Earned by them",
            numeric: true,
            cell: ({ due, decimals }) => <Amount value={due.earned[0] ?? 0n} decimals={decimals} />,
          },
          {
            title: "Actions",
            cell: (one) => <Act label="Take" variant="primary" action={() => takePointsAction(one)} />,
          },
        ]}
      />
    </Section>
  );
}
