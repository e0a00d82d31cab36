import { type ReactNode, useEffect, useId, useState } from "react";

/** A part of a page with its heading. */
export function Section({
  title,
  id,
  aside,
  children,
}: Readonly<{
  title: string;
  /** Where a list of a page's parts leads to. */
  id?: string | undefined;
  aside?: ReactNode | undefined;
  children: ReactNode;
}>): ReactNode {
  const own = useId();
  return (
    <section className="section" id={id} tabIndex={id === undefined ? undefined : -1} aria-labelledby={own}>
      <header className="section-head">
        <h2 id={own}>{title}</h2>
        {aside === undefined ? null : <div className="section-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

/** The head of a page: its title names the browser's tab too. */
export function PageHead({
  title,
  over,
  children,
}: Readonly<{
  title: string;
  /** Above the title: where this is. */
  over?: ReactNode | undefined;
  children?: ReactNode | undefined;
}>): ReactNode {
  useEffect(() => {
    document.title = `${title} · Securities`;
  }, [title]);
  return (
    <header className="page-head">
      {over === undefined ? null : <p className="over">{over}</p>}
      <h1>{title}</h1>
      {children}
    </header>
  );
}

/** After this long, whoever waits is told what may help, in milliseconds. */
const LONG_MILLISECONDS = 8_000;

/** Shown while something is read for the first time. */
export function Loading({ what }: Readonly<{ what: string }>): ReactNode {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MILLISECONDS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" role="status">
      <span className="loading-bar" aria-hidden="true" />
      Reading {what}
      {isLong ? (
        <p className="hint">This takes long. Another node can be chosen at the top of the page.</p>
      ) : null}
    </div>
  );
}
