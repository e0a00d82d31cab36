import { type Account, type Address, type Instruction, isOffCurveAddress } from "@solana/kit";
import { findHolder } from "./accounts.js";
import { type Cluster, clusterTime } from "./cluster.js";
import { credentialsOf, personOf, qualifiersOf, qualifyHolder } from "./credential.js";
import type { Holder, Security } from "./generated/index.js";
import { findProtocol, protocolStateOf } from "./protocol.js";
import { protocolTermsOf } from "./protocol-terms.js";

/** What admits an owner now: a qualifier's credential, or its registration as a protocol, which the security itself states. */
export type Admission = Readonly<{
  /** The qualifier, or the security. */
  qualifier: Address;
  /** The place that a record keeps of it. */
  place: number;
  category: number;
  jurisdiction: number;
  person: Address;
  until: bigint;
}>;

/** What admits an owner to the shares of a security at a time; what is valid longest comes first. */
export async function admissionsOf(
  cluster: Cluster,
  { security, owner, now }: Readonly<{ security: Account<Security>; owner: Address; now: bigint }>,
): Promise<Admission[]> {
  const [credentials, registration] = await Promise.all([
    credentialsOf(cluster, { security, owner }),
    registrationOf(cluster, { security, owner, now }),
  ]);
  const qualifiers = qualifiersOf(security.data);
  const stated = credentials.map(({ data }) => ({
    qualifier: data.qualifier,
    place: qualifiers.indexOf(data.qualifier) + 1,
    category: data.category,
    jurisdiction: data.jurisdiction,
    person: personOf(data),
    until: data.expiresAt,
  }));
  return [...stated, ...registration]
    .filter(({ until }) => now < until)
    .sort((a, b) => Number(b.until - a.until));
}

/** The valid registration of an owner as a protocol. A key cannot register. */
async function registrationOf(
  cluster: Cluster,
  { security, owner, now }: Readonly<{ security: Account<Security>; owner: Address; now: bigint }>,
): Promise<Admission[]> {
  const { address, data } = security;
  if (protocolTermsOf(data) === null || !isOffCurveAddress(owner)) {
    return [];
  }
  const found = await findProtocol(cluster, { security: address, address: owner });
  return found === undefined || protocolStateOf(found.data, now) !== "valid"
    ? []
    : [
        {
          qualifier: address,
          place: data.qualifiers.length + 1,
          category: data.protocolCategory,
          jurisdiction: data.protocolJurisdiction,
          person: owner,
          until: found.data.expiresAt,
        },
      ];
}

/**
 * Copies what admits an owner into those of its records in these tranches that lack it; no instructions where nothing does, or
 * nothing that a record takes over unasked: what another qualifier says otherwise takes the owner's signature.
 */
export async function admissionOf(
  options: Readonly<{
    cluster: Cluster;
    security: Account<Security>;
    tranches: readonly Address[];
    owner: Address;
  }>,
): Promise<Instruction[]> {
  const { cluster, security, tranches, owner } = options;
  if (qualifiersOf(security.data).length === 0) {
    return [];
  }
  const now = await clusterTime(cluster);
  const records = await Promise.all(
    tranches.map(async (tranche) => ({
      tranche,
      record: (await findHolder(cluster, { tranche, owner }))?.data,
    })),
  );
  const lacking = records.filter(({ record }) => record === undefined || now >= record.credentialUntil);
  if (lacking.length === 0) {
    return [];
  }
  const found = await admissionsOf(cluster, { security, owner, now });
  const instructions = lacking.flatMap(({ tranche, record }) => {
    const taken = found.find((one) => record === undefined || takesUnasked(record, one));
    return taken === undefined
      ? []
      : [qualifyHolder({ security: security.address, tranche, owner, qualifier: taken.qualifier })];
  });
  return (await Promise.all(instructions)).flat();
}

/** Whether a record whose admission has ended takes a valid one over without its owner's signature. */
const takesUnasked = (record: Holder, admission: Admission): boolean =>
  record.qualifierPlace === 0 ||
  record.qualifierPlace === admission.place ||
  (record.category === admission.category &&
    record.jurisdiction === admission.jurisdiction &&
    record.person === admission.person);
