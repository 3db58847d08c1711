"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";

/** A row of links wider than the screen scrolls by itself; the link of the present page is brought into sight. */
export function RowOfLinks({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  const row = useRef<HTMLElement>(null);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has another present link
  useEffect(() => {
    const [frame, here] = [row.current, row.current?.querySelector("[aria-current=page]")];
    if (!frame || !here) return;
    const [of, at] = [frame.getBoundingClientRect(), here.getBoundingClientRect()];
    if (at.left < of.left || at.right > of.right) frame.scrollLeft += at.left - of.left - (of.width - at.width) / 2;
  }, [path]);
  return (
    <nav ref={row} aria-label={label} className={className}>
      {children}
    </nav>
  );
}
