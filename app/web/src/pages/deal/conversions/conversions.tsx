import {
  type ConversionState,
  conversionBy,
  conversionOutcome,
  conversionPrice,
  conversionRuleWords,
  describeTrigger,
  settlementVault,
  triggersOf,
} from "@defi-ready/securities";
import { type ReactNode, useId } from "react";
import { Link } from "wouter";
import { type Converting, namesOf, stateOf } from "../../../data/converting.js";
import type { Deal } from "../../../data/deal.js";
import { nameWithin } from "../../../data/names.js";
import { moment, money } from "../../../format.js";
import { slots } from "../../../slots.js";
import { Address } from "../../../ui/address.js";
import { Status } from "../../../ui/notice.js";
import { Facts } from "../../../ui/table.js";
import { Untrusted } from "../../../ui/untrusted.js";

/** How shares of a deal's classes become shares of others. */
export function Conversions({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  return (
    <div className="resolutions said">
      <p className="lead">
        Shares of a class can become shares of another. The terms never change, and the shares that are
        received are set aside.
      </p>
      {deal.conversions.map((one) => (
        <One deal={deal} of={one} key={one.conversion.address} />
      ))}
    </div>
  );
}

function One({ deal, of }: Readonly<{ deal: Deal; of: Converting }>): ReactNode {
  const id = useId();
  const { conversion, from, into } = of;
  const { data } = conversion;
  const names = namesOf(of, deal);
  const state = stateOf(of, deal);
  const { conversion: Actions } = slots;
  const { decimals } = settlementVault(deal.security.data);
  return (
    <article className="resolution" aria-labelledby={id}>
      <h3 id={id}>
        <Untrusted>{names.from.name}</Untrusted> into <Untrusted>{names.into.name}</Untrusted>
        {data.number === 0 ? "" : `, conversion ${data.number}`}
      </h3>
      <p>
        <State of={of} state={state} />
      </p>
      <Facts
        entries={[
          ["Converted", <By deal={deal} of={of} key="by" />],
          [
            "Terms",
            <Untrusted key="rule">{conversionRuleWords(data, { ...names, money: decimals })}</Untrusted>,
          ],
          ...(data.rule === 0 || data.done === 1 || state === "over"
            ? []
            : [["Price now", <Price deal={deal} of={of} key="price" />] as const]),
          ...(state === "over" ? [] : [[...example(deal, of)] as const]),
          ["When", `from ${moment(data.opensAt)} until ${moment(data.closesAt)}`],
          [
            "Set aside",
            `${money(data.setAside, names.into.decimals)} shares, for all ${money(from.tranche.data.authorised, names.from.decimals)} that there may be`,
          ],
          ...(data.done === 1
            ? [
                [
                  "Not collected yet",
                  `claims of ${money(from.tranche.data.shares, from.tranche.data.decimals)} shares`,
                ] as const,
              ]
            : []),
          ...(into.security === undefined
            ? []
            : [
                [
                  "Of another deal",
                  <Link href={`/deal/${into.security.address}`} key="other">
                    <Address value={into.security.address} />
                  </Link>,
                ] as const,
              ]),
        ]}
      />
      {Actions === undefined ? null : <Actions deal={deal} of={of} />}
    </article>
  );
}

/** What a hundred whole shares become, or what they stand for. */
function example(deal: Deal, of: Converting): readonly [name: string, value: ReactNode] {
  const { conversion, from, into } = of;
  const shares = 100n * from.tranche.data.unit;
  const found = conversionOutcome({
    conversion: conversion.data,
    from: from.tranche.data,
    into: into.tranche.data,
    shares,
    now: deal.time,
  });
  const names = namesOf(of, deal);
  const name = conversion.data.done === 1 ? "100 shares are claims on" : "100 shares would become";
  return [
    name,
    found === undefined ? (
      "nothing yet: there is no price"
    ) : (
      <>
        {money(found.shares, names.into.decimals)} of <Untrusted>{names.into.name}</Untrusted>
      </>
    ),
  ];
}

function Price({ deal, of }: Readonly<{ deal: Deal; of: Converting }>): ReactNode {
  const price = conversionPrice(of.conversion.data, of.into.tranche.data, deal.time);
  const { decimals } = settlementVault(deal.security.data);
  return price === undefined
    ? "none: no book of the other class was locked a day ago"
    : money(price, decimals);
}

function By({ deal, of }: Readonly<{ deal: Deal; of: Converting }>): ReactNode {
  const { data } = of.conversion;
  switch (conversionBy(data)) {
    case "holders":
      return "by each holder, its own shares";
    case "resolution":
      return "all at once, if a resolution approves it";
    case "trigger": {
      const trigger = triggersOf(deal.waterfall.data)[data.trigger];
      const { cureDays = 0 } = deal.waterfall.data.triggers[data.trigger] ?? {};
      const cure = cureDays === 0 ? "" : ` for ${cureDays} ${cureDays === 1 ? "day" : "days"}`;
      const holds = trigger === undefined ? "" : `. It holds if ${triggerWords(deal, trigger)}`;
      return `all at once, once trigger ${data.trigger} has failed${cure}${holds}`;
    }
  }
}

/** What a trigger requires, with the name of the class that it is about. */
function triggerWords(deal: Deal, trigger: Parameters<typeof describeTrigger>[0]): string {
  const of = deal.classes[trigger.rank];
  const words = describeTrigger(trigger);
  return of === undefined ? words : words.replace(`tranche ${trigger.rank}`, nameWithin(deal.name, of.name));
}

function State({ of, state }: Readonly<{ of: Converting; state: ConversionState }>): ReactNode {
  const { opensAt, closesAt } = of.conversion.data;
  switch (state) {
    case "waits for a resolution":
      return <Status tone="plain">A resolution has to approve it</Status>;
    case "not open yet":
      return <Status tone="plain">{`Opens ${moment(opensAt)}`}</Status>;
    case "open to holders":
      return <Status tone="good">{`Holders can convert until ${moment(closesAt)}`}</Status>;
    case "waits for its trigger":
      return <Status tone="plain">Its trigger has not failed for long enough</Status>;
    case "due":
      return <Status tone="warn">Due: anyone can convert the whole class</Status>;
    case "collecting":
      return <Status tone="warn">Converted: what the shares became can be collected</Status>;
    case "over":
      return <Status tone="plain">Over</Status>;
  }
}
