import { isMeasureOver, listMeasuresOf, measureOf, measurePhase } from "@defi-ready/securities";
import type { Measure } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Act } from "../actions/act.js";
import { cancelMeasureAction } from "../actions/measures/measure-actions.js";
import { useCluster } from "../connection/connection.js";
import { keys } from "../data/keys.js";
import { measureText } from "../data/measured.js";
import { useRead } from "../data/query.js";
import { moment } from "../format.js";
import { Section } from "../ui/section.js";
import { Table } from "../ui/table.js";
import { Untrusted } from "../ui/untrusted.js";
import { classWords } from "./actions.js";
import type { Holding, Holdings } from "./holdings.js";

/** A measure about one of the wallet's records. */
type Concerning = Readonly<{ holding: Holding; measure: Account<Measure> }>;

/** Measures that are announced or in force against the wallet's shares, and the end of a recovery that it did not ask for. */
export function MeasuresSection({
  all: { holdings, time },
  owner,
}: Readonly<{ all: Pick<Holdings, "holdings" | "time">; owner: Address }>): ReactNode {
  const { url } = useCluster();
  const { data: read } = useRead<readonly Concerning[]>({
    key: [...keys.owner(url, owner), "measures"],
    read: async (cluster) => {
      const able = holdings.filter(({ security }) => security.data.measures.kinds > 0);
      const found = able.map(async (holding) =>
        (await listMeasuresOf(cluster, holding.holder.address))
          .filter(({ data }) => !isMeasureOver(data, time))
          .map((measure) => ({ holding, measure })),
      );
      return (await Promise.all(found)).flat();
    },
  });
  const concerning = read?.value ?? [];
  return concerning.length === 0 ? null : (
    <Section title="Measures against your shares">
      <Table
        caption="Measures against your shares"
        rows={concerning}
        rowKey={({ measure }) => measure.address}
        columns={[
          {
            title: "Class",
            heads: true,
            cell: ({ holding }) => (
              <Link href={`/deal/${holding.security.address}#measures`}>{classWords(holding)}</Link>
            ),
          },
          {
            title: "Measure",
            cell: ({ holding, measure: { data } }) => (
              <Untrusted>{measureText(measureOf(data), holding.tranche.data.decimals)}</Untrusted>
            ),
          },
          { title: "State", cell: ({ measure: { data } }) => stateWords(data, time) },
          {
            title: "Actions",
            cell: ({ measure }) =>
              measureOf(measure.data).__kind === "Recovery" ? (
                <Act
                  label="End it: my key is not lost"
                  variant="primary"
                  action={() => cancelMeasureAction(measure, "owner", false)}
                />
              ) : null,
          },
        ]}
      />
    </Section>
  );
}

function stateWords(measure: Measure, now: bigint): string {
  switch (measurePhase(measure, now)) {
    case "waiting":
      return `your shares are blocked, and it can be taken from ${moment(measure.takeableFrom)}`;
    case "takeable":
      return `anyone can take it until ${moment(measure.takeableUntil)}`;
    case "in force":
      return `in force until ${moment(measure.until)}`;
    default:
      return "nothing comes of it any more";
  }
}
