import {
  creditedOf,
  type DealStage,
  deadlineAt,
  describeMode,
  endsFrom,
  modeOf,
  payoutOf,
  principalOf,
  settlementVault,
  stageOf,
} from "@defi-ready/securities";
import { TrancheKind } from "@defi-ready/securities/program";
import type { ReactNode } from "react";
import { steppedWords } from "../../data/control.js";
import type { Deal } from "../../data/deal.js";
import { day, dayNumber, lasting, percentOf } from "../../format.js";
import { Amount } from "../../ui/amount.js";
import { MoneyWords } from "../../ui/money-words.js";
import { Status } from "../../ui/notice.js";
import { timeLeft } from "../phase.js";

const STAGE_WORDS: Readonly<Record<DealStage, string>> = {
  draft: "Draft: terms may change until a book is locked",
  active: "Terms are fixed",
  winding: "Being wound down: nothing new begins",
  ended: "Ended: what is owed is still paid",
  closed: "Closed",
};

/** The figures of a deal that are looked at first. */
export function Summary({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { security, classes, time, tested, covenants } = deal;
  const { decimals, mint } = settlementVault(security.data);
  const tranches = classes.map(({ tranche }) => tranche.data);
  const sum = (amounts: readonly bigint[]) => amounts.reduce((all, one) => all + one, 0n);
  const capital = tranches.filter(({ kind }) => kind !== TrancheKind.Cover);
  const outstanding = sum(capital.map(principalOf));
  const funded = sum(tranches.map((tranche) => creditedOf(payoutOf(tranche))));
  const open = classes.flatMap(({ books }) =>
    books.filter(({ phase }) => phase === "building" || phase === "offering" || phase === "due"),
  );
  const [live, cap] = [
    sum(open.map(({ book }) => book.data.live)),
    sum(open.map(({ book }) => book.data.cap)),
  ];
  const ends = open.flatMap(({ book, phase }) => {
    const left = timeLeft({ book: book.data, phase, endsAt: deadlineAt(book.data, time), now: time });
    return left === undefined ? [] : [left];
  });
  const soonest = ends.reduce<bigint | undefined>(
    (least, one) => (least === undefined || one < least ? one : least),
    undefined,
  );
  const nextDue = tranches
    .map(({ nextDue: next }) => next)
    .filter((next) => dayNumber(next) !== "–")
    .reduce<bigint | undefined>(
      (least, one) => (least === undefined || one < least ? one : least),
      undefined,
    );
  const overdue = tranches.filter(({ overdueSince }) => overdueSince > 0n);
  const failing = covenants.filter(({ holds }) => !holds).length;
  const stepped = steppedWords(security.data);
  const stage = stageOf(security.data);
  const canEnd = endsFrom(security.data);
  return (
    <>
      <p className="state-line">
        <Status tone={stage === "active" ? "good" : "plain"}>{STAGE_WORDS[stage]}</Status>
        {stage === "winding" && canEnd !== undefined ? (
          <Status tone="warn">Can end from {day(canEnd)}</Status>
        ) : null}
        {tested.structureVersion === 0 ? null : <ModeStatus deal={deal} />}
        {stepped === undefined ? null : <Status tone="warn">{stepped}</Status>}
        {failing === 0 ? null : (
          <Status tone="wrong">{failing === 1 ? "A covenant fails" : `${failing} covenants fail`}</Status>
        )}
        {overdue.length === 0 ? null : <Status tone="wrong">Payments are overdue</Status>}
      </p>
      <p className="hint">
        <MoneyWords mint={mint} names={deal.names} />
      </p>
      <dl className="figures">
        <div>
          <dt>Principal outstanding</dt>
          <dd>
            <Amount value={outstanding} decimals={decimals} />
          </dd>
        </div>
        {open.length === 0 ? null : (
          <div>
            <dt>In line, {percentOf(live, cap)} of the cap</dt>
            <dd>
              <Amount value={live} decimals={decimals} />
            </dd>
          </div>
        )}
        <div>
          <dt>Paid in for holders</dt>
          <dd>
            <Amount value={funded} decimals={decimals} />
          </dd>
        </div>
        {soonest === undefined ? null : (
          <div>
            <dt>Offer ends in</dt>
            <dd>{soonest > 0n ? lasting(soonest) : "now"}</dd>
          </div>
        )}
        {nextDue === undefined ? null : (
          <div>
            <dt>Next due</dt>
            <dd>{dayNumber(nextDue)}</dd>
          </div>
        )}
        <div>
          <dt>Payments so far</dt>
          <dd>{deal.distributions.length.toLocaleString("en-US")}</dd>
        </div>
        {security.data.beganAt === 0n ? null : (
          <div>
            <dt>Began</dt>
            <dd>{day(security.data.beganAt)}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

function ModeStatus({ deal: { tested, time } }: Readonly<{ deal: Deal }>): ReactNode {
  const mode = modeOf(tested, time);
  const [word = "", rest = ""] = describeMode(mode).split(": ");
  return (
    <Status tone={mode === "accelerated" ? "wrong" : "plain"}>
      {word.charAt(0).toUpperCase() + word.slice(1)}: {rest}
    </Status>
  );
}
