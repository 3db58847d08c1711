"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useProcedures } from "../../../shell/procedures.tsx";
import { Asked } from "../../../ui/asked.tsx";
import { Button } from "../../../ui/button.tsx";
import { criterionName } from "../../../ui/criterion-names.ts";
import type { DayStyle } from "../../../ui/figures.ts";
import { Panel } from "../../../ui/panel.tsx";
import { ModelScores } from "../../models/model-scores.tsx";
import { ImmuneEventsTable } from "../../toxicity/immune-events-table.tsx";
import { CovariatesTable } from "./covariates-table.tsx";
import { HyperprogressionTable } from "./hyperprogression-table.tsx";
import { ImmuneModels } from "./immune-models.tsx";
import { LesionsTable } from "./lesions-table.tsx";
import { ScoreCoursesPanel } from "./score-courses-panel.tsx";
import { VisitEvidence } from "./visit-evidence.tsx";

/** What speaks about each increase, about hyperprogression before treatment, and the patient's clinical figures. */
export function EvidencePanels({
  trial,
  subject,
  days,
  isGlioma,
  isSimulated,
}: {
  trial: string;
  subject: string;
  days: DayStyle;
  isGlioma: boolean;
  /** Whether scans of the patient were simulated: a figure that leaves the page says so. */
  isSimulated: boolean;
}) {
  const [withResearch, setResearch] = useState(false);
  const asked = useQuery(
    useProcedures().evidence.subject.queryOptions(
      { trial, subject, withResearch },
      // What stands stays until the answer with research models is there.
      { placeholderData: (before) => before },
    ),
  );
  return (
    <>
      <Panel
        id="evidence"
        title="Evidence for each increase"
        aside={asked.data?.criterion ? `computed; response by ${criterionName(asked.data.criterion.id)}` : "computed"}
        note="What was known on the day of the visit; what later scans showed is marked so. None of it is a diagnosis."
        flush
      >
        <Asked query={asked} doing="Gathering the evidence">
          {({ visits, notJudged }) =>
            visits.length === 0 ? (
              <p className="p-4 text-sm text-soft">
                {notJudged ?? "No visit shows an increase: no sum grew, no lesion is new, no other disease progressed."}
              </p>
            ) : (
              <div className="divide-y divide-line">
                {[...visits].reverse().map((visit, n) => (
                  <VisitEvidence key={visit.visit} evidence={visit} days={days} isOpen={n === 0} />
                ))}
              </div>
            )
          }
        </Asked>
      </Panel>
      {isGlioma ? null : (
        <Panel
          id="lesion-evidence"
          title="Lesions one by one"
          aside="computed"
          note="Research only. What the literature (Sun 2022) names when it speaks of ablation, low dose or biopsy of single lesions: evidence, no advice."
          flush
        >
          <Asked query={asked} doing="Looking at each lesion">
            {({ lesions }) =>
              lesions.length === 0 ? (
                <p className="p-4 text-sm text-soft">No visit after baseline, or no lesion that is measured.</p>
              ) : (
                <LesionsTable visits={lesions} days={days} />
              )
            }
          </Asked>
        </Panel>
      )}
      {isGlioma ? null : (
        <Panel
          id="hyperprogression"
          title="Hyperprogression: factors before treatment"
          note="Research only. Associations of groups from the literature; they do not predict what happens to this patient."
          flush
        >
          <Asked query={asked} doing="Gathering the factors">
            {({ hyperprogression }) => <HyperprogressionTable factors={hyperprogression} />}
          </Asked>
        </Panel>
      )}
      <Panel
        id="clinical"
        title="Clinical figures"
        note="Before treatment, with their change since. Figures in italics were entered, the others are computed from the record."
        flush
      >
        <Asked query={asked} doing="Working out the clinical figures">
          {({ covariates }) => <CovariatesTable covariates={covariates} days={days} />}
        </Asked>
      </Panel>
      {asked.data && asked.data.models.length + asked.data.modelsNotAsked > 0 ? (
        <Panel
          id="models"
          title="Models before treatment"
          aside={
            asked.data.modelsNotAsked > 0 ? (
              <Button onClick={() => setResearch(true)}>Show {asked.data.modelsNotAsked} research-only</Button>
            ) : null
          }
          note="Applied to the record as it stood at the start of treatment; models that speak at an increase stand with their visit. Research-only models come only when asked for."
        >
          {asked.data.models.length > 0 ? (
            <ModelScores scores={asked.data.models} days={days} />
          ) : (
            <p className="text-sm text-soft">None is shown.</p>
          )}
        </Panel>
      ) : null}
      {asked.data && asked.data.scoreCourses.length > 0 ? (
        <ScoreCoursesPanel courses={asked.data.scoreCourses} days={days} isSimulated={isSimulated} />
      ) : null}
      {asked.data && asked.data.immuneModels.length > 0 ? (
        <Panel
          id="immune-models"
          title="Models of immune-related events"
          note="Applied to the record as it stood at the start of treatment. Research-only models come only when asked for."
        >
          <ImmuneModels scores={asked.data.immuneModels} days={days} />
        </Panel>
      ) : null}
      {asked.data && asked.data.immuneEvents.length > 0 ? (
        <Panel
          id="immune-events"
          title="Immune-related events"
          note="CTCAE grade; onset in days from the start of immunotherapy. Steroids and hold as recorded, or from a course of steroids that began during the event."
          flush
        >
          <ImmuneEventsTable events={asked.data.immuneEvents} days={days} />
        </Panel>
      ) : null}
    </>
  );
}
