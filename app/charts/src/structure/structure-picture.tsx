import { formatGroupedAmount } from "@defi-ready/securities";
import { useId, useRef } from "react";
import { shortNames } from "../flow/names.js";
import { fits, fitted, labelAmount, percent, shortAmount } from "../parts/amounts.js";
import { NARROW_BELOW, useWidth } from "../parts/browser.js";
import { Frame } from "../parts/frame.js";
import { type StackBlock, stackLayout } from "./layout.js";
import type { StackedClass, Structure } from "./structure.js";

const BPS = 10_000n;
const AVERAGE = 6.8;
/** Bold letters are as much wider. */
const BOLD = 0.88;

/** The classes as a stack to scale: what is repaid before each, what bears losses before it, covers and reserves. */
export function StructurePicture({
  structure,
  decimals,
  symbol = "",
  title = "Structure",
  width: given,
}: Readonly<{
  structure: Structure;
  /** Of the settlement mint. */
  decimals: number;
  symbol?: string;
  title?: string;
  /** In pixels; as wide as there is room if left out, and 720 where nothing measures. */
  width?: number;
}>) {
  const stage = useRef<HTMLDivElement>(null);
  const width = useWidth(stage, given);
  const id = useId();
  const layout = stackLayout({ structure, width });
  const isNarrow = width < NARROW_BELOW;
  const { blocks, height, labelX } = layout;
  const full = (amount: bigint) => formatGroupedAmount(amount, decimals);
  const show = (amount: bigint) => (isNarrow ? shortAmount : labelAmount)(amount, decimals);
  const room = width - labelX - 4;
  const short = shortNames(
    blocks.map(({ name, of }) => (of === undefined ? "" : name)).filter((name) => name !== ""),
  );
  const named = ({ name }: StackBlock, pixels: number) =>
    fitted(fits(name, pixels) ? name : (short.find((one) => name.endsWith(one)) ?? name), pixels);
  const hasYours = blocks.some(({ yours }) => yours > 0);
  return (
    <Frame
      kind="structure"
      title={title}
      summary={`${`${full(structure.total)} ${symbol}`.trim()} of capital, the most senior at the top. What stands below bears losses first.`}
      legend={hasYours ? [{ ink: "you", name: "yours" }] : []}
      numbers={{
        columns: ["Class", "Outstanding", "Ahead of it", "Behind it", "Behind, of both", "Yours"],
        rows: blocks.map(({ key, name, amount, of }) => ({
          key,
          cells: [
            name,
            full(amount),
            of === undefined ? "" : full(of.ahead),
            of === undefined ? "" : full(of.behind),
            of === undefined ? "" : (cushion(of) ?? ""),
            of === undefined || of.yours === 0n ? "" : full(of.yours),
          ],
        })),
      }}
    >
      <div className="chart-stage" ref={stage}>
        <svg className="chart-plot" role="img" aria-labelledby={id} viewBox={`0 0 ${width} ${height}`}>
          <title id={id}>{blocks.map((block) => `${block.name} ${full(block.amount)}`).join("; ")}</title>
          {blocks.map((block) => (
            <g key={block.key} className={`ink-${block.ink}`}>
              <rect
                className="chart-block"
                x={block.x}
                y={block.y}
                width={block.width}
                height={block.height}
              />
              {block.yours > 0 ? (
                <rect
                  className="fill-you"
                  x={block.x + 1}
                  y={block.y + 1}
                  width={block.yours}
                  height={Math.max(1, block.height - 2)}
                />
              ) : null}
              <Leader block={block} labelX={labelX} />
              <text x={labelX} y={block.labelY + (isNarrow ? 4 : -3)}>
                <tspan className="chart-strong">
                  {named(block, (room - show(block.amount).length * AVERAGE - 10) * BOLD)}
                </tspan>
                <tspan dx={8}>{show(block.amount)}</tspan>
              </text>
              <text className="chart-note" x={labelX} y={block.labelY + (isNarrow ? 19 : 12)}>
                {detailsOf(block, show, isNarrow).map((words, line) => (
                  <tspan key={words} x={labelX} dy={line === 0 ? 0 : 14}>
                    {fitted(words, room)}
                  </tspan>
                ))}
              </text>
            </g>
          ))}
        </svg>
      </div>
    </Frame>
  );
}

/** From the block to its label. */
function Leader({ block, labelX }: Readonly<{ block: StackBlock; labelX: number }>) {
  const from = block.y + Math.min(block.height / 2, 19);
  const right = block.x + block.width;
  return (
    <path
      className="chart-leader"
      d={`M${right + 2} ${from}H${labelX - 18}L${labelX - 10} ${block.labelY}H${labelX - 4}`}
    />
  );
}

/** What stands around a block, in one line, or one below the other where there is little room. */
function detailsOf(
  { key, of }: StackBlock,
  show: (amount: bigint) => string,
  isNarrow: boolean,
): readonly string[] {
  if (of === undefined) {
    return [key === "reserve" ? "for what income leaves unpaid" : "principal that waits in the deal"];
  }
  const mine = of.yours > 0n ? [`yours ${show(of.yours)}`] : [];
  const share = cushion(of);
  const around =
    of.ahead === 0n && of.behind === 0n
      ? ["bears losses first"]
      : [
          of.ahead === 0n ? "nothing ahead" : `${show(of.ahead)} ahead`,
          of.behind === 0n
            ? "nothing behind"
            : `${show(of.behind)} behind${share === undefined ? "" : ` (${share})`}`,
        ];
  const all = [...around, ...mine];
  return isNarrow ? all : [all.join(", ")];
}

/** What stands behind a class, as a part of that and of all that it protects, rounded down. */
function cushion({
  protected: above,
  behind,
}: Pick<StackedClass, "protected" | "behind">): string | undefined {
  const all = above + behind;
  return all === 0n || behind === 0n ? undefined : percent((behind * BPS) / all);
}
