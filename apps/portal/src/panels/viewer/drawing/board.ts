import type { Niivue } from "@niivue/niivue";
import { fromStretches, inFileOrder, type Strokes, type Walk } from "./strokes.ts";

/** `look` moves the crosshair as ever; `outline` fills what a stroke goes around. */
export type Tool = "look" | "brush" | "outline" | "eraser";
export interface Pen {
  readonly tool: Tool;
  /** Side of the square nib, voxels. */
  readonly size: number;
}

/** Told from recorded delineations and the crosshair by its colour. */
export const DRAWN_COLOUR = [170, 255, 0] as const;

/** Drawing on one viewer's image. What was drawn lives in `strokes`; `onStroke` is called when it changed. */
export class Board {
  private readonly aborter = new AbortController();

  constructor(
    private readonly view: Niivue,
    readonly strokes: Strokes,
    private readonly onStroke: () => void,
  ) {
    const [r, g, b] = DRAWN_COLOUR;
    view.drawOpacity = 0.45;
    view.drawRimOpacity = 1;
    view.setDrawColormap({ R: [0, r], G: [0, g], B: [0, b], A: [0, 255], I: [0, 1], labels: ["", "drawn"] } as never);
    const { signal } = this.aborter;
    view.addEventListener(
      "drawingChanged",
      ({ detail }) => {
        if (detail.action === "draw") this.settle();
      },
      { signal },
    );
    // A stroke that leaves the canvas ends there, and the library does not say so; its own listeners come first.
    view.canvas?.addEventListener("mouseleave", () => setTimeout(() => this.settle()), { signal });
    if (!strokes.isEmpty) this.restore();
  }

  take({ tool, size }: Pen): void {
    const { view } = this;
    view.setPenValue(tool === "eraser" ? 0 : 1, tool === "outline");
    view.opts.penSize = size;
    view.setDrawingEnabled(tool !== "look");
    // Without a bitmap there is no drawing; the library makes it with the first pen.
  }

  undo(): void {
    this.strokes.undo();
    this.restore();
  }

  clear(): void {
    this.strokes.clear();
    this.restore();
  }

  /** The drawing in the order in which the image's file stores its voxels. */
  read(): Uint8Array<ArrayBuffer> {
    const walk = walkOf(this.view);
    const [nx, ny, nz] = walk.dims;
    return inFileOrder(fromStretches(this.strokes.now, nx * ny * nz), walk);
  }

  close(): void {
    this.aborter.abort();
  }

  private settle(): void {
    const { drawBitmap } = this.view;
    if (this.aborter.signal.aborted || !drawBitmap) return;
    if (this.strokes.add(drawBitmap)) this.onStroke();
  }

  /** Shows what stands in `strokes`. */
  private restore(): void {
    const { view } = this;
    if (!view.drawBitmap) view.createEmptyDrawing();
    if (!view.drawBitmap) return;
    view.drawBitmap = fromStretches(this.strokes.now, view.drawBitmap.length);
    view.refreshDrawing(true, false);
    this.onStroke();
  }
}

function walkOf(view: Niivue): Walk {
  const { dimsRAS, img2RASstart, img2RASstep } = view.volumes[0] ?? {};
  if (!dimsRAS || !img2RASstart || !img2RASstep) throw new Error("The viewer does not say how it turned the image.");
  return {
    dims: [dimsRAS[1]!, dimsRAS[2]!, dimsRAS[3]!],
    start: [img2RASstart[0]!, img2RASstart[1]!, img2RASstart[2]!],
    step: [img2RASstep[0]!, img2RASstep[1]!, img2RASstep[2]!],
  };
}
