import {
  canLock,
  counted,
  destinationsFor,
  drawableOf,
  inControl,
  reinvestableOf,
  type StageName,
  stageName,
  vaultsOf,
  whyNotDrawn,
  whyNotReinvested,
} from "@defi-ready/securities";
import type { Vault } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { FieldsForm } from "../actions/fields-form.js";
import { sentence } from "../actions/stage.js";
import { useCluster } from "../connection/connection.js";
import { actorOf, mayNow } from "../data/control.js";
import { className } from "../data/names.js";
import { useRead } from "../data/query.js";
import { moment, money, PHASE_WORDS, short } from "../format.js";
import { Address as Shown } from "../ui/address.js";
import { Amount } from "../ui/amount.js";
import { AnnouncedDraw, announcedNote } from "./announced-draw.js";
import { Approval } from "./approval.js";
import { Card, Task } from "./card.js";
import type { Desk } from "./desks.js";
import { DOCUMENT_FIELDS, documentIn, noticeKindIn, postNoticeAction } from "./disclosure-actions.js";
import { drawAction, lockAction, releasable, releaseAction, whyNotLocked } from "./sponsor-actions.js";

const TITLES: Readonly<Record<StageName, string>> = {
  sponsor: "Sponsor",
  investors: "Agent of the investors",
  lenders: "Agent of the lenders",
};

/** For a sponsor or an agent that is not in control. */
export function OutOfControl({ desk }: Readonly<{ desk: Desk }>): ReactNode {
  const { data } = desk.listed.security;
  return (
    <Card title="Control">
      <Task
        what={
          <>
            You are not in control: {actorOf(data).replace(/^The/, "the")} is,{" "}
            <Shown value={inControl(data)} />
          </>
        }
      />
    </Card>
  );
}

/** What whoever is in control has to do, the sponsor or an agent: lock, release, draw. */
export function SponsorDesk({ desk }: Readonly<{ desk: Desk }>): ReactNode {
  const { listed } = desk;
  const books = listed.classes.flatMap(({ tranche, books: of }) =>
    of.map(({ book, phase }) => ({ tranche, book, phase })),
  );
  return (
    <Card title={TITLES[stageName(listed.security.data.control.stage)]}>
      {books.length === 0 ? <Task what="No book is open, and none waits to be closed." /> : null}
      {books.map(({ tranche, book, phase }) => {
        const name = className(tranche, desk.names);
        const { live, committed, cap, unsettled } = book.data;
        const isOpen = phase === "building" || phase === "offering" || phase === "due";
        const mayLock = canLock({ book: book.data, now: desk.time, bySponsor: true });
        const assets = releasable(book.data, { kind: tranche.data.kind, now: desk.time });
        return (
          <Task
            key={book.address}
            what={
              <>
                Book of {name}: {PHASE_WORDS[phase].toLowerCase()},{" "}
                <Amount value={committed} decimals={desk.decimals} /> committed of{" "}
                <Amount value={live} decimals={desk.decimals} /> in line, cap{" "}
                <Amount value={cap} decimals={desk.decimals} />
              </>
            }
            note={
              isOpen
                ? mayLock
                  ? "Its conditions are met: it can be locked now."
                  : sentence(
                      whyNotLocked(book.data, {
                        now: desk.time,
                        decimals: desk.decimals,
                        bySponsor: true,
                      }),
                    )
                : phase === "settling" && assets.length === 0
                  ? unsettled === 0 && desk.time >= book.data.lockedAt + book.data.drawDelay
                    ? "Everything is settled, and the proceeds are released."
                    : `${counted(unsettled, "ticket")} still to be settled; proceeds can be released from ${moment(book.data.lockedAt + book.data.drawDelay)}.`
                  : undefined
            }
          >
            {isOpen ? (
              <Act
                label="Lock"
                title={`Lock the book of ${name}`}
                variant={mayLock ? "primary" : "plain"}
                disabled={!mayLock}
                action={() => lockAction(book, desk.decimals)}
              />
            ) : null}
            {phase === "offering" ? (
              <Approval security={listed.security} book={book} decimals={desk.decimals} />
            ) : null}
            {assets.length === 0 ? null : (
              <Act
                label="Release proceeds"
                variant="primary"
                action={() => releaseAction(book, tranche.data.kind)}
              />
            )}
          </Task>
        );
      })}
      {vaultsOf(listed.security.data).map((vault, at) => (
        <VaultTasks desk={desk} vault={vault} isFirst={at === 0} key={vault.mint} />
      ))}
      <NoticeTask desk={desk} />
    </Card>
  );
}

/** Something to tell holders, whenever there is. */
function NoticeTask({ desk: { listed } }: Readonly<{ desk: Desk }>): ReactNode {
  return (
    <Task what="Holders can be told something at any time">
      <Act
        label="Post a notice"
        form={(ask) => (
          <FieldsForm
            fields={[
              { key: "kind", label: "Kind", hint: "A number of your choice, up to 255", start: "0" },
              ...DOCUMENT_FIELDS,
            ]}
            make={(typed) =>
              postNoticeAction(listed.security, typed.read("kind", noticeKindIn), documentIn(typed))
            }
            ask={ask}
          />
        )}
      />
    </Task>
  );
}

function VaultTasks({
  desk,
  vault,
  isFirst,
}: Readonly<{ desk: Desk; vault: Vault; isFirst: boolean }>): ReactNode {
  const { security } = desk.listed;
  const { url } = useCluster();
  const { treasury, mint, decimals } = vault;
  const waits = isFirst ? reinvestableOf(vault) : 0n;
  const isNeeded = treasury > 0n || waits > 0n;
  const { data } = useRead({
    key: [url, "deal", security.address, "draws", mint],
    enabled: isNeeded,
    read: async (cluster) => {
      const [destinations, proceeds, reinvestment] = await Promise.all([
        destinationsFor(cluster, { security: security.data, mint }),
        isFirst && treasury > 0n ? whyNotDrawn(cluster, security) : undefined,
        waits > 0n ? whyNotReinvested(cluster, security) : undefined,
      ]);
      return { destinations, proceeds, reinvestment };
    },
  });
  const { stage } = security.data.control;
  const mayDraw = mayNow(security.data, "draws");
  const of = isFirst ? "" : ` of ${short(mint)}`;
  const draws = [
    {
      what: `Proceeds${of} in the vault`,
      amount: treasury,
      isReinvestment: false,
      why: data?.value.proceeds,
    },
    { what: "Waiting for new assets", amount: waits, isReinvestment: true, why: data?.value.reinvestment },
  ].filter(({ amount }) => amount > 0n);
  return draws.map(({ what, amount, isReinvestment, why }) => (
    <Task
      key={what}
      what={
        <>
          {what}: <Amount value={amount} decimals={decimals} />
        </>
      }
      note={drawNote(desk, { vault, isReinvestment, why })}
    >
      {stage === 0 || !mayDraw ? null : (
        <AnnouncedDraw
          desk={desk}
          vault={vault}
          amount={amount}
          isReinvestment={isReinvestment}
          destinations={data?.value.destinations ?? []}
        />
      )}
      {stage > 0 || !mayDraw ? null : (
        <Act
          label="Draw"
          title={isReinvestment ? "Draw for new assets" : "Draw proceeds"}
          disabled={why !== undefined || (data?.value.destinations.length ?? 0) === 0}
          form={(ask) => (
            <FieldsForm
              fields={[
                {
                  key: "amount",
                  label: "Amount",
                  kind: "amount",
                  hint: `The vault holds ${money(amount, decimals)} for it`,
                  start: money(amount, decimals),
                },
                {
                  key: "destination",
                  label: "To",
                  start: data?.value.destinations[0] ?? "",
                  options: (data?.value.destinations ?? []).map((one) => [one, one]),
                },
              ]}
              make={(typed) =>
                drawAction(security, {
                  mint,
                  isReinvestment,
                  amount: typed.positive("amount", decimals),
                  destination: typed.text("destination") as Address,
                })
              }
              ask={ask}
            />
          )}
        />
      )}
    </Task>
  ));
}

/** What keeps whoever is in control from drawing, or how much can be drawn. */
function drawNote(
  desk: Desk,
  {
    vault,
    isReinvestment,
    why,
  }: Readonly<{ vault: Vault; isReinvestment: boolean; why: string | undefined }>,
): string | undefined {
  const { data } = desk.listed.security;
  if (!mayNow(data, "draws")) {
    return "Whoever is in control now has no power to draw.";
  }
  if (data.control.stage > 0) {
    return announcedNote(desk, isReinvestment);
  }
  if (why !== undefined) {
    return `A draw would be refused now: ${why}.`;
  }
  const limit = drawableOf(vault, desk.time);
  return limit === undefined
    ? undefined
    : `The deal's limit lets you draw ${money(limit, vault.decimals)} now.`;
}
