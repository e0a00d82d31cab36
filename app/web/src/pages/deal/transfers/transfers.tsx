import {
  type ExchangeWindow,
  type Hindrance,
  heldOf,
  hindranceOf,
  isFrozenForm,
  limitsHolders,
  neededDisclosures,
  transferDisclosuresOf,
  vaultsOf,
  type WindowState,
  windowState,
} from "@defi-ready/securities";
import { Fragment, type ReactNode, useId } from "react";
import type { Deal, DealClass } from "../../../data/deal.js";
import { nameWithin } from "../../../data/names.js";
import { day, moment, money, short } from "../../../format.js";
import { slots } from "../../../slots.js";
import { Address } from "../../../ui/address.js";
import { Amount } from "../../../ui/amount.js";
import { Notice, Status } from "../../../ui/notice.js";
import { Facts } from "../../../ui/table.js";
import { Untrusted } from "../../../ui/untrusted.js";
import { Points } from "../disclosures.js";
import { isRuled } from "./ruled.js";

/** Of each class whose shares do not always move freely, who may receive them, and when. */
export function Transfers({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const ruled = deal.classes.filter((one) => isRuled(deal, one));
  return (
    <div className="topics">
      {ruled.map((one) => (
        <ClassTransfers deal={deal} one={one} key={one.tranche.address} />
      ))}
    </div>
  );
}

function ClassTransfers({ deal, one }: Readonly<{ deal: Deal; one: DealClass }>): ReactNode {
  const id = useId();
  return (
    <section className="ruled" aria-labelledby={id}>
      <h3 id={id}>
        <Untrusted>{nameWithin(deal.name, one.name)}</Untrusted>
      </h3>
      <Windows deal={deal} one={one} />
      <Thawed deal={deal} one={one} />
      <Retained deal={deal} one={one} />
      <Places deal={deal} one={one} />
      <Points points={transferDisclosuresOf(deal.facts, one.tranche.data.rank)} />
    </section>
  );
}

/** Whether shares of a class change hands now, when they do next, and what has to be posted before. */
function Windows({ deal, one }: Readonly<{ deal: Deal; one: DealClass }>): ReactNode {
  const { time } = deal;
  const tranche = one.tranche.data;
  const state = windowState({ tranche, now: time });
  if (state === undefined) {
    return null;
  }
  const { due, next } = state;
  const waiting = (window: ExchangeWindow) =>
    hindranceOf({
      tranche,
      calendar: deal.told?.calendar.data,
      posted: deal.told?.posted ?? [],
      window,
    });
  return (
    <>
      {due === undefined ? null : <Due deal={deal} one={one} window={due} hindrance={waiting(due)} />}
      <Facts
        entries={[
          ["Now", <Now key="now" state={state} />],
          ...(next === undefined ? [] : [["Next window", spanWords(next)] as const]),
          ...(next === undefined || tranche.rules.window.needs === 0
            ? []
            : [["Before it begins", <Needed key="needed" deal={deal} one={one} window={next} />] as const]),
        ]}
      />
    </>
  );
}

const spanWords = ({ from, until }: ExchangeWindow): string => `from ${day(from)} until ${day(until)}`;

function Now({ state: { openUntil, due, next } }: Readonly<{ state: WindowState }>): ReactNode {
  if (openUntil !== undefined) {
    return <Status tone="good">Open until {moment(openUntil)}</Status>;
  }
  return (
    <Status tone="warn">{due === undefined && next === undefined ? "Closed for good" : "Closed"}</Status>
  );
}

/** A window on whose days it is: anyone may open it, or what came too late keeps it closed. */
function Due({
  deal,
  one,
  window,
  hindrance,
}: Readonly<{
  deal: Deal;
  one: DealClass;
  window: ExchangeWindow;
  hindrance: Hindrance | undefined;
}>): ReactNode {
  const { window: Open } = slots;
  if (hindrance !== undefined) {
    const { kind, why } = hindrance;
    return (
      <Notice tone="warn" title={`The window ${spanWords(window)} stays closed`}>
        The disclosure of kind {kind} that it waits for{" "}
        {why === "missing" ? "was not posted before it began" : "was posted after it had begun"}. Nothing
        opens it any more.
      </Notice>
    );
  }
  return (
    <Notice
      title={`The window ${spanWords(window)} can be opened`}
      action={
        Open === undefined ? undefined : (
          <Open tranche={one.tranche.address} name={nameWithin(deal.name, one.name)} />
        )
      }
    >
      Anyone may open it. Until somebody does, these shares do not change hands.
    </Notice>
  );
}

/** The disclosures that a window waits for, and which of them were posted. */
function Needed({
  deal: { told },
  one,
  window,
}: Readonly<{ deal: Deal; one: DealClass; window: ExchangeWindow }>): ReactNode {
  const needed = neededDisclosures({ tranche: one.tranche.data, calendar: told?.calendar.data, window });
  if (needed.length === 0) {
    return "nothing has to be posted: no disclosure is due by then";
  }
  return (
    <ul className="dues">
      {needed.map(({ kind, period }) => {
        const posted = told?.posted.find(({ data }) => data.kind === kind && data.period === period);
        return (
          <li key={kind}>
            {posted === undefined ? (
              <Status tone="warn">
                Kind {kind}, period {period}: not posted yet
              </Status>
            ) : (
              <Status tone="good">
                Kind {kind}, period {period}: posted {day(posted.data.postedAt)}
              </Status>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** How many accounts of a class in the frozen form are thawed, and what is held for it meanwhile. */
function Thawed({ deal, one }: Readonly<{ deal: Deal; one: DealClass }>): ReactNode {
  const { data } = one.tranche;
  if (!isFrozenForm(data)) {
    return null;
  }
  const held = vaultsOf(deal.security.data)
    .slice(0, data.payoutCount)
    .flatMap(({ mint, decimals }, vault) => {
      const amount = heldOf(data, vault);
      return amount === 0n ? [] : [{ mint, decimals, amount }];
    });
  return (
    <Facts
      entries={[
        ["Accounts that are thawed", data.thawed],
        ...(held.length === 0
          ? []
          : [
              [
                "Held until all are frozen",
                <ul className="dues" key="held">
                  {held.map(({ mint, decimals, amount }, at) => (
                    <li key={mint}>
                      <Amount value={amount} decimals={decimals} unit={at === 0 ? undefined : short(mint)} />
                    </li>
                  ))}
                </ul>,
              ] as const,
            ]),
      ]}
    />
  );
}

/** What an owner retains of a class, and whether anyone can end that now. */
function Retained({ deal, one }: Readonly<{ deal: Deal; one: DealClass }>): ReactNode {
  const { retention, tranche } = one;
  const { retention: Release } = slots;
  if (retention === undefined) {
    return null;
  }
  const { retainedOwner, retainedShares } = tranche.data.rules;
  const shares = money(retainedShares, tranche.data.decimals);
  return (
    <>
      {retention.why === undefined ? (
        <Notice
          title="The retention can be released"
          action={
            Release === undefined ? undefined : (
              <Release tranche={tranche} name={nameWithin(deal.name, one.name)} />
            )
          }
        >
          Anyone may release it: no debt of the deal is outstanding.
        </Notice>
      ) : null}
      <Facts
        entries={[
          [
            "Retained",
            <Fragment key="retained">
              {shares} shares by <Address value={retainedOwner} />
            </Fragment>,
          ],
          ...(retention.why === undefined ? [] : [["Not released yet", retention.why] as const]),
        ]}
      />
    </>
  );
}

/** How many persons have a place, and what one may be allotted, where a class limits its holders. */
function Places({ deal, one }: Readonly<{ deal: Deal; one: DealClass }>): ReactNode {
  const { tranche } = one;
  const { allotment: Allot } = slots;
  const { rules, decimals } = tranche.data;
  if (!limitsHolders(rules)) {
    return null;
  }
  const { maxHolders, maxShares, persons } = rules;
  const hasBegun = deal.security.data.beganAt > 0n;
  return (
    <>
      <Facts
        entries={[
          ["Persons with an allotment", maxHolders === 0 ? persons : `${persons} of ${maxHolders}`],
          ...(maxShares === 0n
            ? []
            : [["One person, at most", `${money(maxShares, decimals)} shares`] as const]),
        ]}
      />
      {Allot === undefined || !hasBegun ? null : (
        <div className="buttons">
          <Allot tranche={tranche} name={nameWithin(deal.name, one.name)} />
        </div>
      )}
    </>
  );
}
