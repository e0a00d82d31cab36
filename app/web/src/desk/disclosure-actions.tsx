import { ClientError, type PeriodState, postDisclosure, postNotice } from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { Action } from "../actions/action.js";
import type { FieldOf, Typed } from "../actions/fields-form.js";
import { day } from "../format.js";
import { Hash } from "../ui/hash.js";
import { Untrusted } from "../ui/untrusted.js";

/** The most bytes that the address of a document may have. */
const MAX_ADDRESS_BYTES = 128;
/** The most that the kind of a notice can be. */
const MAX_NOTICE_KIND = 255;

/** A document by its hash and address. */
export type Document = Readonly<{ sha256: Uint8Array; uri: string }>;

/** The fields of a form for a document. */
export const DOCUMENT_FIELDS: readonly FieldOf<"document" | "uri">[] = [
  { key: "document", label: "Document", kind: "document" },
  {
    key: "uri",
    label: "Where holders find it",
    hint: `Its address, such as https://example.com/report.pdf: at most ${MAX_ADDRESS_BYTES} bytes`,
  },
];

/** The document that was typed. */
export function documentIn(typed: Typed<"document" | "uri">): Document {
  const uri = typed.text("uri");
  if (uri === "") {
    typed.refuse("uri", "Say where holders find the document.");
  }
  if (new TextEncoder().encode(uri).length > MAX_ADDRESS_BYTES) {
    typed.refuse("uri", `An address has at most ${MAX_ADDRESS_BYTES} bytes.`);
  }
  return { sha256: typed.document("document"), uri };
}

/** The kind of a notice that was typed. */
export function noticeKindIn(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > MAX_NOTICE_KIND) {
    throw new ClientError(`Give a whole number up to ${MAX_NOTICE_KIND}.`);
  }
  return Number(text);
}

const documentFacts = ({ sha256, uri }: Document) =>
  [
    ["Document, SHA-256", <Hash key="document" bytes={sha256} />],
    ["Its address", <Untrusted key="uri">{uri}</Untrusted>],
  ] as const;

/** Posts the disclosure of a kind for a period that is over. */
export function postDisclosureAction(
  security: Account<Security>,
  { kind, period, end, due, isLate }: PeriodState,
  document: Document,
): Action {
  return {
    title: "Post a disclosure",
    key: `disclosure ${security.address} ${kind} ${period}`,
    plan: async ({ signer }) => ({
      instructions: await postDisclosure({
        attestor: signer,
        security: security.address,
        kind,
        period,
        ...document,
      }),
      says: [
        `Holders are told of the period to ${day(end)}, kind ${kind}, by the document with this hash. It can be neither changed nor taken back.`,
        "You pay the rent of its record, which does not come back.",
      ],
      facts: documentFacts(document),
      warns: isLate
        ? [
            `It was due by ${day(due)}, and everybody sees that it is late. A window that it was to come before stays closed.`,
          ]
        : [],
      done: "The disclosure is on chain.",
    }),
  };
}

/** Tells holders something that no calendar asks for. */
export function postNoticeAction(security: Account<Security>, kind: number, document: Document): Action {
  return {
    title: "Post a notice",
    key: `notice ${security.address} ${kind} ${document.sha256.join()}`,
    plan: async ({ signer }) => ({
      instructions: await postNotice({
        sponsor: signer,
        security: security.address,
        kind,
        ...document,
      }),
      says: [
        `Holders are told something by a notice of kind ${kind}, with the document's hash and address. It opens and closes nothing, and cannot be taken back.`,
        "It is an event: nodes and indexes keep it, and no account does.",
      ],
      facts: documentFacts(document),
      done: "The notice is on chain.",
    }),
  };
}
