/** What the left button does in a viewer. `look` moves the crosshair; `outline` fills what a stroke goes around. */
export type Tool = "look" | "pan" | "window" | "ruler" | "bidimensional" | "brush" | "eraser" | "outline" | "grow";

export interface Pen {
  readonly tool: Tool;
  /** Of brush and eraser, mm; 0 is one voxel. */
  readonly radiusMm: number;
  /** Through the slices too, not only in the one that is shown. */
  readonly isBall: boolean;
  /** How far a value may lie from that where growing begins, in the image's unit. */
  readonly tolerance: number;
  /** How far from there growing may go, mm. */
  readonly growMm: number;
  readonly connectivity: 6 | 26;
}

export const RADII = [0, 1, 2, 3, 5, 8, 12] as const;
export const FIRST_PEN: Pen = {
  tool: "look",
  radiusMm: 3,
  isBall: false,
  tolerance: 40,
  growMm: 30,
  connectivity: 26,
};

/** How far values may lie from the seed's at first, by the unit of the image. */
export const TOLERANCES: Readonly<Record<"HU" | "SUV" | "arbitrary", number>> = { HU: 40, SUV: 1, arbitrary: 50 };

/** Every tool with its name and its key. */
export const TOOLS: readonly (readonly [Tool, name: string, key: string])[] = [
  ["look", "Look", "S"],
  ["pan", "Pan", "P"],
  ["window", "Window", "W"],
  ["ruler", "Ruler", "R"],
  ["bidimensional", "Two diameters", "X"],
  ["brush", "Brush", "B"],
  ["outline", "Outline, filled", "O"],
  ["eraser", "Eraser", "E"],
  ["grow", "Grow", "G"],
];

export const isDrawing = (tool: Tool): boolean => ["brush", "eraser", "outline", "grow"].includes(tool);
