"use client";

import { type RefObject, useEffect, useState } from "react";

interface Drawing {
  readonly svg: string | null;
  readonly problem: string | null;
  readonly state: "drawing" | "drawn" | "refused";
}

/** Steps of the width, px: a plot is not drawn anew for every pixel of a window that is dragged. */
const STEP = 40;

/** The drawing at an address for the width of its place; asked for again when either changes. */
export function useDrawing(place: RefObject<HTMLElement | null>, address: string): Drawing {
  const [width, setWidth] = useState(0);
  const [drawing, setDrawing] = useState<Drawing>({ svg: null, problem: null, state: "drawing" });
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => setWidth(Math.max(320, Math.floor(element.clientWidth / STEP) * STEP));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [place]);
  useEffect(() => {
    if (width === 0) return;
    const stop = new AbortController();
    setDrawing((before) => ({ ...before, state: "drawing" }));
    fetch(`${address}&width=${width}`, { signal: stop.signal })
      .then(async (answer) => {
        const text = await answer.text();
        setDrawing(
          answer.ok
            ? { svg: text, problem: null, state: "drawn" }
            : { svg: null, problem: text || "The plot could not be drawn.", state: "refused" },
        );
      })
      .catch(() => {
        if (!stop.signal.aborted)
          setDrawing({ svg: null, problem: "The server cannot be reached; the plot was not drawn.", state: "refused" });
      });
    return () => stop.abort();
  }, [address, width]);
  return drawing;
}
