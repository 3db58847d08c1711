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
    <RowOfLinks label="Main" className="order-last w-full overflow-x-auto md:order-none md:w-auto">
      <ul className="flex w-max gap-1">
        {entries.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isHere(href) ? "page" : undefined}
              className={classNames(
                "block whitespace-nowrap border-b-2 px-2 py-2.5 text-sm",
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
