import { type ChangeEvent, type ReactNode, useId, useRef, useState } from "react";
import { usePolicyRefuses } from "../connection/policy.js";
import { hex } from "../format.js";
import { Button } from "./button.js";
import { Notice } from "./notice.js";
import { Untrusted } from "./untrusted.js";

/** The largest document that is fetched, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024;
/** The longest wait for one, in milliseconds. */
const TIMEOUT_MILLISECONDS = 60_000;

type State =
  | Readonly<{ is: "idle" | "reading" }>
  | Readonly<{ is: "hashed"; found: string; bytes: number; from: string }>
  | Readonly<{ is: "failed"; why: string }>;

/** Fetches a document when asked, or takes a file, and compares its hash in this browser with the one on chain. */
export function DocumentCheck({
  uri = "",
  sha256,
}: Readonly<{
  /** Where the document is; left out where the chain holds its hash alone. */
  uri?: string | undefined;
  sha256: string;
}>): ReactNode {
  const [state, setState] = useState<State>({ is: "idle" });
  const id = useId();
  const canFetch = URL.canParse(uri) && ["http:", "https:"].includes(new URL(uri).protocol);
  const refused = usePolicyRefuses(canFetch ? uri : "https://nowhere.invalid");
  const rounds = useRef(0);
  const run = async (from: string, bytes: () => Promise<ArrayBuffer>) => {
    rounds.current += 1;
    const round = rounds.current;
    // What was asked for last is what is shown, whatever comes late.
    const show = (next: State) => {
      if (round === rounds.current) {
        setState(next);
      }
    };
    show({ is: "reading" });
    try {
      const body = await bytes();
      const found = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", body)));
      show({ is: "hashed", found, bytes: body.byteLength, from });
    } catch (error) {
      show({ is: "failed", why: error instanceof Error ? error.message : String(error) });
    }
  };
  const pick = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    if (file !== undefined) {
      void run(file.name, () => file.arrayBuffer());
    }
  };
  return (
    <div className="document-check">
      <p>
        SHA-256 on chain <code className="hash">{sha256}</code>
      </p>
      <div className="check-ways">
        {canFetch ? (
          <Button busy={state.is === "reading"} onClick={() => void run(uri, () => fetchDocument(uri))}>
            Fetch it and compare
          </Button>
        ) : null}
        <span className="file">
          <label htmlFor={id}>{canFetch ? "or compare a file" : "Compare a file"}</label>
          <input id={id} type="file" onChange={pick} />
        </span>
      </div>
      <div aria-live="polite">
        <Outcome state={state} sha256={sha256} refused={refused} />
      </div>
    </div>
  );
}

function Outcome({
  state,
  sha256,
  refused,
}: Readonly<{ state: State; sha256: string; refused: boolean }>): ReactNode {
  switch (state.is) {
    case "idle":
      return null;
    case "reading":
      return <p>Reading…</p>;
    case "failed":
      return (
        <Notice tone="warn" title="The document could not be fetched">
          {refused
            ? "This page's policy does not allow to ask that server."
            : "Its server did not answer, or does not let other pages read it."}{" "}
          Open the link yourself, save the document, and compare the file here. ({state.why})
        </Notice>
      );
    case "hashed":
      return state.found === sha256 ? (
        <Notice tone="good" title="It matches">
          The {state.bytes.toLocaleString("en-US")} bytes of <Untrusted>{state.from}</Untrusted> are the
          document that the chain names.
        </Notice>
      ) : (
        <Notice tone="wrong" title="It does not match">
          <Untrusted>{state.from}</Untrusted> is not the document that the chain names: its SHA-256 is{" "}
          <code className="hash">{state.found}</code>. Do not rely on it, and ask the sponsor.
        </Notice>
      );
  }
}

async function fetchDocument(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  if (!response.ok) {
    throw new Error(`its server answers with ${response.status}`);
  }
  if (Number(response.headers.get("content-length") ?? 0) > MAX_BYTES) {
    throw new Error("it is larger than 64 MiB");
  }
  return await limited(response);
}

/** A body, of which no more is read than a document may have: not every server says before how long it is. */
async function limited({ body }: Response): Promise<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    length += part.value.byteLength;
    if (length > MAX_BYTES) {
      await reader?.cancel();
      throw new Error("it is larger than 64 MiB");
    }
    parts.push(part.value);
  }
  return await new Blob(parts).arrayBuffer();
}
