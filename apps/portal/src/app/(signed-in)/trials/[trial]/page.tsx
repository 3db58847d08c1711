import type { Metadata } from "next";
import { FlagCounts, ResponseCounts, WaterfallPanel } from "../../../../panels/patients/cohort-summary.tsx";
import { ImportHistory } from "../../../../panels/patients/import-history.tsx";
import { asQuery, isFiltered, patientsHref, readAddress } from "../../../../panels/patients/patients-address.ts";
import { PatientsFilter } from "../../../../panels/patients/patients-filter.tsx";
import { PatientsTable } from "../../../../panels/patients/patients-table.tsx";
import { TrialViews } from "../../../../panels/responses/trial-views.tsx";
import { TrialRefused } from "../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../server/attempt.ts";
import { mayEnter } from "../../../../server/may-enter.ts";
import { caller } from "../../../../server/request-context.ts";
import { buttonLook } from "../../../../ui/button.tsx";
import { tumourNames } from "../../../../ui/criterion-names.ts";
import { dayStyle } from "../../../../ui/day-style.ts";
import { Empty } from "../../../../ui/empty.tsx";
import { count, counted } from "../../../../ui/figures.ts";
import Link from "../../../../ui/link.tsx";
import { Notice } from "../../../../ui/notice.tsx";
import { PageHead } from "../../../../ui/page-head.tsx";
import { Pager } from "../../../../ui/pager.tsx";
import { Panel } from "../../../../ui/panel.tsx";
import { Provenance } from "../../../../ui/provenance.tsx";

interface Props {
  readonly params: Promise<{ trial: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).trial };
}

export default async function TrialPage({ params, searchParams }: Props) {
  const { trial } = await params;
  const address = readAddress(await searchParams);
  const { trials } = await caller();
  const asked = await attempt(Promise.all([trials.cohort({ trial }), trials.subjects(asQuery(trial, address))]));
  if ("problems" in asked) return <TrialRefused trial={trial} what="This trial" problems={asked.problems} />;
  const [cohort, page] = asked.value;
  const enters = await mayEnter(trial);
  const primary = cohort.criteria.find((c) => c.primary)?.id ?? null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={[{ label: "Trials", href: "/" }]}
        title={cohort.title}
        lead={`${tumourNames(cohort.disease, cohort.tumourTypes)}, ${counted(cohort.subjects, "patient")}, ${counted(cohort.visits, "visit")}${
          cohort.simulatedVisits > 0
            ? `, of them ${count(cohort.simulatedVisits)} simulated follow-ups of real scans`
            : ""
        }. Your role: ${cohort.roles.join(", ")}.`}
        actions={
          enters ? (
            <>
              <Link href={`/trials/${trial}/enter`} className={buttonLook("plain")}>
                Enrol a patient
              </Link>
              <Link href={`/trials/${trial}/enter/paste`} className={buttonLook("plain")}>
                Paste a table
              </Link>
            </>
          ) : null
        }
      />
      {cohort.view === "reader" ? null : <TrialViews trial={trial} current="" />}
      {cohort.provenance ? (
        <Provenance
          provenance={cohort.provenance}
          days={cohort.dates.kind === "offset" ? cohort.dates.note : undefined}
        />
      ) : null}
      {cohort.criteriaRemarks.length > 0 ? (
        <Notice kind="warning" title="A criterion of this trial is unusual for its tumour type.">
          {cohort.criteriaRemarks.join(" ")}
        </Notice>
      ) : null}
      {cohort.view === "reader" ? (
        <Notice title="You read this trial blinded.">
          Arm, site, course and responses are not shown, nor what others measured.{" "}
          <Link href={`/trials/${trial}/reads`} className="underline">
            Go to the reads
          </Link>{" "}
          or{" "}
          <Link href={`/trials/${trial}/plan`} className="underline">
            read the trial's plan
          </Link>
          .
        </Notice>
      ) : null}
      {cohort.view === "statistician" ? (
        <Notice title="You see this trial as its statistician.">
          Of patients in a sealed test set nothing after their index day is shown: the set stays sealed outside the
          protocol that opens it.
        </Notice>
      ) : null}
      <ResponseCounts cohort={cohort} />
      <Panel
        title="Patients"
        flush
        aside={cohort.dates.kind === "offset" ? "Days are the source's own study days, not calendar dates." : null}
      >
        <div className="border-b border-line px-4 py-3">
          <PatientsFilter trial={trial} address={address} choices={page.choices} />
        </div>
        {page.rows.length === 0 ? (
          <Empty
            title={isFiltered(address) ? "No patient matches" : "No patients yet"}
            action={
              isFiltered(address) ? (
                <Link href={`/trials/${trial}`} className={buttonLook("plain")}>
                  Show all patients
                </Link>
              ) : null
            }
          >
            {isFiltered(address)
              ? "Widen the filter."
              : "Patients stand here once they are enrolled, pasted as a table, or imported."}
          </Empty>
        ) : (
          <PatientsTable
            trial={trial}
            page={page}
            address={address}
            days={dayStyle(cohort.dates)}
            primaryCriterion={primary}
          />
        )}
        <div className="border-t border-line">
          <Pager
            page={page.page}
            pageSize={page.pageSize}
            total={page.total}
            what="patients"
            href={(to) => patientsHref(trial, address, { page: to })}
          />
        </div>
      </Panel>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <WaterfallPanel trial={trial} cohort={cohort} />
        <FlagCounts cohort={cohort} />
      </div>
      <ImportHistory imports={cohort.imports} />
    </div>
  );
}
