import { useSyncExternalStore } from "react";

/** Origins that the page's own policy has kept it from reaching. */
let refused: readonly string[] = [];
const listeners = new Set<() => void>();

document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  if (effectiveDirective === "connect-src" && !refused.includes(blockedURI)) {
    refused = [...refused, blockedURI];
    for (const listener of listeners) {
      listener();
    }
  }
});

/** Whether the policy of whoever serves the page forbids to reach an URL. */
export function usePolicyRefuses(url: string): boolean {
  const blocked = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => refused,
  );
  const { host } = new URL(url);
  return blocked.some((one) => URL.canParse(one) && new URL(one).host === host);
}
