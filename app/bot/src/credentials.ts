import {
  ATTESTATION_SERVICE,
  attestationAddresses,
  attestedUntil,
  copyAttestation,
  credentialAddress,
  findCredential,
  isOpenBook,
  listBooks,
  listHolders,
  listTickets,
  protocolAddress,
  protocolStateOf,
  qualifiersOf,
  qualifyHolder,
  readBytes,
  readHolder,
  send,
} from "@defi-ready/securities";
import {
  getCredentialDecoder,
  getProtocolDecoder,
  type Holder,
  SECURITIES_PROGRAM_ADDRESS,
  type Security,
  type Tranche,
} from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { isStopped, type Job } from "./job.js";
import { inParallel } from "./parallel.js";

/** What a credential or a registration says of its owner. */
type Said = Readonly<{ until: bigint; category?: number; jurisdiction?: number }>;

/**
 * Copies attestations of the Solana Attestation Service into credentials, of owners who hold shares or have money in line, and what
 * credentials and registrations say now into records that say something else: renewals, revocations, suspensions.
 */
export async function crankCredentials(
  job: Job,
  { security, tranches }: Readonly<{ security: Account<Security>; tranches: readonly Account<Tranche>[] }>,
  now: bigint,
): Promise<void> {
  const restricted = tranches.filter(({ data }) => data.restricted === 1);
  if (!job.credentials || restricted.length === 0) {
    return;
  }
  const { cluster } = job;
  const records = (await Promise.all(restricted.map(({ address }) => listHolders(cluster, address)))).flat();
  const schemas = await schemasOf(job, security);
  if (schemas.length > 0) {
    const buyers = await buyersOf(job, restricted);
    const subjects = [...new Set([...records.map(({ data }) => data.owner), ...buyers])];
    for (const schema of schemas) {
      await copyAttestations(job, { security: security.address, schema, subjects, now });
    }
  }
  await takeOver(job, { security: security.address, records, now });
}

/** Those of a security's qualifiers that are schemas of the Solana Attestation Service. */
async function schemasOf({ cluster }: Job, { data }: Account<Security>): Promise<readonly Address[]> {
  const qualifiers = qualifiersOf(data);
  const found = await readBytes(cluster, qualifiers);
  return qualifiers.filter((_, at) => found[at]?.owner === ATTESTATION_SERVICE);
}

/** Whoever has money in an open book of classes. */
async function buyersOf(
  { cluster }: Job,
  tranches: readonly Account<Tranche>[],
): Promise<readonly Address[]> {
  const books = (await Promise.all(tranches.map(({ address }) => listBooks(cluster, address)))).flat();
  const tickets = books
    .filter(({ data }) => isOpenBook(data))
    .map(({ address }) => listTickets(cluster, { book: address }));
  return (await Promise.all(tickets)).flat().map(({ data }) => data.owner);
}

async function copyAttestations(
  job: Job,
  {
    security,
    schema,
    subjects,
    now,
  }: Readonly<{ security: Address; schema: Address; subjects: readonly Address[]; now: bigint }>,
): Promise<void> {
  const { cluster, payer, report } = job;
  const attested = await readBytes(cluster, await attestationAddresses(cluster, { schema, subjects }));
  const places = await Promise.all(subjects.map((subject) => credentialAddress(schema, subject)));
  const copied = await readBytes(cluster, places);
  const due = subjects.filter((_, at) => {
    const attestation = attested[at];
    const until = attestation?.owner === ATTESTATION_SERVICE ? attestedUntil(attestation.data) : undefined;
    const copy = copied[at];
    const valid = copy?.owner === SECURITIES_PROGRAM_ADDRESS ? saidOf(copy.data).until : undefined;
    if (until === undefined) {
      // It was closed, which revokes what was copied.
      return valid !== undefined && valid > now;
    }
    return until > now && until !== valid && (valid !== undefined || job.rents);
  });
  const work = async (subject: Address) => {
    await report.attempt(
      "credential",
      subject,
      async () =>
        send(cluster, { instructions: await copyAttestation({ cluster, payer, schema, subject }), payer }),
      async () => (await findCredential(cluster, { qualifier: schema, subject })) !== undefined,
      { security },
    );
  };
  await inParallel(due, job.concurrency, work, job.signal);
}

const saidOf = (data: Uint8Array): Said => {
  const { expiresAt, category, jurisdiction } = getCredentialDecoder().decode(data);
  return { until: expiresAt, category, jurisdiction };
};

async function takeOver(
  job: Job,
  {
    security,
    records,
    now,
  }: Readonly<{ security: Address; records: readonly Account<Holder>[]; now: bigint }>,
): Promise<void> {
  const { cluster, payer, report } = job;
  const admitted = records.filter(({ data }) => data.qualifierPlace > 0);
  const places = admitted.map(({ data: { qualifier, owner } }) =>
    qualifier === security ? protocolAddress(security, owner) : credentialAddress(qualifier, owner),
  );
  const found = await readBytes(cluster, await Promise.all(places));
  const due = admitted.filter(({ data }, at) => {
    const source = found[at];
    if (source?.owner !== SECURITIES_PROGRAM_ADDRESS) {
      return false;
    }
    const said = data.qualifier === security ? registeredOf(source.data, now) : saidOf(source.data);
    return !isSame(data, said) && (said.until > now || data.credentialUntil > now);
  });
  const work = async ({ address, data: { tranche, owner, qualifier, credentialUntil } }: Account<Holder>) => {
    if (isStopped(job)) {
      return;
    }
    await report.attempt(
      "credential",
      address,
      async () =>
        send(cluster, { instructions: await qualifyHolder({ security, tranche, owner, qualifier }), payer }),
      async () => (await readHolder(cluster, { tranche, owner })).data.credentialUntil !== credentialUntil,
      { security },
    );
  };
  await inParallel(due, job.concurrency, work, job.signal);
}

function registeredOf(data: Uint8Array, now: bigint): Said {
  const protocol = getProtocolDecoder().decode(data);
  return { until: protocolStateOf(protocol, now) === "valid" ? protocol.expiresAt : 0n };
}

/** Whether a record says what its credential or registration says. */
const isSame = (record: Holder, { until, category, jurisdiction }: Said): boolean =>
  record.credentialUntil === until &&
  (category ?? record.category) === record.category &&
  (jurisdiction ?? record.jurisdiction) === record.jurisdiction;
