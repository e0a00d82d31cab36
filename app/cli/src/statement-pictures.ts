import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { TrancheKind } from "@defi-ready/securities/program";
import {
  type ClassLabel,
  type Paid,
  PaymentsPicture,
  StructurePicture,
  structureOf,
} from "@defi-ready/securities-charts";
import type {
  DealStatement,
  HolderStatement,
  Pictures,
  StructureAccounts,
} from "@defi-ready/securities-indexer";
import type { Address } from "@solana/kit";
import { createElement, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

const NOTHING = { interest: 0n, principal: 0n, other: 0n };
/** In pixels: between the widths of a statement on a screen and on A4, so that letters have about its size on both. */
const WIDTH = 800;
const KINDS = { debt: TrancheKind.Debt, equity: TrancheKind.Equity, cover: TrancheKind.Cover } as const;

/** The pictures of a security's statement: what its classes got over time, a picture for each mint, and the structure. */
export function dealPictures(statement: DealStatement, { security, tranches }: StructureAccounts): Pictures {
  const { classes: lines, settlementMint, settlementDecimals: decimals, slot } = statement;
  const classes = lines.map(({ name, kind }) => ({ name, kind: KINDS[kind] }));
  const payments = paidToClasses(statement).map(({ mint, ...one }) =>
    createElement(PaymentsPicture, {
      ...one,
      classes,
      title: titleOf("Payments over time", mint, settlementMint),
      width: WIDTH,
      isStatic: true,
    }),
  );
  const structure = structureOf({ security, tranches, classes });
  const title = `Structure at slot ${slot}`;
  return pictures([
    ...payments,
    ...(structure.total === 0n
      ? []
      : [createElement(StructurePicture, { structure, decimals, title, width: WIDTH })]),
  ]);
}

/** The pictures of a holder's statement: what it got over time, a picture for each mint. */
export function holderPictures(statement: HolderStatement): Pictures {
  const classes = labelsOf(statement);
  const [settlement] = statement.classes.flatMap(({ money }) => money.slice(0, 1));
  return pictures(
    paidToHolder(statement).map(({ mint, ...one }) =>
      createElement(PaymentsPicture, {
        ...one,
        classes,
        title: titleOf("Earned over time", mint, settlement?.mint),
        receivers: "the holder",
        width: WIDTH,
        isStatic: true,
      }),
    ),
  );
}

/** What was received in one mint over time. */
type Received = Readonly<{ mint: Address; decimals: number; happened: readonly Paid[] }>;

/** What the classes of a security got over time, by mint, from the lines of its statement. */
export function paidToClasses({ received }: DealStatement): readonly Received[] {
  return grouped(received, ({ mint }) => mint).map((lines) => ({
    mint: lines[0].mint,
    decimals: lines[0].decimals,
    happened: lines.map(({ time, distribution, source, classes }) => ({
      at: time,
      number: distribution,
      name: distribution === undefined ? source : undefined,
      receipts: classes.map(({ interest, principal, income }) => ({ interest, principal, other: income })),
    })),
  }));
}

/** What a holder earned over time, by mint, from the lines of its statement: those of one payment together, by rank. */
export function paidToHolder({ classes }: HolderStatement): readonly Received[] {
  const ranks = labelCount(classes);
  const lines = classes.flatMap(({ rank, money }) =>
    money.flatMap(({ mint, decimals, earned }) => earned.map((line) => ({ ...line, rank, mint, decimals }))),
  );
  return grouped(lines, ({ mint }) => mint).map((own) => ({
    mint: own[0].mint,
    decimals: own[0].decimals,
    happened: grouped(
      own,
      ({ address, signature, source, time }) => address ?? signature ?? `${source} ${time}`,
    ).map((parts) => {
      const [{ distribution, source, time }] = parts;
      const receipts = Array.from({ length: ranks }, (_, rank) =>
        parts
          .filter((one) => one.rank === rank)
          .reduce(
            (sum, one) => ({
              interest: sum.interest + one.interest,
              principal: sum.principal + one.principal,
              other: sum.other + one.income,
            }),
            NOTHING,
          ),
      );
      return {
        at: parts.reduce((first, one) => (one.time < first ? one.time : first), time),
        number: distribution,
        name: distribution === undefined ? source : undefined,
        receipts,
      };
    }),
  }));
}

/** The classes by rank, also those that the holder has nothing of. */
function labelsOf({ classes }: HolderStatement): readonly ClassLabel[] {
  return Array.from({ length: labelCount(classes) }, (_, rank) => {
    const own = classes.find((one) => one.rank === rank);
    return { name: own?.name ?? `class ${rank}`, kind: KINDS[own?.kind ?? "debt"] };
  });
}

const labelCount = (classes: HolderStatement["classes"]) =>
  Math.max(0, ...classes.map(({ rank }) => rank + 1));

const titleOf = (title: string, mint: Address, settlement: Address | undefined) =>
  mint === settlement ? title : `${title}, in mint ${mint}`;

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) {
      groups.set(keyOf(one), [one]);
    } else {
      group.push(one);
    }
  }
  return [...groups.values()];
}

/** The pictures' style sheet with all that it imports, since a statement is one file. */
function styleSheet(name = "charts.css"): string {
  const { resolve } = createRequire(import.meta.url);
  const sheet = readFileSync(resolve(`@defi-ready/securities-charts/${name}`), "utf8");
  return sheet.replace(/@import "\.\/([^"]+)";\n/g, (_, imported: string) => styleSheet(imported));
}

function pictures(drawn: readonly ReactElement[]): Pictures {
  return {
    style: styleSheet(),
    // Each has names of its own for what it refers to.
    figures: drawn.map((one, index) => renderToStaticMarkup(one, { identifierPrefix: `picture-${index}-` })),
  };
}
