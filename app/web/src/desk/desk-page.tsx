import { inControl, protocolTermsOf, STAGES } from "@defi-ready/securities";
import { isAddress, type Address as SolanaAddress } from "@solana/kit";
import { type FormEvent, type ReactNode, useState } from "react";
import { Link } from "wouter";
import { OwnerContext } from "../actions/act.js";
import { className, dealName } from "../data/names.js";
import { short } from "../format.js";
import { Button } from "../ui/button.js";
import { Field } from "../ui/field.js";
import { Notice } from "../ui/notice.js";
import { Read } from "../ui/read.js";
import { PageHead, Section } from "../ui/section.js";
import { useWallet } from "../wallet/context.js";
import { Wallets } from "../wallet/wallet-button.js";
import { ArbitratorDesk } from "./arbitrator.js";
import { AttestorDesk } from "./attestor.js";
import { type Desk, useDesks } from "./desks.js";
import { ProtocolsDesk } from "./protocols.js";
import { QualifierDesk } from "./qualifier.js";
import { ReporterDesk } from "./reporter.js";
import { RoleTransfers } from "./role-transfers.js";
import { ServicerDesk } from "./servicer.js";
import { OutOfControl, SponsorDesk } from "./sponsor.js";

/** For whoever has a role in deals: what there is to do, with a review before anything is signed. */
export function DeskPage(): ReactNode {
  const wallet = useWallet();
  const [other, setOther] = useState<SolanaAddress>();
  const owner = other ?? wallet?.address;
  return (
    <>
      <PageHead title="Desks">
        <p className="lead">
          What sponsors, agents, servicers, reporters, attestors, arbitrators and qualifiers have to do.
          Everything is tried out before it is signed, or exported for a multisig.
        </p>
      </PageHead>
      <Whose other={other} onChoose={setOther} />
      {owner === undefined ? (
        <Wallets />
      ) : (
        <OwnerContext value={owner}>
          <Desks owner={owner} key={owner} />
        </OwnerContext>
      )}
    </>
  );
}

/** Another address than the wallet's, such as a multisig's vault: its desk is shown, and its transactions exported. */
function Whose({
  other,
  onChoose,
}: Readonly<{
  other: SolanaAddress | undefined;
  onChoose: (address: SolanaAddress | undefined) => void;
}>): ReactNode {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = text.trim();
    if (typed === "" || isAddress(typed)) {
      onChoose(typed === "" ? undefined : typed);
    } else {
      setError("An address is 32 to 44 letters and digits of base58.");
    }
  };
  return (
    <details className="whose" open={other !== undefined}>
      <summary>The desk of a multisig</summary>
      <form onSubmit={submit} className="form">
        <Field
          label="Its address"
          hint="Such as its vault. Leave it empty for the desk of your wallet."
          value={text}
          error={error}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
        />
        <Button type="submit">Show</Button>
      </form>
    </details>
  );
}

function Desks({ owner }: Readonly<{ owner: SolanaAddress }>): ReactNode {
  const query = useDesks(owner);
  return (
    <Read query={query} what="the desks of this account">
      {(desks) =>
        desks.length === 0 ? (
          <Notice title="This account has no role in any deal">
            Roles are named in a deal: its sponsor, servicer, reporter, attestors, arbitrator and qualifiers.{" "}
            {short(owner)} is none of them here.
          </Notice>
        ) : (
          desks.map((desk) => <DealDesk desk={desk} owner={owner} key={desk.listed.security.address} />)
        )
      }
    </Read>
  );
}

function DealDesk({ desk, owner }: Readonly<{ desk: Desk; owner: SolanaAddress }>): ReactNode {
  const { listed, roles, names } = desk;
  const { address, data } = listed.security;
  const has = (word: string) => roles.some((role) => role.word === word);
  const classes = listed.classes.map(({ tranche }) => className(tranche, names));
  const supervises = has("qualifier") || has("arbitrator");
  const letsRegister = protocolTermsOf(data) !== null;
  const isAttestor = desk.unposted.length > 0;
  const agency = data.control.agents.flatMap((agent, at) =>
    agent === owner ? [`agent of the ${STAGES[at + 1]}`] : [],
  );
  const held = [...roles.map(({ word }) => word), ...(isAttestor ? ["attestor"] : []), ...agency];
  const words = [...new Set(held)].join(", ");
  const isInControl = inControl(data) === owner;
  return (
    <Section
      title={dealName({ address, id: data.id }, classes)}
      aside={<Link href={`/deal/${address}`}>Look at the deal</Link>}
    >
      <p className="hint">You are: {words === "" ? "proposed for a role" : words}.</p>
      <div className="desks">
        <RoleTransfers desk={desk} owner={owner} />
        {isInControl ? <SponsorDesk desk={desk} /> : null}
        {!isInControl && (has("sponsor") || agency.length > 0) ? <OutOfControl desk={desk} /> : null}
        {has("servicer") ? <ServicerDesk desk={desk} /> : null}
        {has("reporter") ? <ReporterDesk desk={desk} /> : null}
        {isAttestor ? <AttestorDesk desk={desk} /> : null}
        {has("arbitrator") ? <ArbitratorDesk desk={desk} /> : null}
        {has("qualifier") ? <QualifierDesk /> : null}
        {letsRegister && (supervises || isInControl) ? (
          <ProtocolsDesk desk={desk} supervises={supervises} />
        ) : null}
      </div>
    </Section>
  );
}
