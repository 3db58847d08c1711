import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

/**
 * A wide table scrolls in its own frame, by keyboard too, so that the page never does. `relative` keeps text that only
 * screen readers see inside the frame as well. A shadow at an edge says that there is more beyond it.
 */
export function Scroll({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (WCAG 2.1.1)
    <section aria-label={label} tabIndex={0} className={classNames("scroll-frame relative overflow-x-auto", className)}>
      {children}
    </section>
  );
}
