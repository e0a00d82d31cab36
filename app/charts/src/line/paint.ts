import type { Blocks } from "./columns.js";

/** The colours of a bar, as the style sheet resolves them. */
export type Inks = Readonly<{
  accepted: string;
  beyond: string;
  waiting: string;
  you: string;
  surface: string;
  text: string;
}>;

/** What is painted besides the bar, in device pixels from its left end. */
export type Marks = Readonly<{ cap: number | undefined; minimum: number | undefined }>;

/** The height of the bar without the band of yours, as a part of the canvas. */
export const BAR_PART = 0.8;
/** The least width of yours, in pixels of the screen: a ticket among ten thousand is seen. */
const LEAST_YOURS = 3;
const HATCH = 6;

/** Paints a bar on a canvas whose pixels are those of the device. */
export function paint(
  context: CanvasRenderingContext2D,
  options: Readonly<{ blocks: Blocks; inks: Inks; marks: Marks; ratio: number }>,
): void {
  const { blocks: all, inks, marks, ratio } = options;
  const { width, height } = context.canvas;
  const bar = Math.round(height * BAR_PART);
  context.clearRect(0, 0, width, height);
  const fills = {
    accepted: inks.accepted,
    beyond: hatch(context, inks.beyond, ratio),
    waiting: dots(context, inks.waiting, ratio),
  };
  for (const state of ["accepted", "beyond", "waiting"] as const) {
    context.fillStyle = fills[state];
    for (const block of all.blocks) {
      if (block.state === state) {
        context.fillRect(block.x, block.y * bar, block.width, block.height * bar);
      }
    }
  }
  context.fillStyle = inks.surface;
  for (const edge of all.edges) {
    context.fillRect(Math.round(edge - ratio / 2), 0, ratio, bar);
  }
  for (const { x, width: own, isGhost } of all.yours) {
    const wide = Math.max(own, LEAST_YOURS * ratio);
    const left = Math.min(x, width - wide);
    const [top, low] = [bar + 2 * ratio, height - bar - 2 * ratio];
    if (isGhost) {
      context.strokeStyle = inks.you;
      context.lineWidth = 2 * ratio;
      context.setLineDash([5 * ratio, 3 * ratio]);
      context.strokeRect(left + ratio, ratio, Math.max(0, wide - 2 * ratio), bar - 2 * ratio);
      context.strokeRect(left + ratio, top + ratio, Math.max(0, wide - 2 * ratio), low - 2 * ratio);
      context.setLineDash([]);
    } else {
      context.fillStyle = inks.you;
      context.fillRect(left, top, wide, low);
    }
  }
  context.fillStyle = inks.text;
  for (const mark of [marks.minimum, marks.cap]) {
    if (mark !== undefined) {
      context.fillRect(Math.min(Math.round(mark - ratio), width - 2 * ratio), 0, 2 * ratio, bar);
    }
  }
}

function hatch(context: CanvasRenderingContext2D, ink: string, ratio: number): CanvasPattern | string {
  const side = HATCH * ratio;
  return (
    tile(context, side, (tiny) => {
      tiny.strokeStyle = ink;
      tiny.lineWidth = 2 * ratio;
      for (const shift of [-side, 0, side]) {
        tiny.beginPath();
        tiny.moveTo(shift - ratio, side + ratio);
        tiny.lineTo(shift + side + ratio, -ratio);
        tiny.stroke();
      }
    }) ?? ink
  );
}

function dots(context: CanvasRenderingContext2D, ink: string, ratio: number): CanvasPattern | string {
  const side = 4 * ratio;
  return (
    tile(context, side, (tiny) => {
      tiny.fillStyle = ink;
      tiny.fillRect(0, 0, 2 * ratio, 2 * ratio);
    }) ?? ink
  );
}

function tile(
  context: CanvasRenderingContext2D,
  side: number,
  draw: (tiny: CanvasRenderingContext2D) => void,
): CanvasPattern | undefined {
  const canvas = context.canvas.ownerDocument.createElement("canvas");
  canvas.width = Math.round(side);
  canvas.height = Math.round(side);
  const tiny = canvas.getContext("2d");
  if (tiny === null) {
    return undefined;
  }
  draw(tiny);
  return context.createPattern(canvas, "repeat") ?? undefined;
}
