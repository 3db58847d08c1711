import { DATA_SETS, GUIDANCE, TRIALS } from "@nadir/domain";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { me } from "../../../../server/request-context.ts";
import { PageHead } from "../../../../ui/page-head.tsx";
import { Panel } from "../../../../ui/panel.tsx";
import { Scroll } from "../../../../ui/scroll.tsx";

export const metadata: Metadata = { title: "Data sets and trials" };

const PAGE_OF: Readonly<Record<string, string>> = {
  "ClinicalTrials.gov": "https://clinicaltrials.gov/study/",
  EudraCT: "https://www.clinicaltrialsregister.eu/ctr-search/search?query=",
};

/** What others have used, with where it lies and under which terms: read from the platform's register. */
export default async function RegisterPage() {
  await me();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHead
        crumbs={[{ label: "Validation", href: "/validation" }]}
        title="Data sets and trials"
        lead="What the founding reviews name. None of it is bundled here, and nothing is fetched. The same public patients stand in many studies: declare a collection in the protocol, and link its patients."
      />
      <Table
        title="Data sets"
        head={["Data set", "Disease", "Holds", "Kept by", "Terms", "Used for", "Named in"]}
        rows={DATA_SETS.map((d) => [
          <Name key="n" id={d.id} title={d.title} />,
          d.disease,
          d.holds,
          d.url === null ? d.keeper : <Out key="u" href={d.url} label={d.keeper} />,
          d.licence,
          d.usedFor,
          `review ${d.namedIn.join("; ")}`,
        ])}
      />
      <Table
        title="Trials"
        head={["Trial", "Registry number", "Disease", "Treatment", "Criteria that fit", "Used for", "Named in"]}
        rows={TRIALS.map((t) => [
          <Name key="n" id={t.id} title={t.title} />,
          t.number === null ? (
            t.why
          ) : (
            <span key="u">
              {t.registry in PAGE_OF ? (
                <Out href={`${PAGE_OF[t.registry]}${t.number}`} label={`${t.registry} ${t.number}`} />
              ) : (
                `${t.registry} ${t.number}`
              )}
              <span className="block text-faint">{t.numberFrom}</span>
            </span>
          ),
          t.disease,
          t.treatment,
          t.criteria.join(", "),
          t.usedFor,
          `review ${t.namedIn.join("; ")}`,
        ])}
      />
      <Table
        title="Guidance for measures of tissue and expression"
        head={["Measure", "Guideline", "What to say"]}
        rows={GUIDANCE.map((g) => [g.topic, <Out key="u" href={g.url} label={g.citation} />, g.hint])}
      />
    </div>
  );
}

function Name({ id, title }: { id: string; title: string }) {
  return (
    <>
      {id}
      <span className="block font-normal text-faint">{title}</span>
    </>
  );
}

function Out({ href, label }: { href: string; label: string }) {
  return (
    <a href={href} rel="noreferrer" target="_blank" className="underline underline-offset-2">
      {label}
    </a>
  );
}

function Table({
  title,
  head,
  rows,
}: {
  title: string;
  head: readonly string[];
  rows: readonly (readonly ReactNode[])[];
}) {
  return (
    <Panel title={title} flush>
      <Scroll label={title}>
        <table className="sheet">
          <thead>
            <tr>
              {head.map((h) => (
                <th key={h} scope="col">
                  {h}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the register's order is fixed
              <tr key={i}>
                {cells.map((cell, j) =>
                  j === 0 ? (
                    <th key={head[j]} scope="row" className="min-w-40 whitespace-normal! align-top">
                      {cell}
                    </th>
                  ) : (
                    <td key={head[j]} className="min-w-36 whitespace-normal! align-top">
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
