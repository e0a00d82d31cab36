import { assetsOf, explain, previewDeposit } from "@defi-ready/securities";
import { type FormEvent, type ReactNode, useId, useMemo, useState } from "react";
import { money } from "../../format.js";
import { Amount } from "../../ui/amount.js";
import { Button } from "../../ui/button.js";
import { Choose, Field } from "../../ui/field.js";
import { Notice } from "../../ui/notice.js";
import { Facts } from "../../ui/table.js";
import { Untrusted } from "../../ui/untrusted.js";
import type { Ask } from "../act.js";
import { depositAction, lackOf, readDeposit } from "./deposit-action.js";
import { Gates } from "./gates.js";
import type { Investor } from "./investor.js";
import { LineWithIt } from "./line-with-it.js";

/** Steps of the slider over what may be put in. */
const STEPS = 200n;

/** How much to put in line, and what it would get now. */
export function DepositForm({ investor, ask }: Readonly<{ investor: Investor; ask: Ask }>): ReactNode {
  const { book, balances, tickets } = investor;
  const assets = assetsOf(book.data);
  const [asset, setAsset] = useState("0");
  const index = Number(asset);
  const range = useRange(investor);
  const [text, setText] = useState(() => money(range.start, investor.decimals));
  const hasOffer = book.data.offerVersion > 0;
  const { offerVersion } = book.data;
  const [version, setVersion] = useState(offerVersion);
  const [isChanged, setChanged] = useState(false);
  const [isCommitted, setCommitted] = useState(hasOffer);
  if (version !== offerVersion) {
    // A consent is to what was read: whoever has looked at another offer says so anew.
    setVersion(offerVersion);
    setChanged(true);
    setCommitted(false);
  }
  const [isAsked, setAsked] = useState(false);
  const { amount, error } = useMemo(() => {
    try {
      const typed = readDeposit(text, { investor, asset: index });
      return { amount: typed, error: lackOf(typed, { investor, asset: index }) };
    } catch (fault) {
      return { amount: undefined, error: explain(fault) };
    }
  }, [text, investor, index]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (amount !== undefined && error === undefined) {
      ask(depositAction(investor, { asset: index, amount, isCommitted, tickets: tickets.length }));
    }
  };
  const places = assets[index]?.decimals ?? 0;
  const held = balances[index];
  const shown = error !== undefined && (isAsked || text.trim() !== "") ? error : undefined;
  return (
    <form onSubmit={submit} className="form">
      <Gates investor={investor} />
      {assets.length < 2 ? null : (
        <Choose
          label="Asset"
          value={asset}
          options={assets.map(({ mint }, at) => [String(at), at === 0 ? "Settlement money" : mint])}
          onChoose={setAsset}
        />
      )}
      <Field
        label="Amount"
        inputMode="decimal"
        value={text}
        error={shown}
        hint={held === undefined || shown !== undefined ? undefined : `You hold ${money(held, places)}`}
        onChange={(event) => setText(event.target.value)}
      />
      {index > 0 ? null : (
        <Slider
          range={range}
          value={amount ?? range.start}
          decimals={investor.decimals}
          onChange={(value) => setText(money(value, investor.decimals))}
        />
      )}
      {index > 0 ? (
        <p className="hint">What it is worth, and so its place, is read from its rate when you put it in.</p>
      ) : (
        <>
          <WhatIf investor={investor} value={amount} isCommitted={isCommitted || !hasOffer} />
          {amount === undefined ? null : (
            <LineWithIt investor={investor} value={amount} isCommitted={isCommitted || !hasOffer} />
          )}
        </>
      )}
      {isChanged ? (
        <Notice tone="warn" title={`The sponsor has made offer ${offerVersion} in the meantime`}>
          Read its terms before you commit to it.
        </Notice>
      ) : null}
      {hasOffer ? (
        <label className="check">
          <input
            type="checkbox"
            checked={isCommitted}
            onChange={(event) => setCommitted(event.target.checked)}
          />
          <span>
            Commit it to offer {book.data.offerVersion}, so that it buys shares when the book is locked
          </span>
        </label>
      ) : (
        <p className="hint">
          There is no offer to commit to yet. Your money keeps its place until there is one.
        </p>
      )}
      <div className="buttons">
        <Button type="submit" variant="primary">
          Review
        </Button>
      </div>
    </form>
  );
}

type Range = Readonly<{ least: bigint; most: bigint; start: bigint; lot: bigint }>;

/** What the slider runs over: from the smallest ticket to what the wallet has, the cap still takes, and a ticket may be. */
function useRange({ book, balances }: Investor): Range {
  const { minTicket, maxTicket, cap, committed, lot } = book.data;
  const left = cap > committed ? cap - committed : cap;
  // Whoever holds less than a ticket sees what others would get.
  const held = balances[0] ?? left;
  const limits = [held < minTicket ? left : held, maxTicket > 0n ? maxTicket : left, left];
  const most = limits.reduce((a, b) => (a < b ? a : b));
  const least = ((minTicket + lot - 1n) / lot) * lot;
  const whole = most - (most % lot);
  return { least, most: whole > least ? whole : least, start: least, lot };
}

function Slider({
  range: { least, most, lot },
  value,
  decimals,
  onChange,
}: Readonly<{
  range: Range;
  value: bigint;
  decimals: number;
  onChange: (value: bigint) => void;
}>): ReactNode {
  const id = useId();
  const run = most - least;
  const inside = value < least ? least : value > most ? most : value;
  const at = run === 0n ? 0n : ((inside - least) * STEPS) / run;
  const valueAt = (step: bigint) => {
    const raw = least + (run * step) / STEPS;
    return raw - (raw % lot);
  };
  return (
    <div className="slider">
      <label htmlFor={id}>If you put in</label>
      <input
        id={id}
        type="range"
        min={0}
        max={Number(STEPS)}
        value={Number(at)}
        disabled={run === 0n}
        aria-valuetext={money(inside, decimals)}
        onChange={(event) => onChange(valueAt(BigInt(event.target.value)))}
      />
      <span className="slider-ends" aria-hidden="true">
        <span>{money(least, decimals)}</span>
        <span>{money(most, decimals)}</span>
      </span>
    </div>
  );
}

/** What a deposit would get if the book were locked right after it. */
function WhatIf({
  investor,
  value,
  isCommitted,
}: Readonly<{ investor: Investor; value: bigint | undefined; isCommitted: boolean }>): ReactNode {
  const { state, decimals, share, rewards, book, credential } = investor;
  const preview = useMemo(
    () => (value === undefined ? undefined : previewDeposit({ ...state, value })),
    [state, value],
  );
  const amount = (of: bigint | undefined, places: number) =>
    of === undefined ? "–" : <Amount value={of} decimals={places} />;
  // What does not count buys nothing, wherever it stands.
  const lacks = !isCommitted
    ? "until you commit it"
    : credential === "missing"
      ? "until you have a credential"
      : undefined;
  const got = (of: bigint | undefined, places: number, name?: ReactNode) => (
    <>
      {amount(lacks === undefined ? of : 0n, places)} {name}
      {lacks === undefined ? null : <span className="hint"> {lacks}</span>}
    </>
  );
  const back =
    preview === undefined || value === undefined || lacks !== undefined ? 0n : value - preview.accepted;
  return (
    <section className="what-if" aria-live="polite" aria-label="If you put it in now">
      <Facts
        entries={[
          ["Ahead of it in line", amount(preview?.liveAhead, decimals)],
          ["Of that committed", amount(preview?.committedAhead, decimals)],
          ["Accepted", got(preview?.accepted, decimals)],
          [
            "Shares",
            <span key="shares">
              {got(
                preview?.shares,
                state.tranche.decimals,
                share === undefined ? undefined : <Untrusted>{share.symbol}</Untrusted>,
              )}
            </span>,
          ],
          ...rewards.map(
            ({ kind, decimals: of, name }, at) =>
              [
                `Reward ${at + 1}`,
                <span key={kind}>
                  {got(
                    preview?.rewards[at],
                    of,
                    name === undefined ? kind : <Untrusted>{name.symbol}</Untrusted>,
                  )}
                </span>,
              ] as const,
          ),
        ]}
      />
      <p className="hint">
        If the book were locked right after it
        {book.data.offerVersion === 0 ? ", on the terms that it has so far" : ""}.
        {credential === "not connected"
          ? " These shares require a credential: without one it gets nothing."
          : ""}
        {back > 0n ? ` ${money(back, decimals)} would come back: the cap takes no more.` : ""}
      </p>
    </section>
  );
}
