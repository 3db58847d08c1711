"use client";

import type { Niivue } from "@niivue/niivue";
import { type RefObject, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

/**
 * What a viewer shows, for paper. A drawing of WebGL is gone once it is on the screen: when printing begins the viewer
 * draws once more, and a plain canvas, there as long as it is printed, takes the picture.
 */
export function PrintedView({
  view,
  canvas,
}: {
  view: RefObject<Niivue | null>;
  canvas: RefObject<HTMLCanvasElement | null>;
}) {
  const paper = useRef<HTMLCanvasElement>(null);
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const onBefore = () => {
      flushSync(() => setPrinting(true));
      const [to, from] = [paper.current, canvas.current];
      if (!to || !from || !view.current) return;
      view.current.drawScene();
      to.width = from.width;
      to.height = from.height;
      to.getContext("2d")?.drawImage(from, 0, 0);
    };
    const onAfter = () => setPrinting(false);
    window.addEventListener("beforeprint", onBefore);
    window.addEventListener("afterprint", onAfter);
    return () => {
      window.removeEventListener("beforeprint", onBefore);
      window.removeEventListener("afterprint", onAfter);
    };
  }, [view, canvas]);
  return isPrinting ? (
    <canvas ref={paper} data-on-paper aria-hidden className="absolute inset-0 hidden size-full print:block" />
  ) : null;
}
