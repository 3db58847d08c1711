import { me } from "../../server/request-context.ts";
import { classNames } from "../../ui/class-names.ts";
import Link from "../../ui/link.tsx";
import { RowOfLinks } from "../../ui/row-of-links.tsx";
import { type TrialView, viewsFor } from "./trial-view-list.ts";

/** The views of one trial; the chosen one is told to screen readers as the present page. */
export async function TrialViews({ trial, current }: { trial: string; current: TrialView }) {
  const held = (await me()).trials.find(({ key }) => key === trial)?.permissions ?? [];
  return (
    <RowOfLinks
      label="Views of this trial"
      className="-mx-4 overflow-x-auto border-b border-line px-4 md:-mx-6 md:px-6"
    >
      <ul className="flex w-max gap-4">
        {viewsFor(held).map(({ id, label }) => (
          <li key={id}>
            <Link
              href={`/trials/${trial}${id ? `/${id}` : ""}`}
              aria-current={id === current ? "page" : undefined}
              className={classNames(
                "block whitespace-nowrap border-b-2 py-2 text-sm",
                id === current ? "border-accent font-semibold text-ink" : "border-transparent text-soft hover:text-ink",
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
