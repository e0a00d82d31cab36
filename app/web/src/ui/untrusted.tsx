import type { ReactNode } from "react";
import { visible } from "../format.js";

/** Text from chain, which its writer chose: nothing in it is hidden, and it cannot change how what follows reads. */
export function Untrusted({ children }: Readonly<{ children: string }>): ReactNode {
  return <bdi className="untrusted">{visible(children)}</bdi>;
}

const SAFE = ["http:", "https:", "ipfs:"];

/** An address of a document from chain, shown in full; a link only if it is one that a browser may open safely. */
export function UntrustedLink({ href }: Readonly<{ href: string }>): ReactNode {
  const shown = <Untrusted>{href}</Untrusted>;
  return URL.canParse(href) && SAFE.includes(new URL(href).protocol) && visible(href) === href ? (
    <a href={href} rel="noopener noreferrer nofollow" target="_blank">
      {shown}
    </a>
  ) : (
    shown
  );
}
