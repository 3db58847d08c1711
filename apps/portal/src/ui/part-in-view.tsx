"use client";

import { useEffect } from "react";
import { keepAtPart } from "./keep-at-part.ts";

/** On a page that grows while it is drawn: the part that its address names is brought into view, and stays there. */
export function PartInView() {
  useEffect(() => {
    const [way] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    // Back and reload have their place already.
    return way?.type === "navigate" ? keepAtPart(window.location.hash) : undefined;
  }, []);
  return null;
}
