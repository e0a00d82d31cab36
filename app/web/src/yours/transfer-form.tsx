import { explain, ownerFault, parsePositiveAmount } from "@defi-ready/securities";
import { type Address, isAddress } from "@solana/kit";
import { type FormEvent, type ReactNode, useState } from "react";
import type { Ask } from "../actions/act.js";
import { money } from "../format.js";
import { Button } from "../ui/button.js";
import { Field } from "../ui/field.js";
import type { Holding } from "./holdings.js";
import { isKept, Kept } from "./kept.js";
import { transferAction } from "./transfer-action.js";

type Errors = Readonly<{ to?: string; amount?: string }>;

/** To whom shares go, and how many. */
export function TransferForm({ holding, ask }: Readonly<{ holding: Holding; ask: Ask }>): ReactNode {
  const { decimals } = holding.tranche.data;
  const held = holding.thaw?.balance ?? holding.holder.data.shares;
  const [to, setTo] = useState("");
  const [text, setText] = useState("");
  const [errors, setErrors] = useState<Errors>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const receiver = to.trim();
    const fault = receiverFault(receiver, holding.holder.data.owner);
    const amount = readAmount(text, { held, decimals });
    setErrors({
      ...(fault === undefined ? {} : { to: fault }),
      ...(typeof amount === "string" ? { amount } : {}),
    });
    if (fault === undefined && typeof amount === "bigint") {
      ask(transferAction(holding, receiver as Address, amount));
    }
  };
  return (
    <form onSubmit={submit} className="form">
      {isKept(holding) ? <Kept holding={holding} /> : null}
      <Field
        label="To"
        hint="The receiver's own address, not one of its token accounts"
        value={to}
        error={errors.to}
        onChange={(event) => setTo(event.target.value)}
      />
      <Field
        label="Shares"
        inputMode="decimal"
        hint={`You hold ${money(held, decimals)}`}
        value={text}
        error={errors.amount}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="buttons">
        <Button type="submit" variant="primary">
          Review
        </Button>
      </div>
    </form>
  );
}

/** What is wrong with a receiver, as far as its address shows; the chain is asked in the review. */
function receiverFault(to: string, owner: Address): string | undefined {
  if (!isAddress(to)) {
    return "An address is 32 to 44 letters and digits of base58.";
  }
  if (to === owner) {
    return "That is your own address.";
  }
  const fault = ownerFault({ owner: to });
  return fault === undefined ? undefined : `This ${fault}.`;
}

function readAmount(text: string, { held, decimals }: Readonly<{ held: bigint; decimals: number }>) {
  try {
    const amount = parsePositiveAmount(text, decimals);
    return amount > held ? `You hold ${money(held, decimals)}.` : amount;
  } catch (fault) {
    return explain(fault);
  }
}
