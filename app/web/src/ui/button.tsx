import type { ButtonHTMLAttributes, ReactNode } from "react";

/** A button; `busy` keeps it from being pressed again and says so to screen readers. */
export function Button({
  variant = "plain",
  busy = false,
  ...rest
}: Readonly<
  ButtonHTMLAttributes<HTMLButtonElement> & {
    /** `primary`: the one thing to do here; `quiet`: without a frame. */
    variant?: "primary" | "plain" | "quiet" | undefined;
    busy?: boolean | undefined;
  }
>): ReactNode {
  const { className = "", disabled = false, ...others } = rest;
  return (
    <button
      type="button"
      {...others}
      className={`button button-${variant} ${className}`}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
    />
  );
}
