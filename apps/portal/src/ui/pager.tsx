import { buttonLook } from "./button.tsx";
import { count } from "./figures.ts";
import Link from "./link.tsx";

/** Which rows are shown of how many, and the way to the others. */
export function Pager({
  page,
  pageSize,
  total,
  what,
  href,
}: {
  page: number;
  pageSize: number;
  total: number;
  what: string;
  href: (page: number) => string;
}) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const isBeyond = page > pages;
  const first = (page - 1) * pageSize + 1;
  const last = Math.min(total, page * pageSize);
  return (
    <nav
      aria-label={`Pages of ${what}`}
      className="pager flex flex-wrap items-center justify-between gap-3 px-4 py-2.5 text-sm"
    >
      <p role="status" className="whitespace-nowrap text-soft">
        {total === 0
          ? `No ${what}`
          : isBeyond
            ? `${count(total)} ${what}, on ${count(pages)} ${pages === 1 ? "page" : "pages"}; there is no page ${count(page)}`
            : `${count(first)}–${count(last)} of ${count(total)} ${what}`}
      </p>
      {pages > 1 || isBeyond ? (
        <div className="flex items-center gap-2">
          {page > 1 ? (
            <Link href={href(Math.min(page - 1, pages))} rel="prev" scroll={false} className={buttonLook("plain")}>
              ← {isBeyond ? "Last page" : "Previous"}
            </Link>
          ) : (
            <span className={buttonLook("plain", "border-line! text-faint!")} aria-hidden>
              ← Previous
            </span>
          )}
          <span className="whitespace-nowrap text-soft">
            {isBeyond ? `${count(pages)} in all` : `page ${page} of ${pages}`}
          </span>
          {page < pages ? (
            <Link href={href(page + 1)} rel="next" scroll={false} className={buttonLook("plain")}>
              Next →
            </Link>
          ) : (
            <span className={buttonLook("plain", "border-line! text-faint!")} aria-hidden>
              Next →
            </span>
          )}
        </div>
      ) : null}
    </nav>
  );
}
