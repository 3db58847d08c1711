import type { TrialStarts } from "@nadir/api/set-up";
import { criterionName } from "../../ui/criterion-names.ts";
import Link from "../../ui/link.tsx";
import { Panel } from "../../ui/panel.tsx";

/** What a new trial can begin from; each is a link to the form that it fills. */
export function StartsList({ starts: { templates, trials } }: { starts: TrialStarts }) {
  return (
    <>
      <Panel
        id="templates"
        title="Templates"
        note="Criteria, visits with windows, imaging protocol and reading charter, each with its source."
        flush
      >
        <ul className="grid divide-y divide-line">
          {templates.map(({ id, title, summary, trial }) => (
            <li key={id} className="grid gap-0.5 px-4 py-2.5">
              <Link
                href={`/admin/new-trial?template=${id}`}
                className="justify-self-start font-medium underline underline-offset-2"
              >
                {title}
              </Link>
              <span className="text-sm text-soft">
                {summary} {trial.criteria.map((c) => criterionName(c.id)).join(", ")}; {trial.schedule.length} planned
                visits.
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel id="like" title="Like another trial" note="Everything but its key, its title and its patients." flush>
        <ul className="grid divide-y divide-line">
          {trials.map(({ trial: { id, title } }) => (
            <li key={id} className="px-4 py-2">
              <Link href={`/admin/new-trial?like=${id}`} className="underline underline-offset-2">
                {title}
              </Link>{" "}
              <span className="text-sm text-faint">{id}</span>
            </li>
          ))}
        </ul>
      </Panel>
      <p className="text-sm">
        <Link href="/admin/new-trial?template=none" className="underline underline-offset-2">
          Begin from nothing
        </Link>
      </p>
    </>
  );
}

/** Where a template has what it says from, and what it chose itself. */
export function TemplateSources({ template: { sources, chosen } }: { template: TrialStarts["templates"][number] }) {
  return (
    <Panel id="sources" title="Where this comes from">
      <div className="grid gap-2 text-sm">
        <ul className="grid gap-1.5">
          {sources.map(({ what, citation, doi }) => (
            <li key={citation} className="max-w-[90ch]">
              {what[0]!.toUpperCase() + what.slice(1)}:{" "}
              <span className="text-soft">
                {citation}
                {doi ? `. doi:${doi}` : ""}
              </span>
            </li>
          ))}
        </ul>
        <p className="max-w-[90ch]">
          Chosen here, to be changed to what the protocol of your trial says: {chosen.join(" ")}
        </p>
      </div>
    </Panel>
  );
}
