import {
  type Account,
  type Address,
  type Base58EncodedBytes,
  decodeAccount,
  type FixedSizeDecoder,
  fetchEncodedAccount,
  getBase58Decoder,
  getU32Encoder,
  parseBase64RpcAccount,
  type ReadonlyUint8Array,
} from "@solana/kit";
import { type Cluster, commitmentOf } from "./cluster.js";
import { ClientError } from "./errors.js";
import {
  BALLOT_DISCRIMINATOR,
  BOOK_DISCRIMINATOR,
  type Book,
  CLOSED_SECURITY_DISCRIMINATOR,
  CONVERSION_DISCRIMINATOR,
  CREDENTIAL_DISCRIMINATOR,
  type Credential,
  DISCLOSURE_CALENDAR_DISCRIMINATOR,
  DISCLOSURE_DISCRIMINATOR,
  DISTRIBUTION_DISCRIMINATOR,
  type Disclosure,
  type DisclosureCalendar,
  type Distribution,
  GOVERNANCE_DISCRIMINATOR,
  getBookDecoder,
  getCredentialDecoder,
  getDisclosureCalendarDecoder,
  getDisclosureDecoder,
  getDistributionDecoder,
  getHolderDecoder,
  getOwedRefundDecoder,
  getOwnerTotalDecoder,
  getPersonDecoder,
  getProtocolDecoder,
  getReferenceRateDecoder,
  getReportedRateDecoder,
  getRoleTransferDecoder,
  getSecurityDecoder,
  getSourceDecoder,
  getTicketDecoder,
  getTrancheDecoder,
  getWarrantSeriesDecoder,
  getWaterfallDecoder,
  HOLDER_DISCRIMINATOR,
  type Holder,
  LOSS_DISCRIMINATOR,
  MEASURE_DISCRIMINATOR,
  OWED_REFUND_DISCRIMINATOR,
  OWNER_TOTAL_DISCRIMINATOR,
  type OwedRefund,
  type OwnerTotal,
  PERSON_DISCRIMINATOR,
  type Person,
  PROTOCOL_DISCRIMINATOR,
  type Protocol,
  REFERENCE_RATE_DISCRIMINATOR,
  REPORTED_RATE_DISCRIMINATOR,
  RESOLUTION_DISCRIMINATOR,
  type ReferenceRate,
  type ReportedRate,
  ROLE_TRANSFER_DISCRIMINATOR,
  type RoleTransfer,
  SECURITIES_PROGRAM_ADDRESS,
  SECURITY_DISCRIMINATOR,
  type Security,
  SOURCE_DISCRIMINATOR,
  type Source,
  STRUCTURE_DRAFT_DISCRIMINATOR,
  TICKET_DISCRIMINATOR,
  type Ticket,
  TRANCHE_DISCRIMINATOR,
  type Tranche,
  WARRANT_SERIES_DISCRIMINATOR,
  WATERFALL_DISCRIMINATOR,
  type WarrantSeries,
  type Waterfall,
  WRAPPER_DISCRIMINATOR,
} from "./generated/index.js";
import { shownUrl } from "./shown-url.js";

/** A kind of account: how it is recognised and decoded. */
export type Kind<T extends object> = Readonly<{
  name: string;
  discriminator: ReadonlyUint8Array;
  decoder: FixedSizeDecoder<T>;
}>;

/** The account of a security. */
export const SECURITY: Kind<Security> = {
  name: "security",
  discriminator: SECURITY_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getSecurityDecoder(),
};
/** The account of a tranche. */
export const TRANCHE: Kind<Tranche> = {
  name: "tranche",
  discriminator: TRANCHE_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getTrancheDecoder(),
};
/** The account of a security's waterfall. */
export const WATERFALL: Kind<Waterfall> = {
  name: "waterfall",
  discriminator: WATERFALL_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getWaterfallDecoder(),
};
/** The account of a book. */
export const BOOK: Kind<Book> = {
  name: "book",
  discriminator: BOOK_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getBookDecoder(),
};
/** The account of a ticket. */
export const TICKET: Kind<Ticket> = {
  name: "ticket",
  discriminator: TICKET_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getTicketDecoder(),
};
/** The total of an owner's money in a book. */
export const OWNER_TOTAL: Kind<OwnerTotal> = {
  name: "owner total",
  discriminator: OWNER_TOTAL_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getOwnerTotalDecoder(),
};
/** An owner's record in a tranche. */
export const HOLDER: Kind<Holder> = {
  name: "holder",
  discriminator: HOLDER_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getHolderDecoder(),
};
/** The record of a distribution. */
export const DISTRIBUTION: Kind<Distribution> = {
  name: "distribution",
  discriminator: DISTRIBUTION_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getDistributionDecoder(),
};
/** The account of a source of revenue. */
export const SOURCE: Kind<Source> = {
  name: "source of revenue",
  discriminator: SOURCE_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getSourceDecoder(),
};
/** How the record of a loss is recognised; whoever reads none need not load its decoder. */
export const LOSS_MARK = { name: "loss", discriminator: LOSS_DISCRIMINATOR } as const;
/** The account of a series of warrants. */
export const SERIES: Kind<WarrantSeries> = {
  name: "warrant series",
  discriminator: WARRANT_SERIES_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getWarrantSeriesDecoder(),
};
/** A rate as the reporter reports it. */
export const RATE: Kind<ReportedRate> = {
  name: "reported rate",
  discriminator: REPORTED_RATE_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getReportedRateDecoder(),
};
/** A market's interest rate, which floating tranches follow. */
export const REFERENCE: Kind<ReferenceRate> = {
  name: "reference rate",
  discriminator: REFERENCE_RATE_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getReferenceRateDecoder(),
};
/** A refund that has left its book. */
export const OWED_REFUND: Kind<OwedRefund> = {
  name: "refund that is owed",
  discriminator: OWED_REFUND_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getOwedRefundDecoder(),
};
/** The same of the wrapper of a tranche's shares. */
export const WRAPPER_MARK = { name: "wrapper", discriminator: WRAPPER_DISCRIMINATOR } as const;
/** A credential. */
export const CREDENTIAL: Kind<Credential> = {
  name: "credential",
  discriminator: CREDENTIAL_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getCredentialDecoder(),
};

/** What the records of a person are allotted. */
export const PERSON: Kind<Person> = {
  name: "person",
  discriminator: PERSON_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getPersonDecoder(),
};
/** The registration of an address of a program with a security. */
export const PROTOCOL: Kind<Protocol> = {
  name: "registration of a protocol",
  discriminator: PROTOCOL_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getProtocolDecoder(),
};

/** What is due of a security's holders, and by when. */
export const DISCLOSURE_CALENDAR: Kind<DisclosureCalendar> = {
  name: "calendar of disclosures",
  discriminator: DISCLOSURE_CALENDAR_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getDisclosureCalendarDecoder(),
};
/** A disclosure that was posted. */
export const DISCLOSURE: Kind<Disclosure> = {
  name: "disclosure",
  discriminator: DISCLOSURE_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getDisclosureDecoder(),
};

/** The transfer of a role. */
export const ROLE_TRANSFER: Kind<RoleTransfer> = {
  name: "role transfer",
  discriminator: ROLE_TRANSFER_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getRoleTransferDecoder(),
};

/**
 * The kinds of the program's accounts, except lines, which are found through their books. Only how each is recognised:
 * a page that reads none of a kind need not load its decoder.
 */
export const ACCOUNT_KINDS: readonly Pick<Kind<object>, "name" | "discriminator">[] = [
  { name: "security", discriminator: SECURITY_DISCRIMINATOR },
  { name: "tranche", discriminator: TRANCHE_DISCRIMINATOR },
  { name: "waterfall", discriminator: WATERFALL_DISCRIMINATOR },
  { name: "book", discriminator: BOOK_DISCRIMINATOR },
  { name: "ticket", discriminator: TICKET_DISCRIMINATOR },
  { name: "owner total", discriminator: OWNER_TOTAL_DISCRIMINATOR },
  { name: "holder", discriminator: HOLDER_DISCRIMINATOR },
  { name: "distribution", discriminator: DISTRIBUTION_DISCRIMINATOR },
  { name: "source of revenue", discriminator: SOURCE_DISCRIMINATOR },
  { name: "loss", discriminator: LOSS_DISCRIMINATOR },
  { name: "warrant series", discriminator: WARRANT_SERIES_DISCRIMINATOR },
  { name: "reported rate", discriminator: REPORTED_RATE_DISCRIMINATOR },
  { name: "reference rate", discriminator: REFERENCE_RATE_DISCRIMINATOR },
  { name: "refund that is owed", discriminator: OWED_REFUND_DISCRIMINATOR },
  { name: "credential", discriminator: CREDENTIAL_DISCRIMINATOR },
  { name: "role transfer", discriminator: ROLE_TRANSFER_DISCRIMINATOR },
  { name: "wrapper", discriminator: WRAPPER_DISCRIMINATOR },
  { name: "person", discriminator: PERSON_DISCRIMINATOR },
  { name: "registration of a protocol", discriminator: PROTOCOL_DISCRIMINATOR },
  { name: "calendar of disclosures", discriminator: DISCLOSURE_CALENDAR_DISCRIMINATOR },
  { name: "disclosure", discriminator: DISCLOSURE_DISCRIMINATOR },
  { name: "governance", discriminator: GOVERNANCE_DISCRIMINATOR },
  { name: "resolution", discriminator: RESOLUTION_DISCRIMINATOR },
  { name: "ballot", discriminator: BALLOT_DISCRIMINATOR },
  { name: "conversion", discriminator: CONVERSION_DISCRIMINATOR },
  { name: "measure", discriminator: MEASURE_DISCRIMINATOR },
  { name: "closed security", discriminator: CLOSED_SECURITY_DISCRIMINATOR },
  { name: "draft of a waterfall", discriminator: STRUCTURE_DRAFT_DISCRIMINATOR },
];

/** Offsets of the fields by which accounts are listed. */
export const OFFSET = {
  securitySponsor: 88,
  bookTranche: 64,
  ticketId: 12,
  ticketBook: 16,
  ticketOwner: 48,
  holderTranche: 16,
  holderOwner: 48,
  distributionNumber: 12,
  distributionSecurity: 16,
  sourceSecurity: 16,
  lossSecurity: 16,
  roleTransferRole: 10,
  roleTransferSecurity: 16,
  roleTransferTo: 112,
  seriesTranche: 48,
  credentialSubject: 48,
  protocolSecurity: 16,
  owedRefundOwner: 80,
  disclosureSecurity: 32,
  resolutionSecurity: 16,
  ballotResolution: 48,
  conversionSecurity: 24,
  conversionTranche: 56,
  conversionInto: 88,
  measureSecurity: 16,
  measureHolder: 80,
  draftSecurity: 16,
} as const;

/** What an account must hold at an offset: an address, a 32-bit number, or bytes. */
export type Where = readonly [offset: number, value: Address | number | Uint8Array];

/** Reads an account if there is one; throws if it is of another kind. */
export async function find<T extends object>(
  cluster: Cluster,
  kind: Kind<T>,
  address: Address,
): Promise<Account<T> | undefined> {
  const account = await fetchEncodedAccount(cluster.rpc, address, { commitment: commitmentOf(cluster) });
  if (!account.exists || account.programAddress !== SECURITIES_PROGRAM_ADDRESS) {
    return undefined;
  }
  if (!kind.discriminator.every((byte, at) => account.data[at] === byte)) {
    if (CLOSED_SECURITY_DISCRIMINATOR.every((byte, at) => account.data[at] === byte)) {
      throw new ClientError(`the security ${address} was wound down, and is closed`);
    }
    throw new ClientError(`the account ${address} is not a ${kind.name}`);
  }
  return decodeAccount(account, kind.decoder);
}

/** Reads an account that must be there. */
export async function read<T extends object>(
  cluster: Cluster,
  kind: Kind<T>,
  address: Address,
): Promise<Account<T>> {
  const account = await find(cluster, kind, address);
  if (account === undefined) {
    throw new ClientError(`there is no ${kind.name} at ${address} on ${shownUrl(cluster.url)}`);
  }
  return account;
}

/** All accounts of a kind that hold the given values, in no order. */
export async function list<T extends object>(
  cluster: Cluster,
  kind: Kind<T>,
  where: readonly Where[],
): Promise<Account<T>[]> {
  const filters = [[0, base58(kind.discriminator)] as const, ...where.map(bytesOf)].map(
    ([offset, bytes]) => ({ memcmp: { offset: BigInt(offset), bytes, encoding: "base58" as const } }),
  );
  const found = await cluster.rpc
    .getProgramAccounts(SECURITIES_PROGRAM_ADDRESS, {
      commitment: commitmentOf(cluster),
      encoding: "base64",
      filters,
    })
    .send();
  return found.map(({ pubkey, account }) =>
    decodeAccount(parseBase64RpcAccount(pubkey, account), kind.decoder),
  );
}

function bytesOf([offset, value]: Where): readonly [number, Base58EncodedBytes] {
  if (typeof value === "string") {
    return [offset, value as string as Base58EncodedBytes];
  }
  return [offset, base58(typeof value === "number" ? getU32Encoder().encode(value) : value)];
}

/** Bytes in the form that a node's filters take. */
export function base58(bytes: ReadonlyUint8Array): Base58EncodedBytes {
  return getBase58Decoder().decode(bytes) as string as Base58EncodedBytes;
}
