/** A random number for a ticket or a distribution, out of 2^64: unique without asking anybody. */
export function randomNonce(): bigint {
  const [nonce = 0n] = crypto.getRandomValues(new BigUint64Array(1));
  return nonce;
}
