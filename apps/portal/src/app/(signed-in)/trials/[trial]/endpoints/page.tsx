import { criterionId } from "@nadir/domain";
import type { Metadata } from "next";
import { RatesPanel, StatesPanel, TimePanel } from "../../../../../panels/responses/endpoint-panels.tsx";
import { EnteredSurvivalNotice } from "../../../../../panels/responses/entered-survival-notice.tsx";
import { asLandmarkQuery } from "../../../../../panels/responses/landmark-address.ts";
import { LandmarkPanel } from "../../../../../panels/responses/landmark-panel.tsx";
import { PatientTimesTable } from "../../../../../panels/responses/patient-times-table.tsx";
import { isSimulatedTrial, SimulatedNotice } from "../../../../../panels/responses/simulated-notice.tsx";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { WhoIsCounted } from "../../../../../panels/responses/who-is-counted.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller } from "../../../../../server/request-context.ts";
import { Button, buttonLook } from "../../../../../ui/button.tsx";
import { criterionName } from "../../../../../ui/criterion-names.ts";
import { Empty } from "../../../../../ui/empty.tsx";
import { counted } from "../../../../../ui/figures.ts";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { hrefAtPage, pageInAddress } from "../../../../../ui/page-in-address.ts";
import { Pager } from "../../../../../ui/pager.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { PartInView } from "../../../../../ui/part-in-view.tsx";
import { Problems } from "../../../../../ui/problems.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

const PAGE_SIZE = 25;

interface Props {
  readonly params: Promise<{ trial: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Endpoints, ${(await params).trial}` };
}

/** The endpoints of a trial under one criterion, with every censoring rule in words. */
export default async function EndpointsPage({ params, searchParams }: Props) {
  const { trial } = await params;
  const address = await searchParams;
  const named = criterionId.safeParse(address.criterion);
  const chosen = { trial, ...(named.success ? { criterion: named.data } : {}) };
  const procedures = await caller();
  const page = pageInAddress(address);
  const [asked, beside] = await Promise.all([
    attempt(procedures.responses.endpoints({ ...chosen, page, pageSize: PAGE_SIZE })),
    attempt(procedures.responses.landmark({ ...chosen, ...asLandmarkQuery(address) })),
  ]);
  if ("problems" in asked) return <TrialRefused trial={trial} what="The page of endpoints" problems={asked.problems} />;
  const { summary, patients, criteria, criterion, name, refused, withheld, notAssessed, trial: about } = asked.value;
  const of = { trial, isSimulated: await isSimulatedTrial(trial) };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PartInView />
      <PageHead
        crumbs={trialCrumbs(trial, about.title)}
        title="Endpoints"
        lead={`Under ${criterionName(criterion)}${name === criterion ? ", as published" : `, as the trial has it: ${name}`}. Times count days from treatment start; a missed visit does not censor; a progression that was never confirmed is an event at its first date.`}
        actions={
          summary.patients > 0 ? (
            <a href={`/api/tables/${trial}/endpoints?criterion=${criterion}`} className={buttonLook("plain")} download>
              Table as CSV
            </a>
          ) : null
        }
      />
      <TrialViews trial={trial} current="endpoints" />
      <SimulatedNotice trial={trial} />
      <form method="get" className="flex flex-wrap items-center gap-3">
        <label className="inline-flex items-center gap-2 text-sm text-soft">
          Criterion
          <select
            name="criterion"
            defaultValue={criterion}
            key={criterion}
            className="rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink"
          >
            {criteria.map((id) => (
              <option key={id} value={id}>
                {criterionName(id)}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit">Show</Button>
      </form>
      <WhoIsCounted refused={refused} withheld={withheld} without={notAssessed} what="these figures" />
      {summary.patients === 0 ? (
        <Empty title="No patient to count">No patient of this trial can be judged by {criterionName(criterion)}.</Empty>
      ) : (
        <>
          <EnteredSurvivalNotice patients={asked.value.enteredSurvival}>
            The curve and the cut-offs of overall survival here rest on recorded deaths and last visits instead; the
            comparison with a score further down takes what was entered.
          </EnteredSurvivalNotice>
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <RatesPanel summary={summary} />
            <StatesPanel summary={summary} />
            <TimePanel
              {...of}
              id="pfs"
              title="Progression-free survival"
              time={summary.pfs}
              what="Progression-free survival"
            />
            <TimePanel {...of} id="os" title="Overall survival" time={summary.os} what="Overall survival" />
            <TimePanel {...of} id="ttp" title="Time to progression" time={summary.ttp} what="Free of progression" />
            <TimePanel
              {...of}
              id="dor"
              title="Duration of confirmed response"
              time={summary.durationOfResponse}
              what="Still in response"
            />
          </div>
          {"problems" in beside ? (
            <Problems problems={beside.problems} />
          ) : (
            <LandmarkPanel trial={trial} landmark={beside.value} />
          )}
          <Panel title="Patient by patient" aside={`computed, ${counted(summary.patients, "patient")}`} flush>
            <PatientTimesTable trial={trial} patients={patients} />
            <Pager
              page={page}
              pageSize={PAGE_SIZE}
              total={summary.patients}
              what="patients"
              href={(to) => hrefAtPage(`/trials/${trial}/endpoints`, address, to)}
            />
          </Panel>
        </>
      )}
    </div>
  );
}
