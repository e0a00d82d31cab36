import assert from "node:assert/strict";
import { test } from "node:test";
import { clientSources, exportedNames, type Signature, signatureOf } from "./signatures.js";

const SOURCE = clientSources();
const FUNCTIONS = exportedNames()
  .map((name) => signatureOf(SOURCE, name))
  .filter((one) => one !== undefined);

/** Types of what may follow a calculation's subject: values that say what they are without a name. */
const PLAIN =
  /^(?:readonly )?(?:bigint|number|string|boolean|Address|(?:Readonly)?Uint8Array)(?:\[\])?(?: \| undefined)?$/;
/** Functions whose name says that they read the chain. */
const READER = /^(?:read|find|list|scan|simulate)[A-Z]/;

/** Types that hold instructions, besides lists of them. */
const HOLDING = [
  ...SOURCE.matchAll(/^export type (\w+) = Readonly<\{\s*instructions: Instruction\[\]/gm),
].map(([, name = ""]) => name);
const BUILT = new RegExp(`\\bInstruction(?:\\[\\]|>)|^Promise<(?:${HOLDING.join("|")})>`);
/**
 * What is derived by hashing, which browsers do asynchronously, or says what a refusal means, which is loaded then; an event
 * names owners whose records are derived.
 */
const DERIVED = /^Promise<(?:readonly )?\[?(?:Address|AccountMeta|Payee|ProgramEvent|TransactionFailure)\b/;

/** What is wrong with a function's signature; nothing where it keeps to the rule of the README. */
function faultOf({ name, isAsync, parameters, returns }: Signature): string | undefined {
  const [first, second] = parameters;
  const isPromised = /^(?:Promise|AsyncGenerator)</.test(returns);
  if (BUILT.test(returns)) {
    const isList =
      /^Promise<(?:Instruction\[\]|.*instructions: Instruction\[\]|(?!Instruction\b)\w+>$)/s.test(returns);
    const takesOptions = parameters.length === 1 && first?.name === "options";
    return isAsync && isList && takesOptions
      ? undefined
      : `${name} builds instructions: async, of one options object, it promises a list of them`;
  }
  if (parameters.some(({ type }, at) => type === "Cluster" && at > 0) || parameters.length > 2) {
    return `${name} takes more than a subject and one thing more: use an options object`;
  }
  if (READER.test(name) || (first?.type === "Cluster" && isPromised)) {
    const isRead = isAsync || returns.startsWith("AsyncGenerator<");
    return isRead && first?.type === "Cluster"
      ? undefined
      : `${name} speaks to the cluster: async, of (cluster, what)`;
  }
  if (isPromised && !(DERIVED.test(returns) && isAsync)) {
    return `${name} calculates, or derives addresses: only the latter is async`;
  }
  return second === undefined || PLAIN.test(second.type)
    ? undefined
    : `${name} takes two things: use an options object, or a plain value after the subject`;
}

test("what the client exports keeps to the rule of signatures", () => {
  assert.ok(FUNCTIONS.length > 250, `${FUNCTIONS.length} functions were found`);
  assert.deepEqual(
    FUNCTIONS.map(faultOf).filter((fault) => fault !== undefined),
    [],
  );
});

test("what options hold has one name", () => {
  const others = /^\s*(?:time|input|funder|feePayer)\??:/m;
  for (const { name, parameters } of FUNCTIONS) {
    for (const parameter of parameters) {
      assert.doesNotMatch(`${parameter.name}: ${parameter.type}`.replaceAll(/[{;]/g, "\n"), others, name);
    }
  }
});

test("signatures against the rule are seen", () => {
  const wrong = [
    "export function build(options: Readonly<{ book: Address }>): Instruction[] {",
    "export async function build(book: Address): Promise<Instruction[]> {",
    "export async function build(options: Readonly<{ book: Address }>): Promise<Instruction> {",
    "export async function build(cluster: Cluster, options: BuildOptions): Promise<Instruction[]> {",
    "export const readIt = (cluster: Cluster): Promise<Book> => read(cluster);",
    "export async function readIt(cluster: Cluster, book: Address, id: number): Promise<Ticket> {",
    "export async function readIt(book: Address, cluster: Cluster): Promise<Ticket> {",
    "export async function sum(book: Book): Promise<bigint> {",
    "export function sum(book: Book, ticket: Ticket): bigint {",
    "export function sum(book: Book, now: bigint, vault = 0): bigint {",
  ];
  const right = [
    "export async function build({ book }: Readonly<{ book: Address }>): Promise<Instruction[]> {",
    "export async function readIt(cluster: Cluster, { book }: ReadOptions): Promise<Ticket> {",
    "export function sum(book: Book, now: bigint): bigint {",
    "export const sum = ({ a }: Readonly<{ a: () => void; b: bigint }>): bigint => a;",
  ];
  const faults = (source: string) => {
    const found = signatureOf(source, /(?:function|const) (\w+)/.exec(source)?.[1] ?? "");
    assert.ok(found, source);
    return faultOf(found);
  };
  for (const source of wrong) {
    assert.notEqual(faults(source), undefined, source);
  }
  for (const source of right) {
    assert.equal(faults(source), undefined, source);
  }
});
