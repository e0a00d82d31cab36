import { isInCalendar, statedCountry } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { moment, short } from "../format.js";
import { Address } from "../ui/address.js";
import { Status } from "../ui/notice.js";
import { Section } from "../ui/section.js";
import { Table } from "../ui/table.js";
import type { Held } from "./holdings.js";

/** What qualifiers say about the wallet, and which shares it may hold by that. */
export function CredentialsSection({
  credentials,
  time,
}: Readonly<{ credentials: readonly Held[]; time: bigint }>): ReactNode {
  return (
    <Section title="Credentials">
      <Table
        caption="Your credentials"
        rows={credentials}
        rowKey={({ credential }) => credential.address}
        columns={[
          {
            title: "Issued by",
            heads: true,
            cell: ({ credential }) => <Address value={credential.data.qualifier} />,
          },
          { title: "Category", cell: ({ credential }) => String(credential.data.category) },
          {
            title: "Country",
            cell: ({ credential: { data } }) => statedCountry(data.jurisdiction) ?? "–",
          },
          {
            title: "Valid",
            cell: ({ credential }) => <Validity until={credential.data.expiresAt} time={time} />,
          },
          { title: "Lets you hold shares of", cell: ({ admits }) => <Deals of={admits} /> },
        ]}
      />
    </Section>
  );
}

function Validity({ until, time }: Readonly<{ until: bigint; time: bigint }>): ReactNode {
  if (until === 0n) {
    return <Status tone="wrong">revoked</Status>;
  }
  if (until <= time) {
    return <Status tone="wrong">expired {moment(until)}</Status>;
  }
  return <Status tone="good">{isInCalendar(until) ? `until ${moment(until)}` : "never expires"}</Status>;
}

function Deals({ of }: Readonly<{ of: Held["admits"] }>): ReactNode {
  return of.length === 0 ? (
    <span className="hint">no deal names this qualifier</span>
  ) : (
    of.map((address) => (
      <span key={address}>
        <Link href={`/deal/${address}`}>{short(address)}</Link>{" "}
      </span>
    ))
  );
}
