/** A number for a ticket or a distribution, by chance out of 2^64: new without asking anybody. */
export function randomNonce(): bigint {
  const [nonce = 0n] = crypto.getRandomValues(new BigUint64Array(1));
  return nonce;
}
