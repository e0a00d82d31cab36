import { explain } from "@defi-ready/securities";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../ui/button.js";
import { Field } from "../ui/field.js";
import type { Ask } from "./act.js";
import type { Action } from "./action.js";

/** A form of one text, which makes an action or says why it makes none. */
export function TextForm({
  label,
  hint,
  start = "",
  inputMode = "text",
  make,
  ask,
}: Readonly<{
  label: string;
  hint?: ReactNode | undefined;
  start?: string | undefined;
  inputMode?: "text" | "decimal" | undefined;
  /** Throws in words for what is none. */
  make: (text: string) => Action;
  ask: Ask;
}>): ReactNode {
  const [text, setText] = useState(start);
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    try {
      ask(make(text));
    } catch (fault) {
      setError(explain(fault));
    }
  };
  return (
    <form onSubmit={submit} className="form">
      <Field
        label={label}
        hint={hint}
        value={text}
        error={error}
        inputMode={inputMode}
        onChange={(event) => {
          setText(event.target.value);
          setError(undefined);
        }}
      />
      <div className="buttons">
        <Button type="submit" variant="primary">
          Review
        </Button>
      </div>
    </form>
  );
}
