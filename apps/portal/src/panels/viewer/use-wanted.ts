"use client";

import { type RefObject, useEffect, useState } from "react";

/** How far below or above what is seen an image counts as about to be looked at, in heights of the window. */
const NEAR = "100%";
/** How long a page stands until its images are opened wherever they are, ms: whoever goes from patient to patient is gone by then. */
const STANDS_MS = 2000;

/**
 * Whether somebody is about to look at the element: it is near what is seen, or its page stands already for a while. Opening an
 * image takes the graphics unit and the page's own thread, which the page needs itself to appear.
 */
export function useWanted(element: RefObject<Element | null>): boolean {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    if (isWanted || !element.current) return;
    const want = () => setWanted(true);
    const observer = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && want(), {
      rootMargin: NEAR,
    });
    observer.observe(element.current);
    const timer = setTimeout(want, STANDS_MS);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [isWanted, element]);
  return isWanted;
}
