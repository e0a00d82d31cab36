import type { ReactNode } from "react";

/** Where one can go within a page; buttons, since the address's # is for routes. */
export function OnThisPage({
  parts,
}: Readonly<{ parts: readonly Readonly<{ id: string; title: string }>[] }>): ReactNode {
  const go = (id: string) => {
    const part = document.getElementById(id);
    part?.scrollIntoView({ block: "start" });
    part?.focus({ preventScroll: true });
  };
  return (
    <nav className="on-this-page" aria-label="On this page">
      <ul>
        {parts.map(({ id, title }) => (
          <li key={id}>
            <button type="button" onClick={() => go(id)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
