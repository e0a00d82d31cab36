import {
  ClientError,
  clusterTime,
  copyAttestation,
  countryName,
  countryNumber,
  findCredential,
  issueCredential,
  listCredentials,
  NOBODY,
  personOf,
  qualifiersOf,
  readSecurity,
  requireOwner,
  setCredential,
  statedCountry,
} from "@defi-ready/securities";
import type { Credential } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command, InvalidArgumentError } from "commander";
import {
  action,
  type Context,
  examples,
  type Output,
  parseAddress,
  parseCount,
  parseMoment,
} from "./context.js";
import { protocolCommands } from "./credential-protocols.js";
import { moment, short, table, until } from "./format.js";

const MAX_CATEGORY = 255;
/** What says that no country is stated. */
const NO_COUNTRY = "0";

/** `credential`: a qualifier's credentials for owners. */
export function credentialCommand(): Command {
  const commands = [
    issueCommand(),
    setCommand(),
    revokeCommand(),
    attestCommand(),
    showCommand(),
    ...protocolCommands(),
  ];
  return commands.reduce(
    (all, one) => all.addCommand(one),
    new Command("credential").description(
      "A qualifier's credentials for owners, for every security that names it, and protocols that register themselves.",
    ),
  );
}

type Terms = Readonly<{ until?: bigint; category?: number; country?: number; person?: Address }>;

function withTerms(command: Command, otherwise: string): Command {
  return command
    .argument("<owner>", "the owner's address", parseAddress)
    .option(
      "--category <number>",
      `your category of investors for the owner, 0 to ${MAX_CATEGORY}; ${otherwise}`,
      atMost(MAX_CATEGORY),
    )
    .option(
      "--country <country>",
      `its country by ISO 3166-1, such as CH or 756, ${NO_COUNTRY} if you state none; ${otherwise}`,
      parseCountry,
    )
    .option(
      "--person <address>",
      "where a person has several addresses, one that you name in the credentials of all of them, such as the first; the owner itself if never given",
      parseAddress,
    );
}

function parseCountry(text: string): number {
  const number = text === NO_COUNTRY ? 0 : countryNumber(text);
  if (number === undefined) {
    throw new InvalidArgumentError(
      `${text} is no country of ISO 3166-1: use its two letters, like US, or its number, like 840.`,
    );
  }
  return number;
}

function atMost(most: number): (text: string) => number {
  return (text) => {
    const count = parseCount(text);
    if (count > most) {
      throw new InvalidArgumentError(`Give a whole number up to ${most}.`);
    }
    return count;
  };
}

function issueCommand(): Command {
  const command = withTerms(new Command("issue"), "0 if left out")
    .description("Issue a credential, as its qualifier; you pay the rent.")
    .requiredOption("--until <moment>", "when it expires, such as 2027-01-31T12:00 in UTC", parseMoment);
  examples(command, "credential issue 8sYd... --until 2027-01-31 --category 2 --country 756");
  return action<Terms>(command, async (context, options, address) => {
    const subject = address as Address;
    const qualifier = await context.signer();
    await requireOwner(context.cluster, { owner: subject, what: "the owner" });
    const there = await findCredential(context.cluster, { qualifier: qualifier.address, subject });
    if (there !== undefined) {
      const { expiresAt } = there.data;
      const state = expiresAt === 0n ? "and revoked it" : `valid ${until(expiresAt)}`;
      throw new ClientError(
        `you have issued ${subject} a credential already, ${state}: change it with \`credential set\``,
      );
    }
    const terms = {
      category: options.category ?? 0,
      jurisdiction: options.country ?? 0,
      expiresAt: options.until ?? 0n,
      person: options.person ?? NOBODY,
    };
    const signature = await context.send(await issueCredential({ qualifier, subject, terms }), qualifier);
    return {
      text: `issued ${short(subject)} a credential ${until(terms.expiresAt)}`,
      json: { signature, qualifier: qualifier.address, owner: subject, ...terms },
    };
  });
}

function setCommand(): Command {
  const command = withTerms(new Command("set"), "as it is if left out")
    .description("Change a credential that you issued; records adopt it with `holder qualify`.")
    .option("--until <moment>", "when it expires, in UTC; as it is if left out", parseMoment);
  examples(command, "credential set 8sYd... --until 2028-01-31", "credential set 8sYd... --category 3");
  return action<Terms>(command, (context, options, address) => change(context, address as Address, options));
}

function revokeCommand(): Command {
  const command = new Command("revoke")
    .description("Revoke a credential that you issued; records adopt that with `holder qualify --qualifier`.")
    .argument("<owner>", "the owner's address", parseAddress);
  examples(command, "credential revoke 8sYd...");
  return action(command, (context, _, address) => change(context, address as Address, { until: 0n }));
}

function attestCommand(): Command {
  const command = new Command("attest")
    .description(
      "Copy an attestation of the Solana Attestation Service into a credential, or its end. Anybody may; you pay the rent.",
    )
    .argument("<schema>", "the schema, which securities name as a qualifier", parseAddress)
    .argument("[owner]", "the owner's address; your own if left out", parseAddress);
  examples(command, "credential attest 7cRt...", "credential attest 7cRt... 8sYd...");
  return action(command, async (context, _, ...asked) => {
    const [schema, owner] = asked as [Address, Address | undefined];
    const payer = await context.signer();
    const subject = owner ?? payer.address;
    const instructions = await copyAttestation({ cluster: context.cluster, payer, schema, subject });
    const signature = await context.send(instructions, payer);
    return {
      text: `the credential of ${short(subject)} is what ${short(schema)} attests now`,
      json: { signature, schema, owner: subject },
    };
  });
}

async function change(context: Context, subject: Address, options: Terms): Promise<Output> {
  const qualifier = await context.signer();
  const found = await findCredential(context.cluster, { qualifier: qualifier.address, subject });
  if (found === undefined) {
    throw new ClientError(`you have issued no credential to ${short(subject)}`);
  }
  const terms = {
    category: options.category ?? found.data.category,
    jurisdiction: options.country ?? found.data.jurisdiction,
    expiresAt: options.until ?? found.data.expiresAt,
    person: options.person ?? found.data.person,
  };
  const signature = await context.send(await setCredential({ qualifier, subject, terms }), qualifier);
  const now = terms.expiresAt === 0n ? "is revoked" : `is valid ${until(terms.expiresAt)}`;
  return {
    text: `the credential of ${short(subject)} ${now}`,
    json: { signature, qualifier: qualifier.address, owner: subject, ...terms },
  };
}

function showCommand(): Command {
  const command = new Command("show")
    .description("Show an owner's credentials.")
    .argument("[owner]", "the owner's address; your own if left out", parseAddress)
    .option("--security <address>", "only the qualifiers that this security names", parseAddress);
  examples(command, "credential show", "credential show 8sYd... --security 9xQe...");
  return action<{ security?: Address }>(command, async (context, options, address) => {
    const owner = (address as Address | undefined) ?? (await context.signer()).address;
    const all = await listCredentials(context.cluster, owner);
    const { security } = options;
    const named =
      security === undefined ? undefined : qualifiersOf((await readSecurity(context.cluster, security)).data);
    const now = await clusterTime(context.cluster);
    return show(
      owner,
      all.filter(({ data }) => named?.includes(data.qualifier) ?? true),
      now,
    );
  });
}

function show(owner: Address, credentials: readonly Account<Credential>[], now: bigint): Output {
  const rows = credentials.map(({ data }) => [
    data.qualifier,
    String(data.category),
    statedCountry(data.jurisdiction) ?? "-",
    stateOf(data, now),
    moment(data.changedAt),
  ]);
  return {
    text:
      rows.length === 0
        ? `${short(owner)} has no credential`
        : table(["Qualifier", { right: "Category" }, "Country", "Holds", "Changed"], rows),
    json: {
      owner,
      credentials: credentials.map(({ address, data }) => ({
        credential: address,
        qualifier: data.qualifier,
        category: data.category,
        jurisdiction: data.jurisdiction,
        country: countryName(data.jurisdiction) ?? null,
        expiresAt: data.expiresAt,
        person: personOf(data),
        changedAt: data.changedAt,
        valid: now < data.expiresAt,
      })),
    },
  };
}

function stateOf({ expiresAt }: Credential, now: bigint): string {
  if (expiresAt === 0n) {
    return "revoked";
  }
  return now < expiresAt ? until(expiresAt) : `expired ${moment(expiresAt)}`;
}
