import { ClientError, explain, parseAmount, parsePositiveAmount } from "@defi-ready/securities";
import { type Address, isAddress } from "@solana/kit";
import { type ChangeEvent, type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { hex } from "../format.js";
import { Button } from "../ui/button.js";
import { Choose, Field } from "../ui/field.js";
import type { Ask } from "./act.js";
import type { Action } from "./action.js";

/** A field of a form, by its key. */
export type FieldOf<K extends string> = Readonly<{
  key: K;
  label: string;
  hint?: ReactNode | undefined;
  start?: string | undefined;
  /** `document`: a file, of which the form keeps the SHA-256 in hexadecimal. A text if left out. */
  kind?: "amount" | "date" | "document" | "check" | undefined;
  /** A choice among these instead. */
  options?: readonly (readonly [value: string, words: string])[] | undefined;
}>;

/** What was typed, field by field. */
export class Typed<K extends string> {
  constructor(private readonly values: Readonly<Record<K, string>>) {}

  /** The text of a field. */
  text(key: K): string {
    return this.values[key].trim();
  }

  /** Whether a field is checked. */
  isChecked(key: K): boolean {
    return this.values[key] !== "";
  }

  /** An amount above 0, in base units. */
  positive(key: K, decimals: number): bigint {
    return this.read(key, (text) => parsePositiveAmount(text, decimals));
  }

  /** An amount in base units; 0 where nothing was typed. */
  amount(key: K, decimals: number): bigint {
    return this.text(key) === "" ? 0n : this.read(key, (text) => parseAmount(text, decimals));
  }

  /** An address. */
  address(key: K): Address {
    return this.read(key, (text) => {
      if (!isAddress(text)) {
        throw new ClientError("An address is 32 to 44 letters and digits of base58.");
      }
      return text;
    });
  }

  /** The beginning of a day in UTC, as Unix time. */
  day(key: K): bigint {
    return this.read(key, (text) => {
      const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
      if (Number.isNaN(time)) {
        throw new ClientError("Give a day, such as 2026-01-31.");
      }
      return BigInt(time / 1000);
    });
  }

  /** The SHA-256 of a document. */
  document(key: K): Uint8Array {
    return this.read(key, (text) => {
      const bytes = text.match(/[\da-f]{2}/gi);
      if (!/^[\da-f]{64}$/i.test(text) || bytes === null) {
        throw new ClientError("Choose the document, or give its SHA-256: 64 hexadecimal digits.");
      }
      return Uint8Array.from(bytes, (one) => Number.parseInt(one, 16));
    });
  }

  /** Refuses a field in words. */
  refuse(key: K, words: string): never {
    throw new FieldFault(key, words);
  }

  /** A field by a reader that throws in words. */
  read<T>(key: K, reader: (text: string) => T): T {
    try {
      return reader(this.text(key));
    } catch (fault) {
      throw new FieldFault(key, explain(fault));
    }
  }
}

class FieldFault extends ClientError {
  constructor(
    readonly key: string,
    message: string,
  ) {
    super(message);
  }
}

/** A form of several fields, which makes an action or says in which field why it makes none. */
export function FieldsForm<K extends string>({
  fields,
  make,
  ask,
  children,
}: Readonly<{
  fields: readonly FieldOf<K>[];
  make: (typed: Typed<K>) => Action;
  ask: Ask;
  /** Above the fields. */
  children?: ReactNode | undefined;
}>): ReactNode {
  const [values, setValues] = useState(
    () => Object.fromEntries(fields.map(({ key, start = "" }) => [key, start])) as Record<K, string>,
  );
  const [fault, setFault] = useState<Readonly<{ key?: string; words: string }>>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    try {
      ask(make(new Typed(values)));
      setFault(undefined);
    } catch (error) {
      setFault({ words: explain(error), ...(error instanceof FieldFault ? { key: error.key } : {}) });
    }
  };
  const change = (key: K, value: string) => {
    setValues((before) => ({ ...before, [key]: value }));
    setFault(undefined);
  };
  return (
    <form onSubmit={submit} className="form">
      {children}
      {fields.map((field) => (
        <OneField
          key={field.key}
          field={field}
          value={values[field.key]}
          error={fault?.key === field.key ? fault.words : undefined}
          onChange={(value) => change(field.key, value)}
        />
      ))}
      {fault !== undefined && fault.key === undefined ? (
        <p className="field-error" role="alert">
          {fault.words}
        </p>
      ) : null}
      <div className="buttons">
        <Button type="submit" variant="primary">
          Review
        </Button>
      </div>
    </form>
  );
}

function OneField<K extends string>({
  field: { label, hint, kind, options },
  value,
  error,
  onChange,
}: Readonly<{
  field: FieldOf<K>;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}>): ReactNode {
  if (options !== undefined) {
    return <Choose label={label} value={value} options={options} onChoose={onChange} />;
  }
  if (kind === "check") {
    return (
      <label className="check">
        <input
          type="checkbox"
          checked={value !== ""}
          onChange={(event) => onChange(event.target.checked ? "yes" : "")}
        />
        <span>{label}</span>
      </label>
    );
  }
  if (kind === "document") {
    return <DocumentField label={label} hint={hint} value={value} error={error} onChange={onChange} />;
  }
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      value={value}
      type={kind === "date" ? "date" : "text"}
      inputMode={kind === "amount" ? "decimal" : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** A document's SHA-256: computed from a file, which stays on this device, or typed. */
function DocumentField({
  label,
  hint = "The file stays on this device: only its SHA-256 is signed.",
  value,
  error,
  onChange,
}: Readonly<{
  label: string;
  hint?: ReactNode | undefined;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}>): ReactNode {
  const id = useId();
  const last = useRef<File>(undefined);
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    last.current = file;
    // Until it is read, neither the hash of the one before stands there nor none, as of a form without a document.
    onChange(file === undefined ? "" : "reading the file");
    if (file !== undefined) {
      const sha256 = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())));
      if (last.current === file) {
        onChange(sha256);
      }
    }
  };
  return (
    <div className="field document-field">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="file" onChange={(event) => void choose(event)} />
      <Field
        label="Its SHA-256"
        hint={hint}
        error={error}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
