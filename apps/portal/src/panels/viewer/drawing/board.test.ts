import { readNifti, type Triple, writeNifti } from "@nadir/imaging";
import type { Niivue } from "@niivue/niivue";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { Board } from "./board.ts";
import { Drawing, figuresOf } from "./drawing.ts";
import { FIRST_PEN, type Pen } from "./pen.ts";

/** A scan of 8 × 7 × 6 voxels (right, anterior, superior) of 1 × 2 × 3 mm. */
const DIMS: Triple = [8, 7, 6];
const SPACING: Triple = [1, 2, 3];
const bright = ([r, a, s]: Triple): boolean => r >= 5 && a >= 4 && s >= 3;

/** The viewer as far as the board asks it, over a file whose axis c runs along `order[c]`, backwards where `flip[c]`. */
function viewerOf(order: readonly number[], flip: readonly number[]) {
  const dims = order.map((w) => DIMS[w]!) as unknown as Triple;
  const stride = [1, dims[0], dims[0] * dims[1]];
  const start = [0, 0, 0];
  const step = [0, 0, 0];
  const affine = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 1],
  ];
  for (const [c, w] of order.entries()) {
    start[w] = flip[c] ? (dims[c]! - 1) * stride[c]! : 0;
    step[w] = flip[c] ? -stride[c]! : stride[c]!;
    affine[w]![c] = flip[c] ? -SPACING[w]! : SPACING[w]!;
    affine[w]![3] = flip[c] ? (dims[c]! - 1) * SPACING[w]! : 0;
  }
  /** The place of the patient's voxel in the file. */
  const at = (ras: Triple): number => start.reduce((sum, s, w) => sum + s + ras[w]! * step[w]!, 0);
  const img = new Float32Array(336);
  for (let s = 0; s < 6; s++)
    for (let a = 0; a < 7; a++) for (let r = 0; r < 8; r++) img[at([r, a, s])] = bright([r, a, s]) ? 100 : 10;
  const canvas = new EventTarget();
  const view = {
    canvas,
    opts: {} as Record<string, unknown>,
    scene: { crosshairPos: [0, 0, 0] },
    uiData: { clickedTile: 0 },
    screenSlices: [{ axCorSag: 0 }],
    volumes: [
      {
        dimsRAS: [3, ...DIMS],
        img2RASstart: start,
        img2RASstep: step,
        img,
        hdr: { dims: [3, ...dims], affine, scl_slope: 1, scl_inter: 0 },
      },
    ],
    drawBitmap: null as Uint8Array | null,
    setDrawColormap: () => {},
    createEmptyDrawing() {
      view.drawBitmap = new Uint8Array(336);
    },
    refreshDrawing: () => {},
  };
  const grid = { dims, spacing: order.map((w) => SPACING[w]!) as unknown as Triple, affine: affine.flat() };
  const drawing = new Drawing(grid);
  const changes: string[] = [];
  const board = new Board(view as unknown as Niivue, drawing, FIRST_PEN, (what) => changes.push(what));
  const mouse = (type: string, ras: Triple, buttons = 1) => {
    view.scene.crosshairPos = ras.map((n, w) => (n + 0.5) / DIMS[w]!);
    canvas.dispatchEvent(Object.assign(new Event(type), { button: 0, buttons, shiftKey: false }));
  };
  return {
    board,
    drawing,
    view,
    grid,
    changes,
    at,
    /** Drags through places of the patient with a pen, in an axial (0), coronal (1) or sagittal (2) slice. */
    drag(pen: Partial<Pen>, ways: readonly Triple[], plane = 0) {
      view.screenSlices[0]!.axCorSag = plane;
      board.take({ ...FIRST_PEN, ...pen });
      mouse("mousedown", ways[0]!);
      for (const way of ways.slice(1)) mouse("mousemove", way);
      mouse("mouseup", ways.at(-1)!, 0);
    },
    /** What is inside, as places of the patient. */
    inside(bits: ArrayLike<number>): string[] {
      const found: string[] = [];
      for (let s = 0; s < 6; s++)
        for (let a = 0; a < 7; a++)
          for (let r = 0; r < 8; r++) if (bits[at([r, a, s])]) found.push([r, a, s].join(" "));
      return found;
    },
  };
}
type Viewer = ReturnType<typeof viewerOf>;

const ALL = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
].flatMap((order) => Array.from({ length: 8 }, (_, n) => ({ order, flip: [n & 1, (n >> 1) & 1, (n >> 2) & 1] })));

beforeAll(() => {
  vi.stubGlobal("requestAnimationFrame", (act: () => void) => {
    act();
    return 1;
  });
  vi.stubGlobal("cancelAnimationFrame", () => {});
});

/** Everything that a reader does with the mouse; what stands then is known by hand. */
function drawn(viewer: Viewer): void {
  const { board, drag } = viewer;
  // 1 mm reaches one voxel along R, none along A (2 mm): a row of three in the axial slice 1.
  drag({ tool: "brush", radiusMm: 1 }, [[2, 2, 1]]);
  // A square around the centres 1, 2 and 1, 2 in the axial slice 5.
  drag({ tool: "outline" }, [
    [0.6, 0.6, 5],
    [2.4, 0.6, 5],
    [2.4, 2.4, 5],
    [0.6, 2.4, 5],
  ]);
  drag({ tool: "eraser", radiusMm: 0 }, [[1, 1, 5]]);
  // Undone again.
  drag({ tool: "brush", radiusMm: 0 }, [[7, 0, 0]]);
  board.undo();
  // Sagittal: along the slice r = 0, from a = 5 to a = 6 at s = 0.
  drag(
    { tool: "brush", radiusMm: 0 },
    [
      [0, 5, 0],
      [0, 6, 0],
    ],
    2,
  );
}
const KNOWN = ["1 2 1", "2 2 1", "3 2 1", "2 1 5", "1 2 5", "2 2 5", "0 5 0", "0 6 0"].sort();

describe("the pen on a viewer", () => {
  it.each(ALL)("lands on the same voxels of the patient, in a file of axes $order, turned $flip", ({ order, flip }) => {
    const viewer = viewerOf(order, flip);
    drawn(viewer);
    const { drawing, view, inside, board } = viewer;
    const saved = readNifti(writeNifti(drawing.mask.volume()));
    expect(inside(saved.data).sort()).toEqual(KNOWN);
    expect(saved.affine).toEqual(viewer.grid.affine);
    // What the viewer shows lies in its own order: right fastest.
    const shown = [...view.drawBitmap!.keys()].filter((p) => view.drawBitmap![p]);
    const ras = (p: number) => [p % 8, Math.floor(p / 8) % 7, Math.floor(p / 56)].join(" ");
    expect(shown.map(ras).sort()).toEqual(KNOWN);
    // Opened again on another viewer of the same file.
    const again = viewerOf(order, flip);
    again.board.open(saved.data);
    expect(again.view.drawBitmap).toEqual(view.drawBitmap);
    board.clear();
    expect(view.drawBitmap!.some((bit) => bit !== 0)).toBe(false);
  });

  it.each(ALL)("grows, fills between slices and measures alike: $order, $flip", ({ order, flip }) => {
    const { board, drag, drawing, inside, grid } = viewerOf(order, flip);
    drag({ tool: "grow", tolerance: 5, growMm: 50, connectivity: 6 }, [[6, 5, 4]]);
    // r 5 … 7, a 4 … 6, s 3 … 5.
    expect(inside(drawing.mask.bits)).toHaveLength(27);
    board.undo();
    // GrowCut from one voxel of the bright corner: against what lies further than 4 mm.
    drag({ tool: "brush", radiusMm: 0, growMm: 4 }, [[6, 5, 4]]);
    board.growCut();
    expect(inside(drawing.mask.bits)).toHaveLength(27);
    board.undo();
    board.undo();
    for (const s of [1, 3]) drag({ tool: "brush", radiusMm: 0 }, [[3, 3, s]]);
    board.interpolate(0);
    expect(inside(drawing.mask.bits)).toEqual(["3 3 1", "3 3 2", "3 3 3"]);
    // 3 voxels of 1 mm and 2 of 2 mm: 5 mm. Across: (4, 0) voxels, (4, 0) mm, its share along (−4, 3)/5 is 3.2.
    drag({ tool: "ruler" }, [
      [1, 1, 2],
      [4, 3, 2],
    ]);
    drag({ tool: "bidimensional" }, [
      [1, 1, 2],
      [4, 3, 2],
    ]);
    drag({ tool: "bidimensional" }, [
      [1, 4, 2],
      [5, 4, 2],
    ]);
    const [ruler, both] = drawing.lines.map((line) => figuresOf(grid, line));
    expect(ruler!.longestMm).toBeCloseTo(5, 9);
    expect(both!.longestMm).toBeCloseTo(5, 9);
    expect(both!.perpendicularMm).toBeCloseTo(3.2, 9);
  });

  it("looks, pans and windows without drawing; a click without a way measures nothing", () => {
    const { drag, drawing, view, changes } = viewerOf([0, 1, 2], [0, 0, 0]);
    for (const [tool, mode] of [
      ["look", 8],
      ["pan", 3],
      ["window", 9],
    ] as const) {
      drag({ tool }, [
        [1, 1, 1],
        [3, 3, 1],
      ]);
      expect(view.opts["dragModePrimary"]).toBe(mode);
    }
    expect([drawing.mask.count, changes]).toEqual([0, []]);
    drag({ tool: "ruler" }, [[1, 1, 1]]);
    expect(drawing.lines).toEqual([]);
  });

  it("says why nothing grew or was filled", () => {
    const { board, drag, drawing } = viewerOf([0, 1, 2], [0, 0, 0]);
    drag({ tool: "grow", growMm: 0 }, [[6, 5, 4]]);
    expect(board.problem).toMatch(/radius of growing is 0 mm/);
    board.interpolate(0);
    expect(board.problem).toMatch(/no empty slice between/);
    expect(drawing.mask.count).toBe(0);
  });

  it("names what was drawn with, and what is saved until it is changed", () => {
    const { drag, drawing } = viewerOf([0, 1, 2], [0, 0, 0]);
    drag({ tool: "brush" }, [[1, 1, 1]]);
    drawing.savedAs = "a version";
    drag({ tool: "eraser", radiusMm: 0 }, [[1, 1, 1]]);
    expect([[...drawing.tools], drawing.savedAs, drawing.changes]).toEqual([["brush", "eraser"], null, 2]);
  });
});
