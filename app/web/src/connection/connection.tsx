import { type Cluster, connect } from "@defi-ready/securities";
import {
  createSolanaRpcSubscriptions,
  type RpcSubscriptions,
  type SolanaRpcSubscriptionsApi,
} from "@solana/kit";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { type Choice, offeredClusters, subscriptionsUrl } from "./clusters.js";
import { readSettings, type Settings, storeSettings, type Theme } from "./settings.js";

/** The cluster that the page shows, and how to show another. */
export type Connection = Readonly<{
  /** For the client's readers and for sending; its `url` is part of each query's key. */
  cluster: Cluster;
  /** For notices of changes. */
  subscriptions: RpcSubscriptions<SolanaRpcSubscriptionsApi>;
  /** The cluster's name, or the host of an URL of the user's own. */
  name: string;
  /** What can be chosen besides an own URL. */
  offered: readonly Choice[];
  theme: Theme;
  /** Shows another cluster, by its RPC URL; throws a `ClientError` for what is none. */
  choose(url: string): void;
  setTheme(theme: Theme): void;
}>;

const ConnectionContext = createContext<Connection | undefined>(undefined);

/** The connection of the page. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (connection === undefined) {
    throw new Error("there is no connection outside of ConnectionProvider");
  }
  return connection;
}

/** The cluster that the page shows. */
export const useCluster = (): Cluster => useConnection().cluster;

/** Gives the page its cluster and its theme. */
export function ConnectionProvider({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  const [settings, setSettings] = useState(readSettings);
  const offered = useMemo(() => offeredClusters(), []);
  const url = usable(settings.url) ?? offered[0]?.url ?? "";
  const theme = settings.theme ?? "system";
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const connection = useMemo(() => {
    const change = (more: Settings) => {
      setSettings((before) => {
        const next = { ...before, ...more };
        storeSettings({ ...readSettings(), ...more });
        return next;
      });
    };
    return {
      cluster: connect(url),
      subscriptions: createSolanaRpcSubscriptions(subscriptionsUrl(url)),
      name: offered.find((choice) => choice.url === url)?.name ?? new URL(url).host,
      offered,
      theme,
      choose: (next: string) => change({ url: connect(next.trim()).url }),
      setTheme: (next: Theme) => change({ theme: next }),
    };
  }, [url, theme, offered]);
  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}

/** A stored URL, unless it cannot be connected to. */
function usable(url: string | undefined): string | undefined {
  try {
    return url === undefined ? undefined : connect(url).url;
  } catch {
    return undefined;
  }
}
