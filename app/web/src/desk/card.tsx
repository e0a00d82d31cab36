import { type ReactNode, useId } from "react";

/** What one role has to do in a deal. */
export function Card({ title, children }: Readonly<{ title: string; children: ReactNode }>): ReactNode {
  const id = useId();
  return (
    <article className="desk" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </article>
  );
}

/** One thing to do: what it is about, and what can be done. */
export function Task({
  what,
  note,
  children,
}: Readonly<{ what: ReactNode; note?: ReactNode | undefined; children?: ReactNode | undefined }>): ReactNode {
  return (
    <div className="task">
      <div>
        <p>{what}</p>
        {note === undefined ? null : <p className="hint">{note}</p>}
      </div>
      {children === undefined ? null : <div className="buttons">{children}</div>}
    </div>
  );
}
