import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { prefersStillness, useColourChanges } from "../parts/browser.js";
import { blocksOf } from "./columns.js";
import { followed, type Line, markOf, ticketAt } from "./line.js";
import { BAR_PART, type Inks, type Marks, paint } from "./paint.js";
import { type Motion, motionOf, type Track, trackOf } from "./track.js";

/** The height of the bar with the band of yours, in pixels. */
const BAR_HEIGHT = 56;
/** How long the line takes to move up, in milliseconds. */
const MOVES_FOR = 450;
/** How far the keys for pages go, in tickets. */
const PAGE = 10;

/** The bar on a canvas: it moves when the line does, and a pointer or the arrow keys find each ticket. */
export function CanvasBar({
  line,
  width,
  marks,
  describe,
  onTicket,
}: Readonly<{
  line: Line;
  width: number;
  /** In pixels. */
  marks: Marks;
  /** What is said of a ticket. */
  describe: (at: number) => string;
  /** The ticket that is looked at. */
  onTicket: (at: number | undefined) => void;
}>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [mark, setMark] = useState(() => markOf(line, firstOfYours(line)));
  useBar(canvas, { line, width, marks });
  const last = line.tickets.length - 1;
  // Whoever has left is followed by whoever stands where it stood.
  const at = followed(line, mark) ?? Math.min(mark?.at ?? 0, last);
  const go = (to: number) => {
    const next = Math.max(0, Math.min(last, to));
    setMark(markOf(line, next));
    onTicket(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      PageUp: at + PAGE,
      PageDown: at - PAGE,
      Home: 0,
      End: last,
    };
    const to = steps[event.key];
    if (to !== undefined && last >= 0) {
      event.preventDefault();
      go(to);
    }
  };
  const onPointer = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    onTicket(ticketAt(line, partOf(line.end, part)));
  };
  return (
    <div
      className="chart-bar"
      role="slider"
      tabIndex={0}
      aria-label="Tickets in order of the line"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={Math.max(0, at)}
      aria-valuetext={last < 0 ? "nobody is in line" : `${describe(at)}. Place ${at + 1} of ${last + 1}`}
      onKeyDown={onKeyDown}
      onFocus={() => onTicket(last < 0 ? undefined : at)}
      onBlur={() => onTicket(undefined)}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={() => onTicket(undefined)}
    >
      <canvas ref={canvas} />
    </div>
  );
}

function firstOfYours({ tickets }: Line): number {
  return Math.max(
    0,
    tickets.findIndex(({ isYours }) => isYours),
  );
}

const PARTS = 1_000_000;

/** A part of an amount, to a millionth: where on the screen something is. */
function partOf(amount: bigint, part: number): bigint {
  return (amount * BigInt(Math.round(part * PARTS))) / BigInt(PARTS);
}

/** Keeps the canvas as the line is: at once at first, later by moving there unless the reader asks for stillness. */
function useBar(
  canvas: RefObject<HTMLCanvasElement | null>,
  { line, width, marks }: Readonly<{ line: Line; width: number; marks: Marks }>,
): void {
  const colours = useColourChanges();
  const shown = useRef<Readonly<{ track: Track; width: number }>>(undefined);
  const inks = useRef<Inks>(undefined);
  const { cap, minimum } = marks;
  const draw = useCallback(
    (track: Track) => {
      const context = canvas.current?.getContext("2d");
      if (
        canvas.current === null ||
        context === null ||
        context === undefined ||
        inks.current === undefined
      ) {
        return;
      }
      const ratio = globalThis.devicePixelRatio;
      const scaled = (x: number | undefined) => (x === undefined ? undefined : x * ratio);
      paint(context, {
        blocks: blocksOf(track),
        inks: inks.current,
        marks: { cap: scaled(cap), minimum: scaled(minimum) },
        ratio,
      });
      shown.current = { track, width };
    },
    [canvas, cap, minimum, width],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read anew whenever they may have changed
  useEffect(() => {
    const { current } = canvas;
    const figure = current?.closest(".chart");
    if (current === null || figure === null || figure === undefined) {
      return;
    }
    inks.current = inksOf(figure);
    const ratio = globalThis.devicePixelRatio;
    const size = [Math.round(width * ratio), Math.round(BAR_HEIGHT * ratio)] as const;
    if (current.width !== size[0] || current.height !== size[1]) {
      [current.width, current.height] = size;
    }
    const before = shown.current;
    if (before === undefined || before.width !== width || prefersStillness()) {
      draw(trackOf(line, width * ratio));
      return;
    }
    let frame = 0;
    let begun: number | undefined;
    let track: Track | undefined;
    let motion: Motion | undefined;
    const step = (now: number) => {
      // The frame of the update itself has enough to do: where the line goes has a frame of its own, and the way there too.
      if (track === undefined || motion === undefined) {
        motion = track === undefined ? undefined : motionOf(before.track, track);
        track ??= trackOf(line, width * ratio);
        frame = requestAnimationFrame(step);
        return;
      }
      begun ??= now;
      const part = Math.min(1, (now - begun) / MOVES_FOR);
      draw(part < 1 ? motion.at(1 - (1 - part) ** 3) : track);
      if (part < 1) {
        frame = requestAnimationFrame(step);
      }
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [canvas, line, width, draw, colours]);
}

/** The colours that the style sheet gives, read off the legend. */
function inksOf(figure: Element): Inks {
  const ink = (name: string) => {
    const swatch = figure.querySelector(`[data-ink="${name}"]`);
    return getComputedStyle(swatch ?? figure).color;
  };
  const [accepted, beyond, waiting, you, surface] = ["accepted", "beyond", "waiting", "you", "surface"].map(
    ink,
  );
  return {
    accepted: accepted ?? "",
    beyond: beyond ?? "",
    waiting: waiting ?? "",
    you: you ?? "",
    surface: surface ?? "",
    text: getComputedStyle(figure).color,
  };
}

/** The bar as a drawing that stays as it is, for statements. */
export function StaticBar({ line, width, marks }: Readonly<{ line: Line; width: number; marks: Marks }>) {
  const { blocks, edges, yours } = blocksOf(trackOf(line, width));
  const bar = BAR_HEIGHT * BAR_PART;
  const id = useId();
  return (
    <svg className="chart-plot" aria-hidden="true" viewBox={`0 0 ${width} ${BAR_HEIGHT}`}>
      <defs>
        <pattern
          id={`${id}-beyond`}
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect className="fill-beyond" width={2.4} height={6} />
        </pattern>
        <pattern id={`${id}-waiting`} width={4} height={4} patternUnits="userSpaceOnUse">
          <rect className="fill-waiting" width={2} height={2} />
        </pattern>
      </defs>
      {blocks.map(({ x, width: wide, y, height, state }) => (
        <rect
          key={`${state} ${x} ${y}`}
          className={state === "accepted" ? "fill-accepted" : undefined}
          fill={state === "accepted" ? undefined : `url(#${id}-${state})`}
          x={x}
          y={y * bar}
          width={wide}
          height={height * bar}
        />
      ))}
      {edges.map((edge) => (
        <line key={edge} className="chart-edge" x1={edge} x2={edge} y1={0} y2={bar} />
      ))}
      {yours.map(({ x, width: wide }) => (
        <rect
          key={x}
          className="fill-you"
          x={x}
          y={bar + 2}
          width={Math.max(3, wide)}
          height={BAR_HEIGHT - bar - 2}
        />
      ))}
      {[marks.minimum, marks.cap].map((mark) =>
        mark === undefined ? null : (
          <line key={mark} className="chart-limit" x1={mark} x2={mark} y1={0} y2={bar} />
        ),
      )}
    </svg>
  );
}
