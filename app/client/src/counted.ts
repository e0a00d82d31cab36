/** A number of things in words, such as `1 holder` or `2 holders`. */
export function counted(count: number | bigint, one: string): string {
  return countedIrregular({ count, one, many: `${one}s` });
}

/** A number of things whose name takes more than an `s` for many, such as `1 class` or `2 classes`. */
export function countedIrregular(
  options: Readonly<{ count: number | bigint; one: string; many: string }>,
): string {
  const { count, one, many } = options;
  return `${count} ${BigInt(count) === 1n ? one : many}`;
}
