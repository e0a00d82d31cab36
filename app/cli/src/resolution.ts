import {
  type ClassTally,
  clusterTime,
  findGovernance,
  listResolutions,
  mintNames,
  type ProposalClass,
  printable,
  proposalOf,
  proposalWords,
  proposeResolution,
  type ResolutionStanding,
  readGovernance,
  readResolution,
  readSecurity,
  readTranches,
  resolutionStanding,
  vaultsOf,
} from "@defi-ready/securities";
import type { Governance, ProposerArgs, Resolution, Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Argument, Command } from "commander";
import {
  action,
  type Context,
  examples,
  type Output,
  parseAddress,
  parseCount,
  parseDay,
  UsageError,
} from "./context.js";
import { sha256Of } from "./document-hash.js";
import { facts, hexOf, moment, money, table, text as textOf } from "./format.js";
import { ofRank } from "./of-rank.js";
import {
  type BudgetOptions,
  type DebtOptions,
  PROPOSALS,
  type ProposalWord,
  proposalFrom,
} from "./resolution-proposal.js";
import {
  closeCommand,
  executeCommand,
  SECURITY,
  stopCommand,
  unvoteCommand,
  voteCommand,
} from "./resolution-vote.js";
import { differenceOf, draftFromFile } from "./resolution-waterfall.js";

/** `resolution`: what the holders of a security decide. */
export function resolutionCommand(): Command {
  return new Command("resolution")
    .description("Resolutions: what the holders of a security decide by classes, where it has a governance.")
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(proposeCommand())
    .addCommand(voteCommand())
    .addCommand(unvoteCommand())
    .addCommand(executeCommand())
    .addCommand(stopCommand())
    .addCommand(closeCommand());
}

/** The status of a resolution that was executed. */
const EXECUTED = 1;

/** What is read of a security to show its resolutions. */
type Deal = Readonly<{
  governance: Account<Governance>;
  tranches: readonly Account<Tranche>[];
  names: readonly string[];
  /** Decimals of the settlement mint. */
  moneyDecimals: number;
  now: bigint;
}>;

async function readDeal({ cluster }: Context, security: Address): Promise<Deal> {
  const governance = await readGovernance(cluster, security);
  const account = await readSecurity(cluster, security);
  const tranches = await readTranches(cluster, account);
  const mints = tranches.map(({ data }) => data.mint);
  const found = await mintNames(cluster, mints);
  const names = Array.from({ length: account.data.trancheCount }, (_, rank) => {
    const tranche = ofRank(tranches, rank);
    return printable((tranche && found.get(tranche.data.mint)?.name) ?? `class ${rank}`);
  });
  const moneyDecimals = account.data.vaults[0]?.decimals ?? 0;
  return { governance, tranches, names, moneyDecimals, now: await clusterTime(cluster) };
}

const classAt =
  ({ tranches, names, moneyDecimals }: Deal) =>
  (rank: number): ProposalClass | undefined => {
    const tranche = ofRank(tranches, rank);
    if (tranche === undefined) {
      return undefined;
    }
    const { decimals, ratePpm, maturity } = tranche.data;
    return { name: names[rank] ?? "", decimals, moneyDecimals, ratePpm, maturity };
  };

/** Who proposed it, in words. */
const proposerWords = ({ proposedBy }: Resolution, { names }: Deal): string =>
  ["the sponsor", "the arbitrator"][proposedBy] ?? `a holder of ${names[proposedBy - 2] ?? "a class"}`;

const PHASES: Readonly<Record<ResolutionStanding["phase"], string>> = {
  announced: "announced",
  voting: "voting",
  timelock: "consented, in its timelock",
  executable: "can be executed",
  expired: "expired",
  failed: "failed",
  executed: "executed",
  stopped: "stopped",
};

function listCommand(): Command {
  const command = new Command("list")
    .description("List the resolutions of a security that are not closed, and where each stands.")
    .argument("<security>", SECURITY, parseAddress);
  examples(command, "resolution list 9xQe...");
  return action(command, async (context, _, address) => {
    const security = address as Address;
    if ((await findGovernance(context.cluster, security)) === undefined) {
      return {
        text: "this security has no governance: its holders decide nothing by resolution",
        json: { security, governance: null, resolutions: [] },
      };
    }
    const deal = await readDeal(context, security);
    const found = await listResolutions(context.cluster, security);
    const all = found.map(({ address: resolution, data }) => ({
      resolution,
      data,
      words: proposalWords(proposalOf(data), classAt(deal)),
      ...resolutionStanding({ resolution: data, governance: deal.governance.data, now: deal.now }),
    }));
    const rows = all.map(({ data, words, phase }) => [
      String(data.number),
      words,
      PHASES[phase],
      moment(data.opensAt),
      moment(data.closesAt),
    ]);
    return {
      text:
        rows.length === 0
          ? `no resolution is open\n${termsOf(deal)}`
          : table([{ right: "Number" }, "To", "Stands", "Opens", "Closes"], rows),
      json: {
        security,
        governance: deal.governance.address,
        resolutions: all.map(({ data, ...one }) => ({ number: data.number, ...one })),
      },
    };
  });
}

const percentOf = (bps: number): string => `${bps / 100} %`;

/** How holders decide, in words. */
function termsOf({ governance: { data }, names }: Deal): string {
  const rows = names.map((name, rank) => {
    const { consentBps = 0, quorumBps = 0, proposalBps = 0 } = data.classes[rank] ?? {};
    return [name, percentOf(consentBps), percentOf(quorumBps), percentOf(proposalBps)];
  });
  const days = `${data.noticeDays} days of notice, ${data.votingDays} of voting, ${data.timelockDays} of timelock`;
  const columns = ["Consents", "Quorum", "Proposes"].map((right) => ({ right }));
  return `${days}\n\n${table(["Class", ...columns], rows)}`;
}

function showCommand(): Command {
  const command = new Command("show")
    .description("Show what a resolution would do, when, who is asked, and how they vote.")
    .argument("<security>", SECURITY, parseAddress)
    .argument("<number>", "the resolution's number", parseCount);
  examples(command, "resolution show 9xQe... 0");
  return action(command, async (context, _, address, number) =>
    show(context, { security: address as Address, number: Number(number) }),
  );
}

async function show(context: Context, one: Readonly<{ security: Address; number: number }>): Promise<Output> {
  const deal = await readDeal(context, one.security);
  const { address, data } = await readResolution(context.cluster, one);
  const standing = resolutionStanding({ resolution: data, governance: deal.governance.data, now: deal.now });
  const proposal = proposalOf(data);
  const { opensAt, closesAt, executableFrom, executableUntil } = data;
  const lines = facts([
    ["Resolution", `${data.number}, proposed by ${proposerWords(data, deal)}`],
    ["Would", proposalWords(proposal, classAt(deal))],
    ["Stands", PHASES[standing.phase]],
    ["Voting", `${moment(opensAt)} to ${moment(closesAt)}`],
    ["Execution", `${moment(executableFrom)} to ${moment(executableUntil)}`],
    ["Document", textOf(data.documentUri)],
    ["SHA-256", hexOf(data.documentSha256) ?? "-"],
  ]);
  const columns = ["In favour", "Against", "Count", "Needed"].map((right) => ({ right }));
  const rows = standing.classes.map((tally) => classRow(tally, deal));
  const by =
    standing.majority === "shares"
      ? "Each class consents by a part of all its shares."
      : "Each class consents by most votes, with a quorum.";
  const difference =
    proposal.__kind === "Waterfall" && data.status !== EXECUTED
      ? await differenceOf(context, one.security, proposal)
      : undefined;
  const changes = difference === undefined ? "" : `\n\n${difference.text}`;
  return {
    text: `${lines}\n\n${table(["Class", ...columns, "Consents"], rows)}\n${by}${changes}`,
    json: {
      security: one.security,
      resolution: address,
      number: data.number,
      proposer: data.proposer,
      proposal,
      opensAt,
      closesAt,
      executableFrom,
      executableUntil,
      documentSha256: hexOf(data.documentSha256),
      documentUri: textOf(data.documentUri),
      ...standing,
      ...(difference === undefined ? {} : { difference: difference.json }),
    },
  };
}

function classRow({ rank, inFavour, against, shares, needed, consents }: ClassTally, deal: Deal): string[] {
  const decimals = ofRank(deal.tranches, rank)?.data.decimals ?? 0;
  const amounts = [inFavour, against, shares, needed].map((amount) => money(amount, decimals));
  return [deal.names[rank] ?? String(rank), ...amounts, consents ? "yes" : "no"];
}

type ProposeOptions = DebtOptions &
  BudgetOptions &
  Readonly<{ file: string; uri: string; holder?: number; arbitrator?: true }>;

function proposeCommand(): Command {
  const kinds = Object.entries(PROPOSALS).map(([word, what]) => kindOf(word, what));
  const command = new Command("propose")
    .description(
      "Propose a resolution, as the sponsor unless said otherwise. The program says which classes are asked.",
    )
    .argument("<security>", SECURITY, parseAddress)
    .addArgument(new Argument("<what>", "what is proposed").choices(Object.keys(PROPOSALS)))
    .argument("[values...]", "what it is about, as below")
    .requiredOption("--file <document>", "the document that explains it, which is hashed")
    .requiredOption("--uri <address>", "where holders find the document, at most 128 bytes")
    .option("--rate <percent>", "for terms: the new rate, in percent a year")
    .option("--maturity <day>", "for terms: the new maturity", parseDay)
    .option("--every <days>", "for a budget: the amount is of each period of so many days", parseCount)
    .option("--vault <place>", "for a budget: another vault than the settlement money's", parseCount)
    .option("--reinvestment", "for a budget: of what waits for new assets")
    .option("--holder <rank>", "propose as a holder of this class", parseCount)
    .option("--arbitrator", "propose as the arbitrator");
  command.addHelpText("after", `\nWhat is proposed:\n${kinds.join("\n")}`);
  examples(
    command,
    "resolution propose 9xQe... terms 0 --rate 9 --maturity 2029-12-31 --file amendment.pdf --uri https://example.com/amendment.pdf",
    "resolution propose 9xQe... waterfall amended-deal.yaml --file amendment.pdf --uri https://example.com/amendment.pdf",
    "resolution propose 9xQe... role servicer 4Nd1... --file notice.pdf --uri https://example.com/notice.pdf --holder 0",
    "resolution propose 9xQe... budget 4Nd1... 7Bq2... 30000 2027-06-30 --every 30 --file plan.pdf --uri https://example.com/plan.pdf --holder 0",
  );
  return action<ProposeOptions>(command, async (context, options, address, what, ...rest) => {
    const proposer = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const deal = await readDeal(context, security.address);
    const values = rest.flat();
    const { rate, maturity, every, vault, reinvestment } = options;
    const [file = ""] = values;
    const proposal =
      what === "waterfall" && values.length === 1
        ? await draftFromFile(context, { security, file, author: proposer })
        : proposalFrom(what as ProposalWord, values, {
            debt: { rate, maturity },
            budget: { every, vault, reinvestment },
            tranches: deal.tranches,
            vaultDecimals: vaultsOf(security.data).map(({ decimals }) => decimals),
          });
    const { number, resolution, instructions } = await proposeResolution({
      proposer,
      security,
      governance: deal.governance,
      by: byOf(options),
      proposal,
      documentSha256: sha256Of(options.file),
      documentUri: options.uri,
    });
    const would = proposalWords({ ...proposal } as Parameters<typeof proposalWords>[0], classAt(deal));
    const signature = await context.sendConfirmed(`propose to ${would}`, instructions, proposer);
    const { data } = await readResolution(context.cluster, { security: security.address, number });
    const asked = deal.names.filter((_, rank) => ((data.asked >> rank) & 1) === 1);
    return {
      text: [
        `proposed resolution ${number}: to ${would}`,
        `${asked.join(", ")} vote on it from ${moment(data.opensAt)} to ${moment(data.closesAt)}`,
        `with their consent anyone can execute it from ${moment(data.executableFrom)} to ${moment(data.executableUntil)}`,
      ].join("\n"),
      json: { signature, security: security.address, resolution, number, asked: data.asked, proposal },
    };
  });
}

/** What stands in a line of the help that is indented, whole words. */
const KIND_LINE = /\S(?:.{0,70}\S)?(?=\s|$)/g;

/** A kind of proposal in the help: how it is written, and below that what it does. */
function kindOf(word: string, what: string): string {
  const [values = "", ...words] = what.split(":");
  const lines = words.join(":").trim().match(KIND_LINE);
  return [`  ${[word, values.trim()].join(" ").trim()}`, ...(lines ?? [])].join("\n      ");
}

function byOf({ holder, arbitrator }: ProposeOptions): ProposerArgs {
  if (holder !== undefined && arbitrator === true) {
    throw new UsageError("propose as a holder or as the arbitrator, not as both");
  }
  if (arbitrator === true) {
    return { __kind: "Arbitrator" };
  }
  return holder === undefined ? { __kind: "Sponsor" } : { __kind: "Holder", rank: holder };
}
