import type { ThemeName } from "./theme.ts";

/** What every chart takes besides its data. */
export interface ChartOptions {
  /** Width in px, the size of the drawing at scale 1; the SVG scales with its box. Default differs by chart. */
  readonly width?: number;
  readonly theme?: ThemeName;
  /** Font family of every label; reports name the font that they embed. */
  readonly fontFamily?: string;
  /** Accessible name, and a heading above the chart when `showTitle`. */
  readonly title?: string;
  readonly showTitle?: boolean;
  /** Accessible description; a summary of the figures is composed where none is given. */
  readonly description?: string;
  /** Paint the background (for files that stand alone). */
  readonly background?: boolean;
  /** Marks of one subject carry its key as `data-subject`, so that a page can link its plots; left out in what is printed. */
  readonly linked?: boolean;
  /** A line under the chart that must travel with it, e.g. "Simulated follow-up of a real scan". */
  readonly notice?: string;
}

export const SYSTEM_FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
