import type { TellDay } from "../day-axis.ts";
import type { Theme } from "../theme.ts";

/** Where days lie, and how much room there is. */
export interface TimelineFrame {
  readonly theme: Theme;
  readonly width: number;
  /** px of a day within the drawing. */
  readonly x: (day: number) => number;
  readonly tell: TellDay;
  readonly left: number;
  readonly right: number;
  readonly from: number;
  readonly to: number;
  /** The last day of which anything is known. */
  readonly lastDay: number;
  /** Lane names stand above their lane instead of left of it. */
  readonly compact: boolean;
}

/** One row of the time line. `draw` paints from its top edge `y`. */
export interface Lane {
  readonly name: string;
  readonly detail?: string;
  readonly height: number;
  readonly draw: (y: number) => string;
  /** Rows that the name may take at the left; default 1. */
  readonly nameRows?: number;
  /** Distance of the name's baseline from the top, where it stands at the left. */
  readonly nameAt?: number;
}

export interface Section {
  readonly lanes: readonly Lane[];
}
