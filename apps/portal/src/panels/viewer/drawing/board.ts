import { Refusal } from "@nadir/domain";
import {
  betweenSlices,
  growCut,
  grown,
  insideOutline,
  inViewerOrder,
  type Triple,
  underBrush,
  type ViewerAxes,
  type Volume,
  viewerAxes,
  type Walk,
} from "@nadir/imaging";
import type { Niivue } from "@niivue/niivue";
import type { Drawing } from "./drawing.ts";
import { isDrawing, type Pen } from "./pen.ts";
import { valuesOf, walkOf } from "./view-grid.ts";

/** Told from recorded delineations and the crosshair by its colour. */
export const DRAWN_COLOUR = [170, 255, 0] as const;
/** NiiVue's numbers of what a drag does. */
const DRAG = { pan: 3, crosshair: 8, window: 9 } as const;

/** A stroke under way; indices are the file's. */
interface Stroke {
  readonly axis: 0 | 1 | 2;
  readonly plane: number;
  readonly slice: number;
  /** Voxel by voxel, and between them. */
  readonly voxel: Triple;
  readonly points: readonly Triple[];
}

/** The pen on one viewer's image. What was drawn lives in `drawing`; `onChange` is called when the mask or the lines changed. */
export class Board {
  private readonly aborter = new AbortController();
  private readonly walk: Walk;
  readonly axes: ViewerAxes;
  private stroke: Stroke | null = null;
  private frame = 0;
  private values: Volume | null = null;
  /** Why the last act did nothing, in a sentence. */
  problem: string | null = null;

  constructor(
    readonly view: Niivue,
    readonly drawing: Drawing,
    private pen: Pen,
    private readonly onChange: (what: "mask" | "lines") => void,
  ) {
    const [r, g, b] = DRAWN_COLOUR;
    view.drawOpacity = 0.45;
    view.drawRimOpacity = 1;
    view.setDrawColormap({ R: [0, r], G: [0, g], B: [0, b], A: [0, 255], I: [0, 1], labels: ["", "drawn"] } as never);
    this.walk = walkOf(view);
    this.axes = viewerAxes(this.walk, drawing.grid.dims);
    const { signal } = this.aborter;
    // The library's own listeners come first: by then its crosshair stands where the mouse is.
    const on = (type: "mousedown" | "mousemove" | "mouseup" | "mouseleave", act: (event: MouseEvent) => void) =>
      view.canvas?.addEventListener(type, act, { signal });
    on("mousedown", (event) => event.button === 0 && !event.shiftKey && this.begin());
    on("mousemove", (event) => (event.buttons & 1 ? this.go() : this.end()));
    on("mouseup", () => this.end());
    on("mouseleave", () => this.end());
    if (drawing.mask.count > 0) this.show();
  }

  take(pen: Pen): void {
    this.pen = pen;
    this.view.opts.dragModePrimary =
      pen.tool === "pan" ? DRAG.pan : pen.tool === "window" ? DRAG.window : DRAG.crosshair;
  }

  undo(): void {
    this.change(() => this.drawing.mask.undo());
  }
  redo(): void {
    this.change(() => this.drawing.mask.redo());
  }
  clear(): void {
    this.change(() => this.drawing.mask.clear());
  }

  /** Another mask in the place of this one. */
  open(bits: ArrayLike<number>): void {
    this.change(() => this.drawing.mask.replace(bits));
  }

  /** Fills the empty slices between drawn ones across NiiVue's plane. */
  interpolate(plane: number): void {
    const { mask, grid, tools } = this.drawing;
    const filled = betweenSlices(mask.bits, grid, this.axes.axis[2 - plane] ?? this.axes.axis[2]);
    if (filled.size === 0) {
      this.say("There is no empty slice between two drawn ones whose outlines overlap, in this plane.");
      return;
    }
    tools.add("interpolate");
    this.change(() => {
      mask.put(filled, 1);
      mask.commit();
    });
  }

  /** Lets what is drawn grow against what is around it, as far as the pen says. */
  growCut(): void {
    const { mask, grid, tools } = this.drawing;
    this.values ??= valuesOf(this.view, grid);
    try {
      const found = growCut(this.values, mask.bits, this.pen.growMm);
      tools.add("grow");
      this.change(() => {
        mask.put(found, 1);
        mask.commit();
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.say(error.message);
    }
  }

  removeLine(n: number): void {
    this.drawing.lines = this.drawing.lines.filter((_, at) => at !== n);
    this.onChange("lines");
  }

  /** The drawing in the order in which the image's file stores its voxels. */
  read(): Uint8Array<ArrayBuffer> {
    return this.drawing.mask.bits.slice();
  }

  close(): void {
    this.aborter.abort();
    cancelAnimationFrame(this.frame);
  }

  /** Where the crosshair is on the viewer's grid, between voxels. */
  private crosshair(): Triple {
    const at = this.view.scene.crosshairPos;
    return this.walk.dims.map((n, a) => (at[a] ?? 0) * n - 0.5) as unknown as Triple;
  }

  private begin(): void {
    const { tool } = this.pen;
    const plane = this.view.screenSlices[this.view.uiData.clickedTile]?.axCorSag ?? -1;
    if ((!isDrawing(tool) && tool !== "ruler" && tool !== "bidimensional") || plane < 0 || plane > 2) return;
    this.problem = null;
    const { voxel, point } = this.place(plane);
    const axis = this.axes.axis[2 - plane]!;
    this.stroke = { axis, plane, slice: voxel[axis], voxel, points: [point] };
    if (tool === "grow") this.grow(voxel);
    else if (tool === "ruler" || tool === "bidimensional") this.measure(point, true);
    else if (tool !== "outline") this.paint(voxel);
  }

  private go(): void {
    const { stroke } = this;
    if (!stroke) return;
    const { voxel, point } = this.place(stroke.plane);
    const { tool } = this.pen;
    if (tool === "ruler" || tool === "bidimensional") this.measure(point, false);
    else if (tool === "brush" || tool === "eraser") this.paint(voxel);
    this.stroke = { ...stroke, voxel, points: [...stroke.points, point] };
  }

  private end(): void {
    const { stroke } = this;
    if (!stroke) return;
    this.stroke = null;
    const { mask, grid, tools, lines } = this.drawing;
    const { tool } = this.pen;
    if (tool === "ruler" || tool === "bidimensional") {
      const last = lines.at(-1);
      // A click without a way is no measurement.
      if (last && same(last.cross ?? last.line))
        this.drawing.lines = last.cross ? [...lines.slice(0, -1), { ...last, cross: null }] : lines.slice(0, -1);
      this.onChange("lines");
      return;
    }
    if (tool === "outline") mask.put(insideOutline(grid, stroke.axis, stroke.slice, stroke.points), 1);
    if (tool !== "look" && tool !== "pan" && tool !== "window") tools.add(tool);
    if (mask.commit()) this.changed();
  }

  /** The voxel under the crosshair, and the point between voxels in that voxel's slice. */
  private place(plane: number): { voxel: Triple; point: Triple } {
    const at = this.crosshair();
    const nearest = at.map((n, a) => Math.min(this.walk.dims[a]! - 1, Math.max(0, Math.round(n)))) as unknown as Triple;
    const flat = at.map((n, a) => (a === 2 - plane ? nearest[a]! : n)) as unknown as Triple;
    return { voxel: this.axes.toFile(nearest), point: this.axes.toFile(flat) };
  }

  private paint(to: Triple): void {
    const { stroke, pen, drawing } = this;
    if (!stroke) return;
    const across = pen.isBall ? "ball" : stroke.axis;
    const under = underBrush(drawing.grid, stroke.voxel, to, { radiusMm: pen.radiusMm, across });
    const value = pen.tool === "eraser" ? 0 : 1;
    drawing.mask.put(under, value);
    this.mark(under, value);
  }

  private grow(seed: Triple): void {
    const { pen, drawing, view } = this;
    this.values ??= valuesOf(view, drawing.grid);
    const [ni, nj] = drawing.grid.dims;
    const value = this.values.data[seed[0] + ni * (seed[1] + nj * seed[2])]!;
    const { tolerance, growMm: radiusMm, connectivity } = pen;
    try {
      const window = [value - tolerance, value + tolerance] as const;
      const region = grown(this.values, seed, { window, connectivity, radiusMm });
      drawing.mask.put(region, 1);
      this.mark(region, 1);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.say(error.message);
    }
  }

  private measure(point: Triple, isNew: boolean): void {
    const { stroke, drawing, pen } = this;
    if (!stroke) return;
    const { lines } = drawing;
    const last = lines.at(-1);
    const { axis, plane, slice } = stroke;
    const isSecond =
      pen.tool === "bidimensional" && last?.kind === "bidimensional" && last.axis === axis && last.slice === slice;
    if (isNew && isSecond && last.cross === null)
      drawing.lines = [...lines.slice(0, -1), { ...last, cross: [point, point] }];
    else if (isNew)
      drawing.lines = [
        ...lines,
        { kind: pen.tool as "ruler" | "bidimensional", axis, plane, slice, line: [point, point], cross: null },
      ];
    else if (last?.cross) drawing.lines = [...lines.slice(0, -1), { ...last, cross: [last.cross[0], point] }];
    else if (last) drawing.lines = [...lines.slice(0, -1), { ...last, line: [last.line[0], point] }];
    this.onChange("lines");
  }

  private say(problem: string): void {
    this.problem = problem;
    this.onChange("lines");
  }

  private change(act: () => void): void {
    this.problem = null;
    act();
    this.show();
    this.changed();
  }

  private changed(): void {
    this.drawing.savedAs = null;
    this.drawing.changes += 1;
    this.onChange("mask");
  }

  /** Shows single voxels that changed: cheaper than the whole. */
  private mark(positions: Iterable<number>, value: 0 | 1): void {
    const bitmap = this.bitmap();
    if (!bitmap) return;
    const [ni, nj] = this.drawing.grid.dims;
    const [nx, ny] = this.walk.dims;
    for (const p of positions) {
      const [x, y, z] = this.axes.toViewer([p % ni, Math.floor(p / ni) % nj, Math.floor(p / (ni * nj))]);
      bitmap[x + nx * (y + ny * z)] = value;
    }
    this.redraw();
  }

  private show(): void {
    const bitmap = this.bitmap();
    if (!bitmap) return;
    bitmap.set(inViewerOrder(this.drawing.mask.bits, this.walk));
    this.redraw();
  }

  private bitmap(): Uint8Array | null {
    if (!this.view.drawBitmap) this.view.createEmptyDrawing();
    return this.view.drawBitmap;
  }

  /** Once a frame: the whole texture goes to the graphics card. */
  private redraw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      if (!this.aborter.signal.aborted) this.view.refreshDrawing(true, false);
    });
  }
}

const same = ([a, b]: readonly [Triple, Triple]): boolean => a.every((n, c) => Math.abs(n - b[c]!) < 1e-6);
