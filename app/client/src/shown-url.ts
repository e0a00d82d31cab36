/** The parts of a URL: scheme, who asks, host and port, and the rest. */
const PARTS = /^(\w+:\/\/)?([^/?#]*@)?([^/?#]*)(.*)$/s;
/** The shortest part of a URL that is taken for a secret where it stands in a text by itself. */
const SECRET_LENGTH = 8;

/** A URL as messages, logs and results show it: without whoever asks, path and query, in which providers put keys. */
export function shownUrl(url: string): string {
  const [, scheme = "", , host = "", rest = ""] = PARTS.exec(url) ?? [];
  return `${scheme}${host}${rest === "" || rest === "/" ? rest : "/..."}`;
}

/** A text without the secrets of a URL, whole or in parts, such as a key that a node repeats in its refusal. */
export function withoutSecrets(text: string, url: string): string {
  const [, , who = "", , rest = ""] = PARTS.exec(url) ?? [];
  const parts = [...who.slice(0, -1).split(":"), ...rest.split(/[/?#&=]/)]
    .filter(({ length }) => length >= SECRET_LENGTH)
    .sort((a, b) => b.length - a.length);
  return parts.reduce((left, part) => left.replaceAll(part, "..."), text.replaceAll(url, shownUrl(url)));
}
