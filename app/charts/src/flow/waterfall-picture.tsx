import { formatGroupedAmount } from "@defi-ready/securities";
import { useId, useRef, useState } from "react";
import { fits, fitted, labelAmount, shortAmount } from "../parts/amounts.js";
import { useWidth } from "../parts/browser.js";
import { Frame, type Key } from "../parts/frame.js";
import type { Flow, FlowNode } from "./flow.js";
import { type FlowLayout, flowLayout, type PlacedNode } from "./layout.js";

/** The height of a line of a label. */
const LINE = 14;

const SORT_WORDS: Readonly<Record<string, string>> = {
  interest: "interest",
  principal: "principal",
  other: "carry, splits, participations and what is left",
  fee: "fees and expenses",
  kept: "stays in the deal",
  income: "income",
  reserve: "from reserves",
  reinvestment: "from the reinvestment account",
};

/** One payment from its sources through the tiers to the classes and to you, each band as wide as its money. */
export function WaterfallPicture({
  flow,
  decimals,
  symbol = "",
  title = "The waterfall",
  summary,
  width: given,
}: Readonly<{
  flow: Flow;
  /** Of the payment's mint. */
  decimals: number;
  symbol?: string;
  title?: string;
  /** A sentence on the payment, such as its number and day. */
  summary?: string | undefined;
  /** In pixels; as wide as there is room if left out, and 720 where nothing measures. */
  width?: number;
}>) {
  const stage = useRef<HTMLDivElement>(null);
  const width = useWidth(stage, given);
  const [seen, setSeen] = useState<string>();
  const layout = flowLayout({ flow, width });
  const money = (amount: bigint) => formatGroupedAmount(amount, decimals);
  const names = new Map(flow.nodes.map(({ id, name }) => [id, name]));
  const rows = flow.links.map(({ from, to, amount, sort }, at) => ({
    key: String(at),
    cells: [names.get(from) ?? from, names.get(to) ?? to, SORT_WORDS[sort] ?? sort, money(amount)],
  }));
  return (
    <Frame
      kind="flow"
      title={title}
      summary={summary}
      legend={legendOf(flow)}
      numbers={{ columns: ["From", "To", "As", symbol === "" ? "Amount" : symbol], rows }}
    >
      <div className="chart-stage" ref={stage}>
        <Drawing layout={layout} flow={flow} decimals={decimals} seen={seen} onSeen={setSeen} />
      </div>
    </Frame>
  );
}

function legendOf({ nodes, links }: Flow): Key[] {
  const has = (sort: string) => links.some((link) => link.sort === sort && link.to.startsWith("class"));
  return [
    ...nodes.filter(({ column }) => column === 0).map(({ ink, name }) => ({ ink, name })),
    ...(has("principal")
      ? [{ ink: "text", name: "repaid principal is hatched", pattern: "hatch" as const }]
      : []),
  ];
}

function Drawing({
  layout,
  flow,
  decimals,
  seen,
  onSeen,
}: Readonly<{
  layout: FlowLayout;
  flow: Flow;
  decimals: number;
  seen: string | undefined;
  onSeen: (node: string | undefined) => void;
}>) {
  const id = useId();
  const { width, height, nodes, links } = layout;
  const money = (amount: bigint) => formatGroupedAmount(amount, decimals);
  const touches = (one: Readonly<{ from: FlowNode; to: FlowNode }>) =>
    seen === undefined || one.from.id === seen || one.to.id === seen;
  const yours = new Map(
    flow.links.filter(({ to }) => to === "you").map(({ from, amount }) => [from, amount]),
  );
  return (
    <svg
      className="chart-plot"
      role="img"
      aria-labelledby={`${id} ${id}d`}
      viewBox={`0 0 ${width} ${height}`}
    >
      <title id={id}>Where the money of this payment came from and went to</title>
      <desc id={`${id}d`}>
        {flow.nodes
          .filter(({ column }) => column !== 1)
          .map(({ name, amount, column }) => `${column === 0 ? "from" : "to"} ${name} ${money(amount)}`)
          .join("; ")}
      </desc>
      <defs>
        <pattern
          id={`${id}h`}
          width={7}
          height={7}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect className="fill-surface" width={2.2} height={7} />
        </pattern>
      </defs>
      {links.map(({ link, from, to, path }) => (
        <g
          key={`${link.from} ${link.to} ${link.sort}`}
          className={touches({ from, to }) ? "chart-link" : "chart-link chart-faint"}
        >
          <path className={`ink-${from.column === 0 ? from.ink : to.ink}`} d={path}>
            <title>{`${from.name} to ${to.name}: ${money(link.amount)}, ${SORT_WORDS[link.sort] ?? link.sort}`}</title>
          </path>
          {link.sort === "principal" && from.column === 1 ? (
            <path className="chart-hatched" fill={`url(#${id}h)`} d={path} />
          ) : null}
        </g>
      ))}
      {nodes.map((placed) => (
        <g
          key={placed.node.id}
          className="chart-node"
          onPointerEnter={() => onSeen(placed.node.id)}
          onPointerLeave={() => onSeen(undefined)}
        >
          <rect
            className={`ink-${placed.node.ink}`}
            x={placed.x}
            y={placed.y}
            width={placed.width}
            height={placed.height}
          >
            <title>{`${placed.node.name}: ${money(placed.node.amount)}`}</title>
          </rect>
          <Label
            placed={placed}
            isNarrow={layout.isNarrow}
            decimals={decimals}
            yours={yours.get(placed.node.id)}
          />
        </g>
      ))}
    </svg>
  );
}

function Label({
  placed,
  isNarrow,
  decimals,
  yours,
}: Readonly<{ placed: PlacedNode; isNarrow: boolean; decimals: number; yours: bigint | undefined }>) {
  const { node, label } = placed;
  const { x, y, anchor, room } = label;
  if (!isNarrow) {
    const amount = labelAmount(node.amount, decimals);
    const left = room - 6 - amount.length * 7.2;
    return (
      <text x={x} y={y + 4} textAnchor={anchor}>
        {fitted(fits(node.name, left) ? node.name : node.short, left)}
        <tspan className="chart-strong" dx={6}>
          {amount}
        </tspan>
      </text>
    );
  }
  return (
    <text x={x} y={y - (yours === undefined ? 3 : 10)} textAnchor={anchor}>
      {fitted(node.short, room)}
      <tspan className="chart-strong" x={x} dy={LINE}>
        {shortAmount(node.amount, decimals)}
      </tspan>
      {yours === undefined ? null : (
        <tspan className="chart-mine" x={x} dy={LINE}>
          {`you ${shortAmount(yours, decimals)}`}
        </tspan>
      )}
    </text>
  );
}
