import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Router, useLocation } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { ConnectionProvider } from "./connection/connection.js";
import { newQueryClient } from "./data/query.js";
import { Header } from "./header.js";
import { Routes } from "./routes.js";
import { slots } from "./slots.js";
import { Boundary } from "./ui/boundary.js";

const Bare = ({ children }: Readonly<{ children: ReactNode }>): ReactNode => children;

/** What is shown, apart from what surrounds it: a fault of one place leaves the others, and what is being signed. */
function Places(): ReactNode {
  const [place] = useLocation();
  return (
    <Boundary what="this page" place={place}>
      <Routes />
    </Boundary>
  );
}

/** The page: its routes are behind the # of its address, so that any web server can serve it. */
export function App(): ReactNode {
  const [queries] = useState(newQueryClient);
  const Provider = slots.provider ?? Bare;
  return (
    <QueryClientProvider client={queries}>
      <ConnectionProvider>
        <Provider>
          <Router hook={useHashLocation}>
            <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
              Skip to the content
            </button>
            <Header />
            <main id="main" tabIndex={-1}>
              <Places />
            </main>
            <footer className="footer">
              Read from the chain by your browser. Nothing is stored but your settings, and no request goes
              anywhere but to the node you chose. All times and days are in UTC.
            </footer>
          </Router>
        </Provider>
      </ConnectionProvider>
    </QueryClientProvider>
  );
}
