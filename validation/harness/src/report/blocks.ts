/**
 * A report as data: sections of blocks, from which HTML and PDF are written. What stands in one stands in the other.
 */
export interface Section {
  /** Anchor, lower case with hyphens. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** What a status says besides its colour: a word and a shape. */
export type Tone = "good" | "caution" | "bad" | "plain";

export type Cell = string | { readonly text: string; readonly mono?: boolean; readonly tone?: Tone };

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Share of the width, relative to the other columns. */
  readonly share?: number;
}

export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "callout"; readonly tone: Tone; readonly title: string; readonly text: string }
  | {
      readonly kind: "numbers";
      readonly items: readonly {
        readonly label: string;
        readonly value: string;
        readonly unit?: string;
        readonly detail: string;
      }[];
    }
  | {
      readonly kind: "table";
      readonly caption: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly kind: "terms"; readonly rows: readonly (readonly [term: string, text: string])[] }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | {
      readonly kind: "plots";
      /** Side by side where there is room. */
      readonly plots: readonly PlotBlock[];
    }
  | { readonly kind: "heading"; readonly text: string };

export interface PlotBlock {
  readonly title: string;
  readonly caption: string;
  /** Share of the row, relative to its neighbour. Default 1. */
  readonly share?: number;
  /** Width in px below which the figure is no longer readable; on paper such a figure stands alone in its row. */
  readonly least?: number;
  /** The same figure for a page of another colour, font or width. */
  readonly draw: (look: PlotLook) => string;
}

export interface PlotLook {
  readonly theme: "light" | "dark" | "print";
  readonly fontFamily?: string;
  /** Width in px at which labels have their own size. */
  readonly width: number;
}

export interface Report {
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly string[];
  readonly notice: string;
  readonly sections: readonly Section[];
  readonly foot: string;
}
