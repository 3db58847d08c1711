"use client";

import { usePathname } from "next/navigation";
import { classNames } from "../ui/class-names.ts";
import Link from "../ui/link.tsx";
import { RowOfLinks } from "../ui/row-of-links.tsx";

export interface NavigationEntry {
  readonly href: string;
  readonly label: string;
}

export function MainNavigation({ entries }: { entries: readonly NavigationEntry[] }) {
  const path = usePathname();
  const isHere = (href: string) => (href === "/" ? path === "/" || path.startsWith("/trials") : path.startsWith(href));
  return (
    <RowOfLinks label="Main" className="order-last w-full md:order-none md:w-auto">
      {/* On a phone in as many rows as it takes: what is beyond an edge is found by nobody. */}
      <ul className="flex flex-wrap gap-x-0.5 md:gap-x-1">
        {entries.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isHere(href) ? "page" : undefined}
              className={classNames(
                "block whitespace-nowrap border-b-2 px-1.5 py-2.5 text-sm sm:px-2",
                isHere(href) ? "border-accent font-semibold text-ink" : "border-transparent text-soft hover:text-ink",
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </RowOfLinks>
  );
}
