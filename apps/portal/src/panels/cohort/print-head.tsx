import { counted } from "../../ui/figures.ts";

/** On paper only: which trial and which of its patients this is, and from how many it keeps something. The print line says when. */
export function PrintHead({
  trial,
  filter,
  patients,
  withheld,
}: {
  trial: { readonly key: string; readonly title: string };
  /** What was chosen above the plots, by name; what was not narrowed says so. */
  filter: readonly { readonly label: string; readonly value: string }[];
  patients: number;
  withheld: number;
}) {
  const people = (n: number) => counted(n, "patient");
  return (
    <div data-print-head className="hidden text-sm print:block">
      <p className="font-semibold">
        {trial.title} ({trial.key})
      </p>
      <p>
        {people(patients)}; {filter.map(({ label, value }) => `${label.toLowerCase()}: ${value}`).join("; ")}.{" "}
        {withheld === 0
          ? "No patient's responses are sealed from whoever printed this."
          : `${people(withheld)} not shown: their responses are sealed from whoever printed this, or not computed yet.`}
      </p>
    </div>
  );
}
