import type { Metadata } from "next";
import { SimulatedNotice } from "../../../../../panels/responses/simulated-notice.tsx";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { BalanceTable, CountsTable } from "../../../../../panels/strata/balance-tables.tsx";
import { DrawPanel } from "../../../../../panels/strata/draw-panel.tsx";
import { DrawsTable } from "../../../../../panels/strata/draws-table.tsx";
import { RandomisationPanel } from "../../../../../panels/strata/randomisation-panel.tsx";
import { RulePanel } from "../../../../../panels/strata/rule-panel.tsx";
import { StrataTable } from "../../../../../panels/strata/strata-table.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller } from "../../../../../server/request-context.ts";
import { buttonLook } from "../../../../../ui/button.tsx";
import { dayStyle } from "../../../../../ui/day-style.ts";
import { Empty } from "../../../../../ui/empty.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { Pager } from "../../../../../ui/pager.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
  readonly searchParams: Promise<{ page?: string }>;
}

const PAGE = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Strata, ${(await params).trial}` };
}

/** The trial's strata rule, its patients sorted by it, and the randomisation. */
export default async function StrataPage({ params, searchParams }: Props) {
  const { trial } = await params;
  const asked = await attempt((await caller()).strata.read({ trial }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="Strata" problems={asked.problems} />;
  const strata = asked.value;
  const { trial: about, rule, subjects, counts, balance, draws, may, plans } = strata;
  const pages = Math.max(1, Math.ceil(subjects.length / PAGE));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number((await searchParams).page)) || 1));
  const inUse = plans.find(({ state }) => state === "in use");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, about.title)}
        title="Strata"
        lead="Patients sorted by the trial's written rule, from the record as it stood before treatment, and their randomisation."
        actions={
          rule ? (
            <a href={`/api/tables/${trial}/strata`} className={buttonLook("plain")} download>
              Table as CSV
            </a>
          ) : null
        }
      />
      <TrialViews trial={trial} current="strata" />
      <SimulatedNotice trial={trial} />
      <RulePanel trial={trial} rule={rule} versions={strata.versions} may={may.set} />
      {may.draw && inUse ? <DrawPanel trial={trial} plan={inUse} subjects={subjects} /> : null}
      <RandomisationPanel trial={trial} plans={plans} may={may.set} hasRule={rule !== null} />
      {draws.length > 0 ? (
        <Panel id="draws" title="Draws" note="A draw cannot be undone; an error is annotated." flush>
          <DrawsTable draws={draws} may={may} />
        </Panel>
      ) : null}
      {rule ? (
        <>
          <Panel id="counts" title="Counts by stratum" aside="computed" flush>
            <CountsTable counts={counts} />
          </Panel>
          {draws.length > 0 ? (
            <Panel
              id="balance"
              title="Balance by level"
              aside="computed"
              note="Patients that were drawn, by arm as far as it was told."
              flush
            >
              <BalanceTable balance={balance} />
            </Panel>
          ) : null}
          <Panel id="patients" title="Patients" aside={`by version ${rule.version} of the rule`} flush>
            {subjects.length === 0 ? (
              <Empty title="No patient">Patients come with an import.</Empty>
            ) : (
              <>
                <StrataTable
                  subjects={subjects.slice((page - 1) * PAGE, page * PAGE)}
                  trial={trial}
                  days={dayStyle(about.dates)}
                />
                <Pager
                  page={page}
                  pageSize={PAGE}
                  total={subjects.length}
                  what="patients"
                  href={(n) => `/trials/${trial}/strata?page=${n}`}
                />
              </>
            )}
          </Panel>
        </>
      ) : null}
    </div>
  );
}
