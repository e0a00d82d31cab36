import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { hex, text } from "../../format.js";
import { DocumentCheck } from "../../ui/document-check.js";
import { UntrustedLink } from "../../ui/untrusted.js";

/** The offering document, and whether what stands behind its address is what the chain says it is. */
export function Documents({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { document } = deal.security.data;
  const uri = text(document.uri);
  return (
    <>
      <p className="lead">
        The chain holds the document's SHA-256 and where it is, not the document. Nothing is fetched before
        you ask for it.
      </p>
      <p className="document">
        <strong>Offering document</strong>
        <UntrustedLink href={uri} />
      </p>
      <DocumentCheck uri={uri} sha256={hex(document.sha256)} />
    </>
  );
}
