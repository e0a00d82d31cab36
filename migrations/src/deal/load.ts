import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { LOSS_NOTICE, POOL_DAILY_BPS } from "../client.js";
import { checkTests } from "./check-tests.js";
import { DealDocument } from "./document.js";
import { Field, reason, whole } from "./field.js";
import type { Deal, Payment, SettlementMint } from "./model.js";
import { type PaymentRules, readPayments } from "./payments.js";
import { checkPeople } from "./people.js";
import { DealError, ProblemList } from "./problem.js";
import { readBooks } from "./read-books.js";
import { readCalendar } from "./read-calendar.js";
import { checkStages, checkWayBack, readControl } from "./read-control.js";
import { readConversions } from "./read-conversions.js";
import { readDayOrOffset } from "./read-day.js";
import { readDestinations } from "./read-destinations.js";
import { readDisclosures } from "./read-disclosures.js";
import { NO_RULES, readDelivery, readDraw } from "./read-draw.js";
import { readGovernance } from "./read-governance.js";
import { readMeasures } from "./read-measures.js";
import { checkMintCount, readEscheat, readPaymentTip, readPayoutMints, readSources } from "./read-payouts.js";
import { readProtocols, readQualifiers } from "./read-qualifiers.js";
import { readRoles } from "./read-roles.js";
import { readTranches, withAuthorised } from "./read-tranches.js";
import { readNotice, readPrincipal, readTriggers, readWaterfall } from "./read-waterfall.js";
import { checkSchema } from "./schema.js";
import { readText } from "./text.js";
import { MAX_URI_BYTES } from "./values.js";

/**
 * Reads a deal file and all files that it names, and checks it by the program's rules, without a cluster.
 *
 * @param path The file; messages use the name given here.
 * @throws {DealError} With all problems, each with its place and its field.
 */
export function loadDeal(path: string): Deal {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new DealError([{ file: path, field: "", message: `cannot read the deal file: ${reason(error)}` }]);
  }
  const text = readText(bytes);
  if (typeof text !== "string") {
    throw new DealError([{ file: path, field: "", ...text }]);
  }
  return parseDeal(path, text);
}

/** As {@link loadDeal}, for a text; the files that it names are looked up beside `path`. */
export function parseDeal(path: string, text: string): Deal {
  const problems = new ProblemList();
  const document = new DealDocument(path, text, problems);
  checkSchema(document);
  const deal = readDeal(document, problems);
  problems.throwIfAny();
  if (deal === undefined) {
    throw new Error("a deal without a problem is whole");
  }
  return deal;
}

function readDeal(document: DealDocument, problems: ProblemList): Deal | undefined {
  const top = new Field(document, [], document.value);
  const settlementMint = readSettlementMint(top.get("settlement_mint"));
  // Amounts can be read as soon as the decimals are known, whatever else is wrong with the mint.
  const decimals = settlementMint?.decimals;
  const calendar = readCalendar(top.get("calendar"), top.get("tranches"));
  const disclosures = readDisclosures(top.get("disclosures"));
  const tranches = readTranches(top.get("tranches"), {
    decimals,
    calendar,
    isRestricted: top.get("qualifiers").given,
    letsRegister: top.get("protocols").given,
    disclosures,
  });
  const minDistribution = top.get("min_distribution").amount(decimals);
  const waterfall = readWaterfall(top.get("waterfall"), { tranches: top.get("tranches"), decimals });
  const mintRules = { settlementMint, tranches: top.get("tranches") };
  const paper = top.get("document");
  checkMintCount(top);
  checkPeople(top);
  const { books, needed: neededByBooks } = readBooks(top.get("books"), {
    tranches: top.get("tranches"),
    terms: tranches,
    settlementMint,
    isRestricted: top.get("qualifiers").given,
  });
  const triggers = readTriggers(top.get("triggers"), {
    tranches: top.get("tranches"),
    decimals,
    disclosures,
  });
  const control = top.get("control").or(null, (terms) => readControl(terms, top.get("roles")));
  checkWayBack(top, control);
  if (triggers && control !== undefined) {
    const steps = triggers.flatMap(({ consequences }, at) => (consequences.includes("step") ? [at] : []));
    checkStages(top.get("triggers"), { steps, control });
  }
  const { conversions, needed } =
    tranches && books && triggers && decimals !== undefined
      ? readConversions(top.get("conversions"), {
          tranches: top.get("tranches"),
          terms: tranches,
          triggers,
          books,
          decimals,
          needed: neededByBooks,
          hasGovernance: top.get("governance").given,
        })
      : { conversions: undefined, needed: neededByBooks };
  if (tranches && books && triggers && waterfall) {
    const fields = { books: top.get("books"), triggers: top.get("triggers") };
    checkTests(fields, { tranches, books, triggers, waterfall });
  }
  return whole<Deal>({
    file: document.file,
    id: top.get("id").wholeNumber(),
    sponsor: top.get("sponsor").present ? top.get("sponsor").person("who applies the deal") : null,
    document: whole<Deal["document"]>({
      uri: paper.get("uri").shortText(MAX_URI_BYTES),
      sha256: paper.documentHash(),
    }),
    origin: top.get("origin").present ? top.get("origin").person("who created the security") : null,
    roles: readRoles(top.get("roles"), top.get("sponsor")),
    settlementMint,
    destinations: readDestinations(top),
    draw: top.get("draw").or(NO_RULES, (draw) =>
      readDraw(draw, {
        decimals,
        bookFields: top.get("books"),
        books,
      }),
    ),
    deliveryBy: top
      .get("delivery_by")
      .or(null, (by) => readDelivery(by, { bookFields: top.get("books"), books })),
    measures: top.get("measures").or(null, readMeasures),
    qualifiers: readQualifiers(top.get("qualifiers")),
    protocols: readProtocols(top.get("protocols"), top.get("qualifiers")),
    minDistribution,
    tranches:
      tranches === undefined || books === undefined
        ? tranches
        : withAuthorised(top.get("tranches"), tranches, needed),
    paymentTip: top.get("payment_tip").or(null, (tip) => readPaymentTip(tip, decimals)),
    escheat: top.get("escheat").or(null, readEscheat),
    lossNotice: top.get("loss_notice").or(LOSS_NOTICE, readNotice),
    poolDailyBps: top.get("pool_daily_limit").or(POOL_DAILY_BPS, (limit) => limit.percent()),
    payoutMints: readPayoutMints(top.get("payout_mints"), mintRules),
    waterfall,
    triggers,
    revolvingUntil: top.get("revolving_until").or(null, readDayOrOffset),
    principal: readPrincipal(top),
    sources: readSources(top.get("sources"), mintRules),
    disclosures,
    governance: top.get("governance").or(null, (terms) => readGovernance(terms, top.get("tranches"))),
    control,
    conversions,
    books,
    payments: readPaymentsOf(
      top.get("payments"),
      document.file,
      {
        decimals,
        smallest: minDistribution,
        carries: tranches && waterfall && carriesOf({ tranches, waterfall }),
      },
      problems,
    ),
    positions: document.positions,
  });
}

function readSettlementMint(field: Field): SettlementMint | undefined {
  if (field.get("create").present) {
    return whole<SettlementMint & { kind: "create" }>({
      kind: "create",
      decimals: field.get("create").get("decimals").count(),
    });
  }
  return whole<SettlementMint & { kind: "existing" }>({
    kind: "existing",
    address: field.get("address").address(),
    decimals: field.get("decimals").count(),
  });
}

/** The classes of a deal that are paid a carry, by name, with their ranks. */
export function carriesOf({
  tranches,
  waterfall,
}: Pick<Deal, "tranches" | "waterfall">): ReadonlyMap<string, number> {
  const ranks = waterfall.flatMap((tier) => (tier.kind === "carry" ? [tier.rank] : []));
  return new Map(ranks.map((rank) => [tranches[rank]?.name ?? "", rank]));
}

/** Payments of a file that a field names; none if it is left out. */
export function readPaymentsOf(
  field: Field,
  dealFile: string,
  rules: Omit<PaymentRules, "decimals"> & Readonly<{ decimals: number | undefined }>,
  problems: ProblemList,
): readonly Payment[] | undefined {
  if (!field.present) {
    return [];
  }
  const bytes = field.fileBytes();
  const { decimals } = rules;
  if (bytes === undefined || decimals === undefined) {
    return undefined;
  }
  const named = field.text() ?? "";
  const file = isAbsolute(named) ? named : join(dirname(dealFile), named);
  const text = readText(bytes);
  if (typeof text !== "string") {
    problems.add({ file, field: "", ...text });
    return undefined;
  }
  return readPayments(text, file, { ...rules, decimals }, problems);
}
