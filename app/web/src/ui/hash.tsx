import type { ReactNode } from "react";
import { hex } from "../format.js";

/** A document's SHA-256. */
export const Hash = ({ bytes }: Readonly<{ bytes: ArrayLike<number> }>): ReactNode => (
  <span className="hash">{hex(bytes)}</span>
);
