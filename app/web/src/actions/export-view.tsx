import {
  ClientError,
  type Cluster,
  describeUnsigned,
  explain,
  exportTransaction,
  type UnsignedTransaction,
} from "@defi-ready/securities";
import { createNoopSigner, isAddress, type Address as SolanaAddress } from "@solana/kit";
import { type FormEvent, type ReactNode, useState } from "react";
import { useCluster } from "../connection/connection.js";
import { Address } from "../ui/address.js";
import { Button } from "../ui/button.js";
import { Copy } from "../ui/copy.js";
import { Field } from "../ui/field.js";
import { Notice } from "../ui/notice.js";
import { Step } from "../ui/step.js";
import { Facts } from "../ui/table.js";
import type { Action } from "./action.js";
import { PlannedView } from "./plan-view.js";
import { sentence } from "./stage.js";
import { type Planned, planAndSimulate } from "./use-plan.js";

type Exported = Readonly<{ planned: Planned; transaction: UnsignedTransaction; signer: SolanaAddress }>;

/** Exports what an action would sign, for a multisig or another wallet: the same texts as the command line's `--unsigned`. */
export function ExportView({
  action,
  owner,
  onBack,
}: Readonly<{
  action: Action;
  /** The only one in whose name it is done, if there is one. */
  owner?: SolanaAddress | undefined;
  onBack?: (() => void) | undefined;
}>): ReactNode {
  const cluster = useCluster();
  const [text, setText] = useState<string>(owner ?? "");
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [exported, setExported] = useState<Exported>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const signer = text.trim();
    if (!isAddress(signer)) {
      setError("An address is 32 to 44 letters and digits of base58.");
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      setExported(await exportedOf(action, cluster, signer));
    } catch (fault) {
      setError(sentence(explain(fault)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Step of="export">
      {owner === undefined ? null : (
        <p>
          This is done in the name of <Address value={owner} />, which is not the connected wallet: it is
          exported for whoever signs there.
        </p>
      )}
      <form onSubmit={(event) => void submit(event)} className="form">
        <Field
          label="Who signs"
          hint="The address in whose name it is done, such as a multisig's vault"
          value={text}
          error={error}
          readOnly={owner !== undefined}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
            setExported(undefined);
          }}
        />
        <Button type="submit" variant="primary" busy={isBusy}>
          Export
        </Button>
      </form>
      {exported === undefined ? null : <ExportedView exported={exported} />}
      {onBack === undefined ? null : (
        <div className="buttons">
          <Button onClick={onBack}>Back</Button>
        </div>
      )}
    </Step>
  );
}

/** Plans an action in somebody's name, tries it out, and makes the transaction of it. */
async function exportedOf(action: Action, cluster: Cluster, signer: SolanaAddress): Promise<Exported> {
  const planned = await planAndSimulate(action, cluster, createNoopSigner(signer));
  const plan = planned.is === "planning" ? undefined : planned.plan;
  if (plan === undefined) {
    throw planned.is === "refused" ? planned.error : new ClientError("there is nothing to export");
  }
  const { instructions, lookupTables } = plan;
  if (lookupTables !== undefined) {
    throw new ClientError("this needs lookup tables, which multisigs do not take: use the command line");
  }
  return { planned, signer, transaction: await exportTransaction(cluster, { instructions, payer: signer }) };
}

function ExportedView({
  exported: { planned, transaction, signer },
}: Readonly<{ exported: Exported }>): ReactNode {
  const { message, transaction: wire, signers } = transaction;
  return (
    <>
      <PlannedView planned={planned} />
      <Facts
        entries={[
          ["Signed by", signers.map((one) => <Address key={one} value={one} />)],
          ["Instructions", String(transaction.instructions.length)],
        ]}
      />
      <dl className="exported">
        {(
          [
            ["Message, base64", message.base64],
            ["Message, base58", message.base58],
            ["Transaction, base64", wire.base64],
            ["Transaction, base58", wire.base58],
          ] as const
        ).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Copy value={value} what={name} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="buttons">
        <Button onClick={() => void navigator.clipboard?.writeText(describeUnsigned([transaction], signer))}>
          Copy all
        </Button>
      </div>
      <Notice title="Nothing is sent">
        Give one of these to the multisig. Its blockhash is of now: a multisig puts in its own.
      </Notice>
    </>
  );
}
