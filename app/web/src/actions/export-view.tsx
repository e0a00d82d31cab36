import {
  describeUnsigned,
  effectsOf,
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
import { Facts } from "../ui/table.js";
import type { Action, Plan } from "./action.js";
import { sentence } from "./stage.js";

type Exported = Readonly<{
  plan: Plan;
  transaction: UnsignedTransaction;
  signer: SolanaAddress;
  /** Why a simulation refuses it now, if it does: what is signed later may find another state. */
  refusal: string | undefined;
}>;

/** Exports what an action would sign, for a multisig or another wallet: the same texts as the command line's `--unsigned`. */
export function ExportView({ action, onBack }: Readonly<{ action: Action; onBack: () => void }>): ReactNode {
  const cluster = useCluster();
  const [text, setText] = useState("");
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
      const payer = createNoopSigner(signer);
      const plan = await action.plan({ cluster, signer: payer });
      const { instructions } = plan;
      setExported({
        plan,
        signer,
        refusal: await effectsOf(cluster, { instructions, payer }).then(
          () => undefined,
          (fault: unknown) => sentence(explain(fault, cluster.url)),
        ),
        transaction: await exportTransaction(cluster, { instructions, payer: signer }),
      });
    } catch (fault) {
      setError(sentence(explain(fault)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <form onSubmit={(event) => void submit(event)} className="form">
        <Field
          label="Who signs"
          hint="The address in whose name it is done, such as a multisig's vault"
          value={text}
          error={error}
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
      <div className="buttons">
        <Button onClick={onBack}>Back</Button>
      </div>
    </>
  );
}

function ExportedView({
  exported: { plan, transaction, signer, refusal },
}: Readonly<{ exported: Exported }>): ReactNode {
  const { message, transaction: wire, signers } = transaction;
  return (
    <>
      <ul className="says">
        {plan.says.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences of one plan do not move
          <li key={at}>{one}</li>
        ))}
      </ul>
      {refusal === undefined ? null : (
        <Notice tone="warn" title="A simulation refuses it as things are">
          {refusal}
        </Notice>
      )}
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
