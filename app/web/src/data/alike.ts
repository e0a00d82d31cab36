import type { Address } from "@solana/kit";

/** Letters of other scripts by the Latin ones that they are taken for: of each pair the first is read as the second. */
const ALIKE =
  "аa ВB вb СC сc ԁd ЕE еe НH нh ІI іi ЈJ јj КK кk МM мm ОO оo РP рp ԚQ ԛq ЅS ѕs ТT тt УY уy ԜW ԝw ХX хx АA Ьb " +
  "ΑA αa ΒB βb ΕE εe ΖZ ΗH ηn ΙI ιi ΚK κk ΜM ΝN νv ΟO οo ΡP ρp ΤT τt ΥY υu ΧX χx ΥY ϹC ϲc ͿJ ϳj " +
  "ԍg ոn սu օo ցg հh Տs Օo ᎪA ᏴB ᏟC ᎬE ᎻH ᎫJ ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᎳW ᏃZ ɑa ɡg ıi ǀl";
const READ_AS: ReadonlyMap<string, string> = new Map(
  ALIKE.split(" ").map((pair) => {
    const [letter = "", taken = ""] = pair;
    return [letter, taken];
  }),
);

/** A name as it is read in passing: two that are taken for each other are the same text. */
export function asRead(name: string): string {
  const plain = [
    ...name.normalize("NFKD").replace(/[\p{M}\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, ""),
  ]
    .map((letter) => READ_AS.get(letter) ?? letter)
    .join("");
  return plain
    .toLowerCase()
    .replace(/rn/g, "m")
    .replace(/vv/g, "w")
    .replace(/[i1|!]/g, "l")
    .replace(/0/g, "o")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** What a deal is called, and what its classes are. */
export type Named = Readonly<{ address: Address; name: string; classes: readonly string[] }>;

/** For each deal the others that are taken for it: whose name, or that of a class, reads like its own. */
export function alikeOf(deals: readonly Named[]): ReadonlyMap<Address, readonly Address[]> {
  const named = new Map<string, Set<Address>>();
  for (const { address, name, classes } of deals) {
    for (const one of [name, ...classes]) {
      const read = asRead(one);
      named.set(read, (named.get(read) ?? new Set()).add(address));
    }
  }
  const found = new Map<Address, Set<Address>>(deals.map(({ address }) => [address, new Set()]));
  for (const { address, name } of deals) {
    for (const other of named.get(asRead(name)) ?? []) {
      if (other !== address) {
        found.get(address)?.add(other);
        found.get(other)?.add(address);
      }
    }
  }
  return new Map([...found].map(([address, others]) => [address, [...others]]));
}
