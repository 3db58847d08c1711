"use client";

import { useEffect } from "react";

/** How long a page that just came may still grow above the part, ms: plots are asked for when it is there. */
const LONGEST_MS = 8000;

/**
 * Brings the part that the address names (`#survival`) into view, and holds it there while what stands above it is drawn. A
 * page that comes in pieces has no such part yet when the browser looks for it, and stays at its top. Lets go as soon as the
 * reader does anything.
 */
export function PartInView() {
  useEffect(() => {
    const [way] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    const part = document.getElementById(decodeHash(window.location.hash));
    // Back and reload have their place already.
    if (!part || way?.type !== "navigate") return;
    const hold = () => part.scrollIntoView({ block: "start" });
    const watch = new ResizeObserver(hold);
    const end = new AbortController();
    const letGo = () => {
      watch.disconnect();
      end.abort();
    };
    for (const act of ["wheel", "touchstart", "pointerdown", "keydown"])
      window.addEventListener(act, letGo, { signal: end.signal, passive: true });
    const timer = window.setTimeout(letGo, LONGEST_MS);
    hold();
    watch.observe(document.body);
    return () => {
      window.clearTimeout(timer);
      letGo();
    };
  }, []);
  return null;
}

/** What follows the `#`; an address that somebody cut in the middle of a sign is taken as it stands. */
function decodeHash(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}
