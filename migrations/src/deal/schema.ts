import { Ajv2020, type AnySchemaObject, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import dealSchema from "../../schema/deal.schema.json" with { type: "json" };
import scenarioSchema from "../../schema/scenario.schema.json" with { type: "json" };
import type { DealDocument, Json } from "./document.js";
import type { FieldPath } from "./problem.js";

/** The kinds of files that there is a schema for. */
const SCHEMAS = { deal: dealSchema, scenario: scenarioSchema } as const satisfies Readonly<
  Record<string, AnySchemaObject>
>;
/** Compiling a schema takes a fifth of a second, which only who reads such a file shall wait. */
const compiled = new Map<keyof typeof SCHEMAS, ValidateFunction>();
/** How many letters a misspelt field name may be away from the one that was meant. */
const MAX_MISSPELLING = 3;

/** Checks a document against the schema of its kind, and notes every difference in words. */
export function checkSchema(document: DealDocument, kind: keyof typeof SCHEMAS = "deal"): void {
  const schema: AnySchemaObject = SCHEMAS[kind];
  const validate = compiled.get(kind) ?? compile(schema);
  compiled.set(kind, validate);
  if (document.value === undefined || validate(document.value)) {
    return;
  }
  for (const error of validate.errors ?? []) {
    report(document, error, schema);
  }
}

function compile(schema: AnySchemaObject): ValidateFunction {
  return new Ajv2020({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictRequired: false,
  }).compile(schema);
}

function report(document: DealDocument, error: ErrorObject, schema: AnySchemaObject): void {
  // The fault of an alternative is reported once, by the `oneOf` or `anyOf` that contains it.
  if (/\/(one|any)Of\/\d/.test(error.schemaPath) || error.keyword === "if") {
    return;
  }
  const path = pathOf(error.instancePath, document.value);
  switch (error.keyword) {
    case "required": {
      const missing = [...path, String(error.params.missingProperty)];
      document.refuse(missing, `is missing: add it. Expected: ${describe(missing, schema)}`);
      return;
    }
    case "additionalProperties": {
      const name = String(error.params.additionalProperty);
      const unknown = [...path, name];
      const known = Object.keys((error.parentSchema?.properties ?? {}) as object);
      document.refuse(unknown, unknownField(name, known), document.keyPosition(unknown));
      return;
    }
    case "false schema":
      document.refuse(path, notHere(path), document.keyPosition(path));
      return;
    case "not":
      document.refuse(path, String(error.parentSchema?.description), document.keyPosition(path));
      return;
    case "oneOf":
    case "anyOf":
      reportAlternatives(document, error, path, schema);
      return;
    default:
      document.refuse(path, `found ${show(error.data)}; expected: ${describe(path, schema)}`);
  }
}

/** A `oneOf` or `anyOf` chooses between fields: the message says which, and whether there are none or too many. */
function reportAlternatives(
  document: DealDocument,
  error: ErrorObject,
  path: FieldPath,
  schema: AnySchemaObject,
): void {
  const both = error.keyword === "oneOf" && error.params.passingSchemas !== null;
  const what = lowerFirst(String(error.parentSchema?.description ?? describe(path, schema)));
  document.refuse(path, both ? `has more than one of them; expected: ${what}` : `expected: ${what}`);
}

const OF_DEBT = "belongs to a debt tranche only: leave it out, or make the kind debt";
/** Fields that tranches of some kinds do not have, and what to do. */
const OTHER_KIND: Readonly<Record<string, string>> = {
  preferred_return: "belongs to an equity tranche with a par: leave it out, or use rate",
  rate: "belongs to debt and covers: leave it out, or use preferred_return and par for the equity's own capital",
  loss_cap: "belongs to a cover only: leave it out, or make the kind cover",
  loss_percent: "belongs to a cover only: leave it out, or make the kind cover",
  covers_equity: "belongs to a cover only: leave it out, or make the kind cover",
  pari_passu: "belongs to debt and to equity with a par: leave it out",
  manager: "belongs to an equity tranche without a par only, whose points books grant: leave it out",
};

function notHere(path: FieldPath): string {
  const [top] = path;
  switch (top) {
    case "settlement_mint":
      return "does not go with create: leave one of the two out";
    case "waterfall":
      return "is not a field of this tier: leave it out";
    case "triggers":
      return "is not a field of this test: leave it out";
    default:
      return OTHER_KIND[String(path.at(-1))] ?? OF_DEBT;
  }
}

function unknownField(name: string, known: readonly string[]): string {
  const distances = known.map((candidate) => ({ candidate, away: editDistance(name, candidate) }));
  const [nearest] = distances.toSorted((a, b) => a.away - b.away);
  const hint =
    nearest !== undefined && nearest.away <= MAX_MISSPELLING ? ` Did you mean ${nearest.candidate}?` : "";
  return `is not a field here.${hint} The fields are ${known.join(", ")}`;
}

/** A JSON pointer as a path; list positions are numbers. */
function pathOf(pointer: string, value: Json | undefined): FieldPath {
  let at: Json | undefined = value;
  return pointer
    .split("/")
    .slice(1)
    .map((part) => {
      const step = part.replaceAll("~1", "/").replaceAll("~0", "~");
      if (Array.isArray(at)) {
        at = at[Number(step)];
        return Number(step);
      }
      at = (at as { [key: string]: Json } | undefined)?.[step];
      return step;
    });
}

/** The schema's description of a field: the nearest one. */
function describe(path: FieldPath, schema: AnySchemaObject): string {
  let at = schema;
  for (const step of path) {
    const next: unknown = typeof step === "number" ? at.items : at.properties?.[step];
    at = follow(next as AnySchemaObject | undefined, schema);
  }
  return lowerFirst(String(at.description ?? ""));
}

/** A schema merged with the one it refers to; its own keywords take precedence. */
function follow(part: AnySchemaObject | undefined, schema: AnySchemaObject): AnySchemaObject {
  const reference = part?.$ref;
  if (typeof reference !== "string") {
    return part ?? {};
  }
  const name = reference.replace("#/$defs/", "");
  return { ...schema.$defs[name], ...part };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function show(value: unknown): string {
  if (value === null) {
    return "nothing";
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  }
  return typeof value === "object" ? "a group of fields" : JSON.stringify(value);
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
