import {
  creditedOf,
  currentRate,
  floatingOf,
  isRedeemed,
  payoutOf,
  principalOf,
  settlementVault,
  TOKEN_PROGRAM,
  yearlyRate,
} from "@defi-ready/securities";
import { TrancheKind } from "@defi-ready/securities/program";
import { StructurePicture, structureOf } from "@defi-ready/securities-charts";
import type { ReactNode } from "react";
import type { Deal, DealClass } from "../../data/deal.js";
import { classSymbol, nameWithin } from "../../data/names.js";
import { day, dayNumber, KIND_WORDS, text } from "../../format.js";
import { Address } from "../../ui/address.js";
import { Amount } from "../../ui/amount.js";
import { Day } from "../../ui/day.js";
import { Status } from "../../ui/notice.js";
import { type Column, Facts, Table } from "../../ui/table.js";
import { Untrusted } from "../../ui/untrusted.js";
import { classLabels } from "./class-labels.js";

/** The classes of a deal: the most senior first, with what is ahead of each. */
export function Classes({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { classes, security } = deal;
  const { decimals } = settlementVault(security.data);
  const structure = structureOf({
    security: security.data,
    tranches: classes.map(({ tranche }) => tranche.data),
    classes: classLabels(deal),
  });
  const ahead = new Map(structure.rows.flat().map((one) => [one.rank, one.ahead]));
  const money = (value: bigint) => <Amount value={value} decimals={decimals} />;
  const columns: readonly Column<DealClass>[] = [
    {
      title: "Class",
      heads: true,
      cell: ({ name, tranche, wrapper }) => (
        <>
          <Untrusted>{nameWithin(deal.name, name)}</Untrusted>{" "}
          <span className="quiet under">
            <Untrusted>{classSymbol(tranche, deal.names)}</Untrusted>, class {tranche.data.rank}
            {wrapper === undefined ? null : ", also wrapped"}
          </span>
        </>
      ),
    },
    {
      title: "Kind",
      cell: ({ tranche: { data } }) => (
        <>
          {KIND_WORDS[data.kind] ?? "–"}
          {data.pariPassu === 1 ? <span className="quiet"> pari passu with the class before it</span> : null}
        </>
      ),
    },
    { title: "Rate", numeric: true, cell: (one) => rateOf(one, deal) },
    { title: "Outstanding", numeric: true, cell: ({ tranche }) => money(principalOf(tranche.data)) },
    {
      title: "Ahead of it",
      numeric: true,
      cell: ({ tranche: { data } }) => {
        const amount = ahead.get(data.rank);
        return amount === undefined ? <span className="quiet">bears losses first</span> : money(amount);
      },
    },
    {
      title: "Due",
      numeric: true,
      cell: ({ tranche: { data } }) => money(data.interestDue + data.principalDue),
    },
    { title: "Arrears", numeric: true, cell: ({ tranche: { data } }) => money(data.arrears) },
    {
      title: "Next due",
      numeric: true,
      cell: ({ tranche: { data } }) => <Day>{dayNumber(data.nextDue)}</Day>,
    },
    { title: "Credited", numeric: true, cell: ({ tranche: { data } }) => money(creditedOf(payoutOf(data))) },
    {
      title: "Holders",
      numeric: true,
      cell: ({ tranche: { data } }) => data.holders.toLocaleString("en-US"),
    },
    { title: "State", cell: (one) => <ClassState one={one} decimals={decimals} /> },
  ];
  return (
    <>
      {structure.total === 0n ? null : (
        <StructurePicture structure={structure} decimals={decimals} title="The structure to scale" />
      )}
      <Table caption="Classes" columns={columns} rows={classes} rowKey={({ tranche }) => tranche.address} />
      <details className="details">
        <summary>Terms and addresses of each class</summary>
        {classes.map((one) => (
          <ClassTerms one={one} decimals={decimals} key={one.tranche.address} />
        ))}
      </details>
    </>
  );
}

function rateOf({ tranche: { data } }: DealClass, deal: Deal): ReactNode {
  if (data.kind !== TrancheKind.Debt) {
    return "–";
  }
  const floating = floatingOf(data);
  const reference = floating === undefined ? undefined : deal.references.get(floating.reference);
  return (
    <>
      {yearlyRate(currentRate(data))}
      {floating === undefined ? null : (
        <span className="quiet">
          {" "}
          <Untrusted>{reference === undefined ? "floating" : text(reference.data.name)}</Untrusted> +{" "}
          {yearlyRate(floating.marginPpm)}
        </span>
      )}
    </>
  );
}

function ClassState({ one, decimals }: Readonly<{ one: DealClass; decimals: number }>): ReactNode {
  const { data } = one.tranche;
  if (data.status === 1) {
    return <Status tone="wrong">Wiped out</Status>;
  }
  if (isRedeemed(data)) {
    return <Status tone="plain">Redeemed: its shares were paid and are worth nothing more</Status>;
  }
  if (data.loss > 0n) {
    return (
      <Status tone="wrong">
        Lost <Amount value={data.loss} decimals={decimals} />
      </Status>
    );
  }
  if (data.overdueSince > 0n) {
    return <Status tone="warn">Overdue since {dayNumber(data.overdueSince)}</Status>;
  }
  return data.startsAt === 0n ? (
    <Status tone="plain">Not issued</Status>
  ) : (
    <Status tone="good">Performing</Status>
  );
}

const DAY_COUNTS = ["Act/365", "Act/360", "30E/360", "30/360 US", "Act/Act"];
const AMORTISATION = [
  "all at maturity",
  "in equal parts",
  "out of all cash that is left",
  "in level payments with the interest",
  "by a schedule of its own",
];

function ClassTerms({ one, decimals }: Readonly<{ one: DealClass; decimals: number }>): ReactNode {
  const { tranche, name, wrapper } = one;
  const { data } = tranche;
  const isDebt = data.kind === TrancheKind.Debt;
  return (
    <>
      <h3>
        <Untrusted>{name}</Untrusted>
      </h3>
      <Facts
        entries={[
          ["Shares", <Amount key="shares" value={data.shares} decimals={data.decimals} />],
          ["Authorised", <Amount key="authorised" value={data.authorised} decimals={data.decimals} />],
          ...(data.par === 0n
            ? []
            : ([
                ["Principal of a share", <Amount key="par" value={data.par} decimals={decimals} />],
              ] as const)),
          ...(isDebt
            ? ([
                ["Days are counted", DAY_COUNTS[data.dayCount] ?? "–"],
                ["Principal is repaid", AMORTISATION[data.amortisation] ?? "–"],
                [
                  "Interest is due",
                  data.periodMonths === 0 ? "with each payment" : everyMonths(data.periodMonths),
                ],
                ["Maturity", day(data.maturity)],
              ] as const)
            : []),
          ["Credential", data.restricted === 1 ? "required to receive shares" : "not required"],
          ["Class", <Address key="address" value={tranche.address} />],
          ["Share mint", <Address key="mint" value={data.mint} />],
          ...(wrapper === undefined
            ? []
            : ([
                [
                  "Wrapped",
                  <>
                    <Amount value={wrapper.wrapper.data.units} decimals={data.decimals} /> units, each a share
                    and what one share has received
                    {wrapper.wrapper.data.bearer === 1 ? "; whoever holds them needs no credential" : null}
                  </>,
                ],
                [
                  "Mint of units",
                  <>
                    <Address value={wrapper.wrapper.data.mint} /> of{" "}
                    {wrapper.wrapper.data.tokenProgram === TOKEN_PROGRAM ? "SPL Token" : "Token-2022"}
                  </>,
                ],
              ] as const)),
        ]}
      />
    </>
  );
}

const everyMonths = (months: number) => (months === 1 ? "every month" : `every ${months} months`);
