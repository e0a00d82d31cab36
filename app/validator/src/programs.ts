import { type Address, address, type EncodedAccount, getAddressDecoder } from "@solana/kit";

/** Addresses of the runtime's own programs and sysvars that the validator has to know. */
export const Known = {
  system: address("11111111111111111111111111111111"),
  token: address("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"),
  token2022: address("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"),
  addressLookupTable: address("AddressLookupTab1e1111111111111111111111111"),
  computeBudget: address("ComputeBudget111111111111111111111111111111"),
  nativeLoader: address("NativeLoader1111111111111111111111111111111"),
  loader1: address("BPFLoader1111111111111111111111111111111111"),
  loader2: address("BPFLoader2111111111111111111111111111111111"),
  loaderUpgradeable: address("BPFLoaderUpgradeab1e11111111111111111111111"),
  loader4: address("LoaderV411111111111111111111111111111111111"),
  vote: address("Vote111111111111111111111111111111111111111"),
  config: address("Config1111111111111111111111111111111111111"),
  ed25519: address("Ed25519SigVerify111111111111111111111111111"),
  secp256k1: address("KeccakSecp256k11111111111111111111111111111"),
  secp256r1: address("Secp256r1SigVerify1111111111111111111111111"),
  feature: address("Feature111111111111111111111111111111111111"),
  sysvarOwner: address("Sysvar1111111111111111111111111111111111111"),
  slotHashes: address("SysvarS1otHashes111111111111111111111111111"),
} as const;

/** Whether a program is one of the two token programs. */
export function isTokenProgram(program: Address): boolean {
  return program === Known.token || program === Known.token2022;
}

const PROGRAM = 2;
const PROGRAM_DATA = 3;

/** Where an upgradeable program's bytecode is; `undefined` if the account is not such a program. */
export function programDataAddress(account: EncodedAccount): Address | undefined {
  const data = Buffer.from(account.data);
  return account.programAddress === Known.loaderUpgradeable &&
    data.length >= 36 &&
    data.readUInt32LE(0) === PROGRAM
    ? getAddressDecoder().decode(data, 4)
    : undefined;
}

/** Whether an account holds the bytecode of an upgradeable program. */
export function isProgramData(account: EncodedAccount): boolean {
  return account.programAddress === Known.loaderUpgradeable && account.data[0] === PROGRAM_DATA;
}
