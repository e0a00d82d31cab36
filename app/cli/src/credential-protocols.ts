import {
  ClientError,
  clusterTime,
  countryWords,
  decideProtocol,
  findProtocol,
  listProtocols,
  NOBODY,
  type ProtocolState,
  protocolStateOf,
  protocolTermsOf,
  type RegistrationTerms,
  readSecurity,
  registerProtocol,
} from "@defi-ready/securities";
import type { Protocol } from "@defi-ready/securities/program";
import { type Account, type Address, getAddressEncoder, isAddress, isOffCurveAddress } from "@solana/kit";
import { Command, InvalidArgumentError } from "commander";
import { action, examples, type Output, parseAddress } from "./context.js";
import { moment, short, table, until } from "./format.js";

const MAX_SEED = 32;
const MAX_SEEDS = 16;

/** The commands of `credential` about protocols that register themselves with a security. */
export const protocolCommands = (): readonly Command[] => [
  listCommand(),
  registerCommand(),
  decisionCommand("veto", "Keep a new registration from becoming valid, for good"),
  decisionCommand("suspend", "Suspend a valid registration, until you or another lifts that"),
  decisionCommand("lift", "Lift the suspension of a registration"),
];

function listCommand(): Command {
  const command = new Command("protocols")
    .description("Show how a security lets programs register addresses of theirs, and which have.")
    .argument("<security>", "the security's address", parseAddress);
  examples(command, "credential protocols 9xQe...");
  return action(command, async ({ cluster }, _, address) => {
    const security = address as Address;
    const [{ data }, all, now] = await Promise.all([
      readSecurity(cluster, security),
      listProtocols(cluster, security),
      clusterTime(cluster),
    ]);
    return shown(security, protocolTermsOf(data), all, now);
  });
}

function shown(
  security: Address,
  terms: RegistrationTerms | null,
  all: readonly Account<Protocol>[],
  now: bigint,
): Output {
  const rows = all.map(({ data }) => [
    data.address,
    data.program,
    stateWords(data, protocolStateOf(data, now)),
    data.decidedBy === NOBODY ? "-" : short(data.decidedBy),
  ]);
  const says =
    terms === null
      ? "no protocol may register"
      : `a protocol that registers is valid ${terms.days === 1 ? "a day" : `${terms.days} days`} later, unless it is vetoed; it counts as ${terms.category === null ? "no category" : `category ${terms.category}`} and ${terms.country === null ? "no country" : countryWords(terms.country)}`;
  return {
    text: rows.length === 0 ? says : `${says}\n\n${table(["Address", "Program", "State", "By"], rows)}`,
    json: {
      security,
      terms,
      protocols: all.map(({ address, data }) => ({
        registration: address,
        address: data.address,
        program: data.program,
        state: protocolStateOf(data, now),
        validFrom: data.validFrom,
        expiresAt: data.expiresAt,
        changedAt: data.changedAt,
        decidedBy: data.decidedBy === NOBODY ? null : data.decidedBy,
      })),
    },
  };
}

/** How a registration stands, with the date that matters. */
function stateWords({ validFrom, expiresAt, changedAt }: Protocol, state: ProtocolState): string {
  switch (state) {
    case "new":
      return `new, valid from ${moment(validFrom)}`;
    case "valid":
      return `valid ${until(expiresAt)}`;
    case "expired":
      return `expired ${moment(expiresAt)}`;
    case "vetoed":
    case "suspended":
      return `${state} ${moment(changedAt)}`;
  }
}

function registerCommand(): Command {
  const command = new Command("register")
    .description(
      "Register an address of a program that signs by carrying out transactions, such as a multisig's vault, or renew its registration: with --unsigned and that address.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .requiredOption("--program <address>", "the program that the address is derived from", parseAddress)
    .requiredOption(
      "--seeds <seeds>",
      "what it is derived from, with commas between, and the bump as the last: an address, bytes as 0x.., or text",
      parseSeeds,
    );
  examples(
    command,
    "credential register 9xQe... --unsigned 5oNv... --program SQDS... --seeds multisig,7hYb...,vault,0x00,0xff",
  );
  return action<{ program: Address; seeds: readonly Uint8Array[] }>(
    command,
    async (context, { program, seeds }, address) => {
      const authority = await context.signer();
      if (!isOffCurveAddress(authority.address)) {
        throw new ClientError(
          `${short(authority.address)} has a key: ask a qualifier for a credential; a program's address registers, with --unsigned`,
        );
      }
      const security = address as Address;
      const instructions = await registerProtocol({ authority, payer: authority, security, program, seeds });
      const signature = await context.send(instructions, authority);
      return {
        text: `registered ${short(authority.address)}`,
        json: { signature, security, address: authority.address, program },
      };
    },
  );
}

/** Seeds with commas between: addresses, bytes in hexadecimal, or text. */
function parseSeeds(text: string): readonly Uint8Array[] {
  const seeds = text.split(",").map(seedOf);
  if (seeds.length > MAX_SEEDS || seeds.some(({ length }) => length > MAX_SEED)) {
    throw new InvalidArgumentError(`Give at most ${MAX_SEEDS} seeds of at most ${MAX_SEED} bytes each.`);
  }
  return seeds;
}

function seedOf(text: string): Uint8Array {
  if (/^0x([0-9a-f]{2})*$/i.test(text)) {
    return Uint8Array.from(text.slice(2).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  return isAddress(text) ? new Uint8Array(getAddressEncoder().encode(text)) : new TextEncoder().encode(text);
}

const DONE = { veto: "vetoed", suspend: "suspended", lift: "valid again" } as const;

function decisionCommand(decision: keyof typeof DONE, what: string): Command {
  const by =
    decision === "veto" ? "a qualifier, the arbitrator or the sponsor" : "a qualifier or the arbitrator";
  const command = new Command(decision)
    .description(`${what}; as ${by}. Records take it over at once.`)
    .argument("<security>", "the security's address", parseAddress)
    .argument("<address>", "the address that is registered", parseAddress);
  examples(command, `credential ${decision} 9xQe... 5oNv...`);
  return action(command, async (context, _, ...asked) => {
    const [at, address] = asked as [Address, Address];
    const { cluster } = context;
    const decider = await context.signer();
    const security = await readSecurity(cluster, at);
    if ((await findProtocol(cluster, { security: at, address })) === undefined) {
      throw new ClientError(`${short(address)} has not registered with ${short(at)}`);
    }
    const instructions = await decideProtocol({ cluster, decider, security, address, decision });
    const signature = await context.send(instructions, decider);
    return {
      text: `the registration of ${short(address)} is ${DONE[decision]}`,
      json: { signature, security: at, address, decision },
    };
  });
}
