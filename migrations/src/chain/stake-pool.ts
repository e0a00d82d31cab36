import { type Address, address, getAddressDecoder, type MaybeEncodedAccount } from "@solana/kit";

const STAKE_POOL_PROGRAM = address("SPoo1Ku8WFXoNDMHPsrGSTSG1Y47rzgn41SLUNakuHy");
/** The first byte of a stake pool, the offset of its mint, and the end of the part that the program reads. */
const POOL = 1;
const POOL_MINT_OFFSET = 162;
const POOL_BYTES = 282;

/** The mint of an SPL stake pool; `undefined` if the account is not one. */
export function decodePoolMint(account: MaybeEncodedAccount | undefined): Address | undefined {
  const isPool =
    account?.exists === true &&
    account.programAddress === STAKE_POOL_PROGRAM &&
    account.data[0] === POOL &&
    account.data.length >= POOL_BYTES;
  return isPool ? getAddressDecoder().decode(account.data, POOL_MINT_OFFSET) : undefined;
}
