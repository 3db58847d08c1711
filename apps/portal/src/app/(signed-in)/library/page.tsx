import { EVIDENCE_LEVELS, studyCount } from "@nadir/domain";
import type { Metadata } from "next";
import { z } from "zod";
import { EvidenceView } from "../../../panels/library/evidence-view.tsx";
import { FlowPanel } from "../../../panels/library/flow-panel.tsx";
import { FILTERS, type LibraryFilter } from "../../../panels/library/library-rows.ts";
import { OwnTable } from "../../../panels/library/own-table.tsx";
import { attempt } from "../../../server/attempt.ts";
import { caller } from "../../../server/request-context.ts";
import { PageHead } from "../../../ui/page-head.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { RefusedPage } from "../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "Library" };

const word = z.string().max(100).catch("");
const address = z.object(
  Object.fromEntries(FILTERS.map((name) => [name, word])) as Record<keyof LibraryFilter, typeof word>,
);

/** Published studies and models with the evidence for each, from the tables of the founding reviews; and one's own table. */
export default async function LibraryPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const filter = address.parse(await searchParams);
  const asked = await attempt((await caller()).library.tables());
  if ("problems" in asked) return <RefusedPage what="The library" problems={asked.problems} />;
  const { tables, gaps } = asked.value;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHead
        title="Library"
        lead={`Published studies of images in immunotherapy, as the founding reviews print them: ${studyCount(
          tables.flatMap((t) => t.studies),
        )} studies. How far each was tested follows by rule from its design and its validation. Nothing here is a recommendation.`}
      />
      <EvidenceView id="library" title="Studies" tables={tables} filter={filter} inAddress />
      {tables.map((table) => (
        <FlowPanel key={table.id} table={table} />
      ))}
      <OwnTable />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Panel
          id="levels"
          title="How the evidence is graded"
          note="From least to most. TRIPOD types: Collins 2015, Ann Intern Med 162:55. What is not printed counts as the lower of what it can be."
        >
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
            {EVIDENCE_LEVELS.map(({ id, title, meaning }) => (
              <div key={id} className="contents">
                <dt className="font-medium">{title}</dt>
                <dd className="text-soft">{meaning}</dd>
              </div>
            ))}
          </dl>
        </Panel>
        <Panel id="sources" title="Where the rows come from">
          <ul className="grid gap-2 text-sm">
            {tables.map(({ id, title, citation, note, studies }) => (
              <li key={id}>
                <strong className="font-semibold">Review {id}</strong>: {title}. {citation}. {studyCount(studies)}{" "}
                studies, {studies.length} rows. <span className="text-faint">{note}</span>
              </li>
            ))}
            {gaps.map((gap) => (
              <li key={gap} className="text-faint">
                {gap}
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </div>
  );
}
