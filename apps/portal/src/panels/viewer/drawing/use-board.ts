import type { Niivue } from "@niivue/niivue";
import { useEffect, useRef, useState } from "react";
import { Board, type Pen } from "./board.ts";
import { Strokes } from "./strokes.ts";

/** A viewer that shows an image, ready to be drawn on. */
export interface ReadyView {
  readonly view: Niivue;
  readonly image: string;
}

/**
 * The drawing on an image, kept while other images are looked at. `strokes` counts changes: a new number is a new
 * drawing. Null while the viewer is not ready.
 */
export function useBoard(ready: ReadyView | null, pen: Pen): { board: Board | null; strokes: number } {
  const kept = useRef(new Map<string, Strokes>());
  const [board, setBoard] = useState<Board | null>(null);
  const [strokes, setStrokes] = useState(0);
  const { view, image } = ready ?? {};
  useEffect(() => {
    if (!view || image === undefined) return;
    const of = kept.current.get(image) ?? new Strokes();
    kept.current.set(image, of);
    const opened = new Board(view, of, () => setStrokes((n) => n + 1));
    setBoard(opened);
    return () => {
      opened.close();
      setBoard(null);
    };
  }, [view, image]);
  const { tool, size } = pen;
  useEffect(() => board?.take({ tool, size }), [board, tool, size]);
  return { board, strokes };
}
