import { closingWords, deadlineAt, escrowAsset, isGated, isRestricted, NOBODY } from "@defi-ready/securities";
import type { ReactNode } from "react";
import type { BookView } from "../../data/book.js";
import { hex, moment } from "../../format.js";
import { Address } from "../../ui/address.js";
import { Amount } from "../../ui/amount.js";
import { DocumentCheck } from "../../ui/document-check.js";
import { Facts } from "../../ui/table.js";

const ALLOCATIONS = ["first come, first served", "pro rata", "the sponsor's choice"];
const HOUR = 3_600n;
const SOL_DECIMALS = 9;

/** The terms of a book in words. */
export function BookTerms({ view: { book, security, time } }: Readonly<{ view: BookView }>): ReactNode {
  const { data } = book;
  const { decimals } = escrowAsset(data);
  const amount = (value: bigint) => <Amount value={value} decimals={decimals} />;
  const deadline = deadlineAt(data, time);
  return (
    <>
      <Facts
        entries={[
          [
            "Offer",
            data.offerVersion === 0
              ? "none yet"
              : `number ${data.offerVersion}, open until ${moment(data.offerEnds)}`,
          ],
          ["Allocation", ALLOCATIONS[data.allocation] ?? "–"],
          ...(data.priceMaxAge === 0n
            ? []
            : [
                [
                  "Price",
                  <span key="price">
                    as reported at the lock, {amount(data.priceMin)} to {amount(data.price)}
                  </span>,
                ] as const,
              ]),
          ["Minimum", amount(data.minimum)],
          ["Smallest ticket", amount(data.minTicket)],
          ["Largest ticket", data.maxTicket === 0n ? "no limit" : amount(data.maxTicket)],
          ["Lots of", amount(data.lot)],
          ["Limit per owner", data.ownerLimit === 0n ? "none" : amount(data.ownerLimit)],
          ...(data.lead === NOBODY
            ? []
            : [
                ["Lead investor", <Address key="lead" value={data.lead} />] as const,
                [
                  "Lead in line, of at least",
                  <span key="leads">
                    {amount(data.leadLive)} of {amount(data.leadMinimum)}
                  </span>,
                ] as const,
              ]),
          ["Opens", moment(data.opensAt)],
          ["Deadline", deadline === data.deadline ? moment(deadline) : `${moment(deadline)}, by vote`],
          ["Closes", closingWords(security.data, data.group)],
          [
            "What counts",
            isRestricted(data) ? "money of tickets marked as qualified" : "all money that is committed",
          ],
          ...(isGated(data) ? [["Deposits", "only with a valid credential"] as const] : []),
          ["Holders first", data.rightsUntil === 0n ? "no" : `until ${moment(data.rightsUntil)}`],
          ...(data.lockedAt === 0n ? [] : [["Locked", moment(data.lockedAt)] as const]),
          ["Proceeds stay in escrow", `${data.drawDelay / HOUR} hours after the lock, until all is settled`],
          [
            "Tip for settling a ticket",
            <Amount key="tip" value={data.tip} decimals={SOL_DECIMALS} unit="SOL" />,
          ],
        ]}
      />
      <h3 className="terms-check">The terms that a commitment is to</h3>
      <DocumentCheck sha256={hex(data.termsSha256)} />
    </>
  );
}
