import type { ReactNode } from "react";
import Link from "./link.tsx";

export interface Crumb {
  readonly label: string;
  readonly href: string;
}

/** Where one is, what this is, and what can be done here. */
export function PageHead({
  crumbs = [],
  title,
  lead,
  actions,
}: {
  crumbs?: readonly Crumb[];
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="grid grid-cols-[minmax(0,1fr)] gap-1 wrap-anywhere">
      {crumbs.length > 0 ? (
        <nav aria-label="Breadcrumb" className="text-sm text-faint">
          <ol className="flex flex-wrap gap-x-1.5">
            {crumbs.map(({ label, href }, at) => (
              <li key={href} className={at < crumbs.length - 1 ? "after:ml-1.5 after:content-['/']" : undefined}>
                <Link href={href} className="inline-block py-1 underline-offset-2 hover:text-ink hover:underline">
                  {label}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h1 className="min-w-0 text-xl font-semibold tracking-tight">{title}</h1>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {lead ? <div className="max-w-[90ch] text-sm text-soft">{lead}</div> : null}
    </header>
  );
}
