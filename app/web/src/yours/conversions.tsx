import {
  conversionOutcome,
  conversionState,
  formatAmount,
  listConversionsOf,
  mintNames,
  readTranche,
  readWaterfall,
} from "@defi-ready/securities";
import type { Conversion, Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Act } from "../actions/act.js";
import { convertAction } from "../actions/conversions/conversion-actions.js";
import { FieldsForm } from "../actions/fields-form.js";
import { useCluster } from "../connection/connection.js";
import { keys } from "../data/keys.js";
import { className, nameWithin } from "../data/names.js";
import { useRead } from "../data/query.js";
import { moment, money } from "../format.js";
import { Section } from "../ui/section.js";
import { Table } from "../ui/table.js";
import { Untrusted } from "../ui/untrusted.js";
import { classWords } from "./actions.js";
import type { Holding, Holdings } from "./holdings.js";

/** Shares that their holder can convert, or whose class was converted, so that what they became is collected. */
type Convertible = Readonly<{
  holding: Holding;
  conversion: Account<Conversion>;
  into: Account<Tranche>;
  name: string;
  isCollected: boolean;
}>;

/** What the wallet can convert or collect. */
export function ConversionsSection({
  all: { holdings, time },
  owner,
}: Readonly<{ all: Pick<Holdings, "holdings" | "time">; owner: Address }>): ReactNode {
  const { url } = useCluster();
  const { data: read } = useRead<readonly Convertible[]>({
    key: [...keys.owner(url, owner), "conversions"],
    read: async (cluster) => {
      const able = holdings.filter(
        ({ tranche, holder }) => tranche.data.conversions.next > 0 && holder.data.shares > 0n,
      );
      const found = able.map(async (holding) => {
        const { tranche, security } = holding;
        const waterfall = (await readWaterfall(cluster, security.address)).data;
        const all = await listConversionsOf(cluster, tranche.address);
        return Promise.all(all.map((one) => convertibleOf(holding, one, waterfall)));
      });
      return (await Promise.all(found)).flat(2);

      async function convertibleOf(
        holding: Holding,
        conversion: Account<Conversion>,
        waterfall: Awaited<ReturnType<typeof readWaterfall>>["data"],
      ): Promise<readonly Convertible[]> {
        const state = conversionState(conversion.data, holding.tranche.data, { waterfall, now: time });
        if (state !== "open to holders" && state !== "collecting") {
          return [];
        }
        const into = await readTranche(cluster, conversion.data.into);
        const name = className(into, await mintNames(cluster, [into.data.mint]));
        const isOwn = into.data.security === holding.security.address;
        return [
          {
            holding,
            conversion,
            into,
            name: isOwn ? nameWithin(holding.deal, name) : name,
            isCollected: state === "collecting",
          },
        ];
      }
    },
  });
  const convertible = read?.value ?? [];
  return convertible.length === 0 ? null : (
    <Section title="Conversions">
      <Table
        caption="Shares that you can convert or collect"
        rows={convertible}
        rowKey={({ conversion }) => conversion.address}
        columns={[
          {
            title: "Class",
            heads: true,
            cell: ({ holding }) => (
              <Link href={`/deal/${holding.security.address}#conversions`}>{classWords(holding)}</Link>
            ),
          },
          { title: "Becomes", cell: (one) => <Outcome of={one} time={time} /> },
          {
            title: "Until",
            cell: ({ conversion, isCollected }) =>
              isCollected ? "any time" : moment(conversion.data.closesAt),
          },
          { title: "Actions", cell: (one) => <Convert of={one} /> },
        ]}
      />
    </Section>
  );
}

function Outcome({
  of: { conversion, holding, into, name },
  time,
}: Readonly<{ of: Convertible; time: bigint }>): ReactNode {
  const found = conversionOutcome({
    ...{ conversion: conversion.data, from: holding.tranche.data, into: into.data },
    ...{ shares: holding.holder.data.shares, now: time },
  });
  return found === undefined ? (
    "nothing yet: there is no price"
  ) : (
    <span>
      {money(found.shares, into.data.decimals)} of <Untrusted>{name}</Untrusted>
    </span>
  );
}

function Convert({
  of: { conversion, holding, name, isCollected },
}: Readonly<{ of: Convertible }>): ReactNode {
  const { decimals } = holding.tranche.data;
  const { shares } = holding.holder.data;
  const named = { from: nameWithin(holding.deal, holding.name), into: name };
  return isCollected ? (
    <Act
      label="Collect"
      variant="primary"
      action={() => convertAction(conversion, { ...named, amount: shares })}
    />
  ) : (
    <Act
      label="Convert"
      title="Convert shares"
      form={(ask) => (
        <FieldsForm
          fields={[{ key: "shares", label: "Shares", kind: "amount", start: formatAmount(shares, decimals) }]}
          ask={ask}
          make={(typed) =>
            convertAction(conversion, { ...named, amount: typed.positive("shares", decimals) })
          }
        />
      )}
    />
  );
}
