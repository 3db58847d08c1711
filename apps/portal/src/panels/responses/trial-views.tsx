import Link from "next/link";
import { classNames } from "../../ui/class-names.ts";

export const TRIAL_VIEWS = [
  { id: "", label: "Patients" },
  { id: "awaited", label: "Awaited scans" },
  { id: "endpoints", label: "Endpoints" },
  { id: "criteria", label: "Criteria compared" },
  { id: "toxicity", label: "Immune-related events" },
  { id: "board", label: "Tumour board" },
  { id: "radiogenomics", label: "Radiogenomics" },
  { id: "agreement", label: "Readers' agreement" },
  { id: "strata", label: "Strata" },
] as const;
export type TrialView = (typeof TRIAL_VIEWS)[number]["id"];

/** The views of one trial; the chosen one is told to screen readers as the present page. */
export function TrialViews({ trial, current }: { trial: string; current: TrialView }) {
  return (
    <nav aria-label="Views of this trial" className="-mx-4 overflow-x-auto border-b border-line px-4 md:-mx-6 md:px-6">
      <ul className="flex gap-4">
        {TRIAL_VIEWS.map(({ id, label }) => (
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
    </nav>
  );
}
