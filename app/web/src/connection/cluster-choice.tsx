import { explain } from "@defi-ready/securities";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { Choose, Field } from "../ui/field.js";
import { useConnection } from "./connection.js";
import type { Theme } from "./settings.js";

const THEMES: readonly (readonly [Theme, string])[] = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
];

/** The cluster that is shown, and a dialog to choose another, an URL of one's own, and light or dark. */
export function ClusterChoice(): ReactNode {
  const { name } = useConnection();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="quiet" className="cluster" onClick={() => setOpen(true)} aria-haspopup="dialog">
        <span className="cluster-mark" aria-hidden="true" />
        <span className="unseen">Cluster and settings: </span>
        <span className="cluster-name">{name}</span>
      </Button>
      <Dialog title="Settings" open={open} onClose={() => setOpen(false)}>
        <Choice onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Choice({ onDone }: Readonly<{ onDone: () => void }>): ReactNode {
  const { cluster, offered, choose, theme, setTheme } = useConnection();
  const [own, setOwn] = useState(offered.some(({ url }) => url === cluster.url) ? "" : cluster.url);
  const [error, setError] = useState<string>();
  const take = (url: string) => {
    try {
      choose(url);
      onDone();
    } catch (fault) {
      setError(explain(fault));
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take(own);
  };
  return (
    <>
      <fieldset>
        <legend>Cluster</legend>
        <ul className="choices">
          {offered.map(({ name, url }) => (
            <li key={url}>
              <button
                type="button"
                className="choice"
                aria-pressed={url === cluster.url}
                onClick={() => take(url)}
              >
                <strong>{name}</strong>
                <span>{url}</span>
              </button>
            </li>
          ))}
        </ul>
      </fieldset>
      <form onSubmit={submit} className="inline-form">
        <Field
          label="Another node"
          hint="The address of an RPC node, such as http://127.0.0.1:8899"
          value={own}
          error={error}
          inputMode="url"
          onChange={(event) => {
            setOwn(event.target.value);
            setError(undefined);
          }}
        />
        <Button type="submit">Use it</Button>
      </form>
      <Choose label="Appearance" value={theme} options={THEMES} onChoose={setTheme} />
      <p className="hint">These settings are kept in this browser alone.</p>
    </>
  );
}
