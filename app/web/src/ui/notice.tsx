import type { ReactNode } from "react";

/** Something that was not asked for but has to be known. */
export function Notice({
  tone = "plain",
  title,
  children,
  action,
}: Readonly<{
  /** `wrong` is announced at once. */
  tone?: "plain" | "good" | "warn" | "wrong" | undefined;
  title: string;
  children?: ReactNode | undefined;
  /** What to do about it. */
  action?: ReactNode | undefined;
}>): ReactNode {
  return (
    <div className={`notice notice-${tone}`} role={tone === "wrong" ? "alert" : "status"}>
      <p className="notice-title">{title}</p>
      {children === undefined ? null : <div className="notice-body">{children}</div>}
      {action === undefined ? null : <div className="notice-action">{action}</div>}
    </div>
  );
}

/** A state in a word, told apart by a mark and not by its colour alone. */
export function Status({
  tone,
  children,
}: Readonly<{ tone: "good" | "warn" | "wrong" | "plain"; children: ReactNode }>): ReactNode {
  return <span className={`status status-${tone}`}>{children}</span>;
}
