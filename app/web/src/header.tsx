import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { ClusterChoice } from "./connection/cluster-choice.js";
import { slots } from "./slots.js";

const PLACES = [
  ["/", "Deals"],
  ["/yours", "Yours"],
  ["/desk", "Desks"],
] as const;

/** The head of the page: where one can go, the cluster, the wallet. */
export function Header(): ReactNode {
  const [location] = useLocation();
  const Wallet = slots.wallet;
  return (
    <header className="header">
      <div className="header-inner">
        <Link href="/" className="brand">
          Securities
        </Link>
        <nav aria-label="Main">
          {PLACES.map(([place, name]) => (
            <Link key={place} href={place} aria-current={isAt(place, location) ? "page" : undefined}>
              {name}
            </Link>
          ))}
        </nav>
        <div className="header-end">
          <ClusterChoice />
          {Wallet === undefined ? null : <Wallet />}
        </div>
      </div>
    </header>
  );
}

function isAt(place: string, location: string): boolean {
  return place === "/" ? location === "/" || location.startsWith("/deal/") : location.startsWith(place);
}
