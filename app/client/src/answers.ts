/** What nodes answer: of what form the results are that this client reads. */

/** A JSON-RPC request, as far as its answer depends on it. */
export type Asked = Readonly<{ method: string; params?: readonly unknown[] | undefined }>;

type Form = (result: unknown, params: readonly unknown[]) => boolean;

const MAX_U64 = 2n ** 64n - 1n;

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

const isText = (value: unknown): value is string => typeof value === "string";

const isCount: Form = (value) =>
  typeof value === "bigint"
    ? value >= 0n && value <= MAX_U64
    : Number.isSafeInteger(value) && Number(value) >= 0;

/** An account in base64, as a node has read it itself or, where no encoding was asked for, in base58. */
function isAccount(value: unknown): boolean {
  const { data, owner, lamports } = fieldsOf(value);
  const isRead =
    isText(data) || (typeof data === "object" && data !== null && (!Array.isArray(data) || isText(data[0])));
  return isRead && isText(owner) && isCount(lamports, []);
}

const isAccountOrNone = (value: unknown): boolean => value === null || isAccount(value);

/** A list of as many as were asked for by the first parameter. */
const isListOf =
  (each: (value: unknown) => boolean): Form =>
  (value, [asked]) =>
    Array.isArray(value) && (!Array.isArray(asked) || value.length === asked.length) && value.every(each);

/** A value beside the slot that it is of. */
const atSlot =
  (form: Form): Form =>
  (result, params) => {
    const { context, value } = fieldsOf(result);
    return isCount(fieldsOf(context).slot, []) && form(value, params);
  };

const areKeyedAccounts: Form = (value) =>
  Array.isArray(value) &&
  value.every((one) => {
    const { pubkey, account } = fieldsOf(one);
    return isText(pubkey) && isAccount(account);
  });

const FORMS: Readonly<Record<string, Form>> = {
  getAccountInfo: atSlot(isAccountOrNone),
  getBalance: atSlot(isCount),
  getBlockHeight: isCount,
  getGenesisHash: isText,
  getLatestBlockhash: atSlot((value) => {
    const { blockhash, lastValidBlockHeight } = fieldsOf(value);
    return isText(blockhash) && isCount(lastValidBlockHeight, []);
  }),
  getMultipleAccounts: atSlot(isListOf(isAccountOrNone)),
  // Beside the slot only if that was asked for.
  getProgramAccounts: (result, params) =>
    (fieldsOf(params[1]).withContext === true ? atSlot(areKeyedAccounts) : areKeyedAccounts)(result, params),
  getSignatureStatuses: atSlot(isListOf((value) => value === null || "slot" in fieldsOf(value))),
  getSignaturesForAddress: (result) =>
    Array.isArray(result) && result.every((one) => isText(fieldsOf(one).signature)),
  getSlot: isCount,
  getTransaction: (result) => result === null || "transaction" in fieldsOf(result),
  isBlockhashValid: atSlot((value) => typeof value === "boolean"),
  sendTransaction: isText,
  simulateTransaction: atSlot((value) => "err" in fieldsOf(value)),
};

/** Whether a result has the form that its method's results have; of methods that are not known here all have. */
export const isOfForm = ({ method, params = [] }: Asked, result: unknown): boolean =>
  FORMS[method]?.(result, params) ?? true;
