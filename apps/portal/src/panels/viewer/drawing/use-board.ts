import type { Geometry } from "@nadir/imaging";
import type { Niivue } from "@niivue/niivue";
import { useEffect, useRef, useState } from "react";
import { Board } from "./board.ts";
import { Drawing } from "./drawing.ts";
import type { Pen } from "./pen.ts";
import { gridOf } from "./view-grid.ts";

/** A viewer that shows an image, ready to be drawn on. */
export interface ReadyView {
  readonly view: Niivue;
  readonly image: string;
}

/**
 * The drawing on an image, kept while other images are looked at. `strokes` counts changes of the mask: a new number is a new
 * drawing; `lines` those of the measured lines. Null while the viewer is not ready, or the record's grid is still asked for
 * (`undefined`).
 */
export function useBoard(
  ready: ReadyView | null,
  pen: Pen,
  recorded: Geometry | null | undefined,
): { board: Board | null; strokes: number; lines: number } {
  const kept = useRef(new Map<string, Drawing>());
  const [board, setBoard] = useState<Board | null>(null);
  const [strokes, setStrokes] = useState(0);
  const [lines, setLines] = useState(0);
  const current = useRef(pen);
  current.current = pen;
  const { view, image } = ready ?? {};
  useEffect(() => {
    if (!view || image === undefined || recorded === undefined) return;
    const of = kept.current.get(image) ?? new Drawing(gridOf(view, recorded));
    kept.current.set(image, of);
    const opened = new Board(view, of, current.current, (what) =>
      what === "mask" ? setStrokes((n) => n + 1) : setLines((n) => n + 1),
    );
    setBoard(opened);
    return () => {
      opened.close();
      setBoard(null);
    };
  }, [view, image, recorded]);
  useEffect(() => board?.take(pen), [board, pen]);
  return { board, strokes, lines };
}
