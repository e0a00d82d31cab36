import type { ReactNode } from "react";
import { DocumentCheck } from "../../../ui/document-check.js";
import { UntrustedLink } from "../../../ui/untrusted.js";

/** A document by its link and its hash, with which a file can be compared. */
export function Posted({ uri, sha256 }: Readonly<{ uri: string; sha256: string }>): ReactNode {
  return (
    <div className="posted">
      <UntrustedLink href={uri} />
      <details>
        <summary>Its SHA-256</summary>
        <DocumentCheck uri={uri} sha256={sha256} />
      </details>
    </div>
  );
}
