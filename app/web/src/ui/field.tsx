import { type InputHTMLAttributes, type ReactNode, useId } from "react";

/** An input with its label, what it is for, and what is wrong with what was typed. */
export function Field({
  label,
  hint,
  error,
  suffix,
  ...input
}: Readonly<
  InputHTMLAttributes<HTMLInputElement> & {
    label: string;
    hint?: ReactNode | undefined;
    /** In words; the input is marked as invalid. */
    error?: string | undefined;
    /** Behind the input, such as a unit. */
    suffix?: ReactNode | undefined;
  }
>): ReactNode {
  const id = useId();
  const described = [hint === undefined ? "" : `${id}-hint`, error === undefined ? "" : `${id}-error`]
    .filter((one) => one !== "")
    .join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="field-input">
        <input
          autoComplete="off"
          spellCheck={false}
          {...input}
          id={id}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={described === "" ? undefined : described}
        />
        {suffix === undefined ? null : <span className="field-suffix">{suffix}</span>}
      </span>
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** A choice among a few, with its label. */
export function Choose<T extends string>({
  label,
  value,
  options,
  onChoose,
}: Readonly<{
  label: string;
  value: T;
  options: readonly (readonly [value: T, words: string])[];
  onChoose: (value: T) => void;
}>): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.target.value as T)}>
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
