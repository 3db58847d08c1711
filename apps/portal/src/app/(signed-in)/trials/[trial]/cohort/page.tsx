import type { Metadata } from "next";
import { AddressForm, optionsOf } from "../../../../../panels/cohort/address-form.tsx";
import {
  asSurvivalQuery,
  cohortHref,
  readCohortAddress,
  spelled,
} from "../../../../../panels/cohort/cohort-address.ts";
import { FeaturePanel } from "../../../../../panels/cohort/feature-panel.tsx";
import { LinkedFigure } from "../../../../../panels/cohort/linked-figure.tsx";
import { packPatients } from "../../../../../panels/cohort/listed-patients.ts";
import { PatientList } from "../../../../../panels/cohort/patient-list.tsx";
import { PrintHead } from "../../../../../panels/cohort/print-head.tsx";
import { ProtocolsPanel } from "../../../../../panels/cohort/protocols-panel.tsx";
import { ResponseTablePanel } from "../../../../../panels/cohort/response-table-panel.tsx";
import { SelectionProvider } from "../../../../../panels/cohort/selection.tsx";
import { SelectionBar } from "../../../../../panels/cohort/selection-bar.tsx";
import { SurvivalPanel } from "../../../../../panels/cohort/survival-panel.tsx";
import { unknownChoices } from "../../../../../panels/cohort/unknown-choice.ts";
import { WithoutChange } from "../../../../../panels/cohort/without-change.tsx";
import { SimulatedNotice } from "../../../../../panels/responses/simulated-notice.tsx";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { WhoIsCounted } from "../../../../../panels/responses/who-is-counted.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { LANES, lanesOf } from "../../../../../server/cohort-figures.ts";
import { caller, me } from "../../../../../server/request-context.ts";
import { criterionName } from "../../../../../ui/criterion-names.ts";
import { Empty } from "../../../../../ui/empty.tsx";
import { counted } from "../../../../../ui/figures.ts";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { Pager } from "../../../../../ui/pager.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { PartInView } from "../../../../../ui/part-in-view.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Cohort, ${(await params).trial}` };
}

/** The patients of a trial side by side; whom one chooses in one plot is marked in all. */
export default async function CohortPage({ params, searchParams }: Props) {
  const { trial } = await params;
  const address = readCohortAddress(await searchParams);
  const { cohort, protocols } = await caller();
  const parts = await attempt(Promise.all([cohort.page(asSurvivalQuery(trial, address)), protocols.list({ trial })]));
  if ("problems" in parts) return <TrialRefused trial={trial} what="The cohort" problems={parts.problems} />;
  const [{ responses: found, survival, features }, cards] = parts.value;
  const { permissions } = await me();
  const { patients, criterion } = found;
  const search = new URLSearchParams(spelled(address)).toString();
  const lanes = lanesOf(patients).length;
  const unknown = unknownChoices(address, found, criterionName(criterion));
  // What the address asks for stands in its list, whether or not the trial has it.
  const listed = (name: "arm" | "site", values: readonly { readonly value: string }[]) =>
    optionsOf(
      [...values, ...unknown.filter((one) => one.name === name)].map(({ value }) => value),
      "all",
    );
  return (
    <SelectionProvider initial={address.sel} shown={packPatients(patients)}>
      <PartInView />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <PageHead
          crumbs={trialCrumbs(trial, found.trial.title)}
          title="Cohort"
          lead={`${counted(patients.length, "patient")} under ${criterionName(criterion)}${found.name === criterion ? ", as published" : `, as the trial has it: ${found.name}`}, as stored when the responses were last computed. Each plot can be taken away as data, SVG and PNG.`}
        />
        <PrintHead
          trial={{ key: trial, title: found.trial.title }}
          filter={[
            { label: "Criterion", value: criterionName(criterion) },
            { label: "Best response", value: found.best },
            { label: "Arm", value: address.arm ?? "all" },
            { label: "Site", value: address.site ?? "all" },
            ...(address.only === undefined ? [] : [{ label: "Only", value: address.sel.join(", ") }]),
          ]}
          patients={patients.length}
          withheld={found.withheld}
        />
        <TrialViews trial={trial} current="cohort" />
        <SimulatedNotice trial={trial} />
        <AddressForm
          trial={trial}
          address={address}
          label="Cohort"
          choices={[
            {
              name: "criterion",
              label: "Criterion",
              value: criterion,
              options: found.criteria.map((id) => ({ value: id, label: criterionName(id) })),
            },
            {
              name: "best",
              label: "Best response",
              value: found.best,
              options: optionsOf(["confirmed", "unconfirmed"]),
            },
            {
              name: "arm",
              label: "Arm",
              value: address.arm ?? "",
              options: listed("arm", found.arms),
            },
            {
              name: "site",
              label: "Site",
              value: address.site ?? "",
              options: listed("site", found.sites),
            },
          ]}
        />
        <WhoIsCounted refused={0} withheld={found.withheld} without={found.notAssessed} what="this cohort" />
        <SelectionBar trial={trial} address={address} patients={patients.length} />
        {patients.length === 0 ? (
          <Empty title="No patient to show">
            {unknown.length > 0
              ? unknown.map(({ sentence }) => sentence).join(" ")
              : `Nobody matches, or no response of this trial has been computed under ${criterionName(criterion)} yet.`}
          </Empty>
        ) : (
          <>
            <div className="grid items-start gap-4 xl:grid-cols-2">
              <Panel id="waterfall" title="Best change from baseline" aside="one bar a patient, until progression">
                <LinkedFigure trial={trial} figure="waterfall" label="Best change from baseline" search={search} />
                <WithoutChange trial={trial} patients={patients} />
              </Panel>
              <Panel id="spider" title="Change over time" aside="weeks from baseline, a ring at the nadir">
                <LinkedFigure trial={trial} figure="spider" label="Change over time" search={search} />
              </Panel>
            </div>
            <div className="grid items-start gap-4 xl:grid-cols-2">
              <Panel id="swimmer" title="Courses" aside="treatment, responses, end of follow-up">
                <LinkedFigure trial={trial} figure="swimmer" label="Courses" search={search} />
                {lanes > LANES ? (
                  <Pager
                    page={address.page}
                    pageSize={LANES}
                    total={lanes}
                    what="courses"
                    href={(page) => cohortHref(trial, address, { page })}
                  />
                ) : null}
              </Panel>
              <Panel id="patients" title="Patients" aside="the chosen, or all" flush>
                <PatientList trial={trial} />
              </Panel>
            </div>
            <ResponseTablePanel found={found} search={search} />
            <SurvivalPanel trial={trial} address={address} found={survival} search={search} />
            <FeaturePanel trial={trial} address={address} found={features} search={search} />
          </>
        )}
        <ProtocolsPanel protocols={cards} canWrite={permissions.includes("write-protocol")} />
      </div>
    </SelectionProvider>
  );
}
