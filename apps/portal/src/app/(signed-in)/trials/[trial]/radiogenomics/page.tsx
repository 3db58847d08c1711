import { drawAssociations } from "@nadir/api/radiogenomics";
import type { Metadata } from "next";
import { AssociationsTable } from "../../../../../panels/radiogenomics/associations-table.tsx";
import { ComputeForm } from "../../../../../panels/radiogenomics/compute-form.tsx";
import { ModelPanel } from "../../../../../panels/radiogenomics/model-panel.tsx";
import { isSimulatedTrial, SimulatedNotice } from "../../../../../panels/responses/simulated-notice.tsx";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller } from "../../../../../server/request-context.ts";
import { buttonLook } from "../../../../../ui/button.tsx";
import { Empty } from "../../../../../ui/empty.tsx";
import { Facts } from "../../../../../ui/facts.tsx";
import { Figure } from "../../../../../ui/figure.tsx";
import { fileName } from "../../../../../ui/figure-table.ts";
import { count, counted } from "../../../../../ui/figures.ts";
import { Moment } from "../../../../../ui/moment.tsx";
import { Notice } from "../../../../../ui/notice.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { Scroll } from "../../../../../ui/scroll.tsx";
import { simulatedNotice } from "../../../../../ui/simulated.ts";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Radiogenomics, ${(await params).trial}` };
}

/** Associations of the trial's images with its molecular data, and models of molecular targets. */
export default async function RadiogenomicsPage({ params }: Props) {
  const { trial } = await params;
  const asked = await attempt((await caller()).radiogenomics.read({ trial }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="Radiogenomics" problems={asked.problems} />;
  const {
    associations,
    models,
    hiddenModels,
    sealed,
    open,
    withImages,
    withMarkers,
    mayCompute,
    trial: about,
  } = asked.value;
  const result = associations?.result;
  const isSimulated = await isSimulatedTrial(trial);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, about.title)}
        title="Radiogenomics"
        lead="Every imaging feature against every molecular marker of the record. Exploratory, for research only: nothing was locked before the data were seen."
        actions={
          result ? (
            <>
              <a href={`/api/tables/${trial}/radiogenomics`} className={buttonLook("plain")} download>
                Table as CSV
              </a>
              <a href={`/api/radiogenomics/${trial}/report.html`} className={buttonLook("plain")} download>
                Report
              </a>
            </>
          ) : null
        }
      />
      <TrialViews trial={trial} current="radiogenomics" />
      <SimulatedNotice trial={trial} />
      {sealed > 0 ? (
        <Notice title="Sealed patients take no part.">
          {count(sealed)} {sealed === 1 ? "patient belongs" : "patients belong"} to a sealed test set, for everybody.
        </Notice>
      ) : null}
      {hiddenModels > 0 ? (
        <Notice title="Models are not shown to the board.">
          {hiddenModels} research-only {hiddenModels === 1 ? "model" : "models"} of molecular targets.
        </Notice>
      ) : null}
      {mayCompute && withImages > 0 && withMarkers > 0 ? (
        <Panel
          id="compute"
          title={result ? "Compute anew" : "Compute"}
          aside={`${counted(open, "patient")}: ${count(withImages)} with imaging figures, ${count(withMarkers)} with markers`}
        >
          <ComputeForm trial={trial} targets={result?.targets ?? []} settings={associations?.settings ?? null} />
        </Panel>
      ) : null}
      {!result ? (
        <Panel id="map" title="Features and markers" flush>
          <Empty title={withImages > 0 && withMarkers > 0 ? "Nothing has been computed yet" : "Nothing to compare"}>
            {withMarkers === 0
              ? "No patient outside sealed sets has a marker. Markers (PD-L1, TMB, MSI, MGMT, IDH, signature scores) come with the table of biomarkers."
              : withImages === 0
                ? "No patient outside sealed sets has imaging features or a measured burden."
                : mayCompute
                  ? "Choose above and compute."
                  : "Coordinators, statisticians, data managers and administrators have it computed."}
          </Empty>
        </Panel>
      ) : (
        <>
          <Panel
            id="map"
            title="Features and markers"
            aside={
              <>
                computed, <Moment at={associations.computedAt} />
              </>
            }
            note={`${counted(result.subjects, "patient")}, ${counted(result.features.length, "feature")}, ${counted(result.targets.length, "marker")}. ${count(result.tests)} tests were made; ${count(result.found)} have q ≤ ${result.level} (Benjamini–Hochberg over all of them). The map shows the forty features and markers with the smallest q.`}
          >
            <Scroll label="Heat map">
              <Figure
                svg={drawAssociations(result, simulatedNotice(isSimulated))}
                file={{
                  ...{ name: fileName(trial, "radiogenomics"), label: "Features and markers" },
                  data: `/api/tables/${trial}/radiogenomics`,
                }}
              />
            </Scroll>
            {result.notes.length > 0 ? (
              <ul className="mt-3 list-disc pl-5 text-sm text-soft">
                {result.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            ) : null}
          </Panel>
          <Panel
            id="pairs"
            title="Associations"
            note="Effect: Spearman’s or Pearson’s correlation; for two groups the rank-biserial correlation, positive where the second has the greater values; for more groups ε², from 0."
            flush
          >
            <AssociationsTable result={result} />
          </Panel>
          {models.map((model) => (
            <ModelPanel key={model.id} trial={trial} model={model} isSimulated={isSimulated} />
          ))}
          <Panel id="again" title="How it was computed">
            <Facts
              facts={[
                { name: "Engine", value: associations.engine },
                { name: "Inputs", value: <code>{associations.inputHash.slice(0, 16)}…</code> },
                { name: "Result", value: <code>{associations.resultHash.slice(0, 16)}…</code> },
                {
                  name: "Settings",
                  value: `${associations.settings.features.join(" and ")}; ${associations.settings.change} change; lesions: ${associations.settings.lesions}; markers: ${associations.settings.markers === "first" ? "first" : "before treatment"}`,
                },
              ]}
            />
          </Panel>
        </>
      )}
    </div>
  );
}
