import { type Checklist, filled, imaging, type StudyRow } from "./checklist.ts";
import type { StudyEvidence } from "./evidence.ts";

/**
 * Evidence for the domains of appraisal tools. The judgement (risk of bias, applicability, quality) is a reviewer's; the
 * platform says where the evidence stands and gives no verdict. Domain labels only: the forms are their owners'.
 */

const table = (id: string, title: string, source: string, rows: readonly StudyRow[], e: StudyEvidence): Checklist => ({
  id,
  title,
  source,
  items: filled(rows, e),
});

const opening = (e: StudyEvidence): string =>
  e.opened === 1
    ? "Proof; Record: thresholds and analyses locked before the one opening"
    : `Record: the test set had been opened ${e.opened} times`;

export function appraisalTables(e: StudyEvidence): Checklist[] {
  return [
    table(
      "quadas-2",
      "QUADAS-2: evidence by domain",
      "Whiting et al. 2011, Ann Intern Med 155:529",
      [
        [
          "1",
          "Patient selection: risk of bias, applicability",
          "part",
          "Question: sampling, eligibility; Participants: flow",
        ],
        ["2", "Index test: risk of bias, applicability", "auto", opening(e)],
        ["3", "Reference standard: risk of bias, applicability", "part", "Definitions: endpoint, assessors, blinding"],
        ["4", "Flow and timing: risk of bias", "auto", "Participants; Definitions: index time, horizons"],
      ],
      e,
    ),
    table(
      "probast",
      "PROBAST 2019: evidence by domain (2, 3, 6 and 9 signalling questions)",
      "Wolff et al. 2019, Ann Intern Med 170:51",
      [
        ["1", "Participants: 2 questions", "part", "Question: source, eligibility"],
        ["2", "Predictors: 3 questions", "auto", "Definitions; Proof: time of each predictor"],
        ["3", "Outcome: 6 questions", "part", "Definitions: endpoint, criteria, assessors, incorporation"],
        ["4", "Analysis: 9 questions", "auto", "What is too small to conclude; Development; Test result; Proof"],
      ],
      e,
    ),
    table(
      "probast-ai",
      "PROBAST+AI 2025: evidence by domain (16 questions of development, 18 of evaluation)",
      "Moons et al. 2025, BMJ 388:e082505",
      [
        ["1", "Participants and data sources", "part", "Question; Participants"],
        ["2", "Predictors", "auto", "Definitions; Proof"],
        ["3", "Outcome", "part", "Definitions"],
        ["4", "Analysis: quality of development", "auto", "Development; What is too small to conclude"],
        ["5", "Analysis: risk of bias of evaluation", "auto", `Test result; ${opening(e)}`],
      ],
      e,
    ),
    table(
      "remark",
      "REMARK",
      "McShane et al. 2005; Altman et al. 2012, PLoS Med 9:e1001216",
      [
        ["1", "Marker, objectives, hypotheses", "part", "Question"],
        ["2", "Patients", "auto", "Question; Participants"],
        ["3", "Treatments", "auto", "Question"],
        imaging(["4", "Specimen (here: the image)", "part", "Definitions: source of each predictor"]),
        imaging(["5", "Assay (here: extraction)", "auto", "Definitions: feature configuration hash"]),
        ["6", "Design", "auto", "Question; Participants"],
        ["7", "Endpoints", "auto", "Definitions"],
        ["8", "Candidate variables", "auto", "Definitions"],
        ["9", "Sample size", "auto", "What is too small to conclude"],
        ["10", "Statistical methods", "auto", "Definitions"],
        ["11", "Handling of the marker, cut-points", "auto", "Definitions: thresholds and their origin"],
        ["12", "Flow of patients", "auto", "Participants"],
        ["13", "Characteristics", "auto", "Participants"],
        ["14", "Marker and standard variables", "part", "Participants: table"],
        ["15", "Univariable associations", "part", "Survival: hazard per unit"],
        ["16", "Multivariable model", "auto", "Development"],
        ["17", "Marker beside standard variables", e.comparator ? "part" : "author", "Survival; to be completed"],
        ["18", "Further analyses", "part", "Test result: subgroups; what is post hoc is labelled so"],
        ["19", "Interpretation", "author", "to be written"],
        ["20", "Implications", "author", "to be written"],
      ],
      e,
    ),
    table(
      "decide-ai",
      "DECIDE-AI: AI-specific items",
      "Vasey et al. 2022, Nat Med 28:924",
      [
        ["1", "Title", "part", "Title page"],
        ["2", "Intended use", "auto", "Question"],
        ["3", "Participants", "auto", "Participants"],
        ["4", "AI system", "auto", "Development; Record: software"],
        ["5", "Implementation", "n/a", "no live use: predictions were computed, not shown"],
        ["6", "Outcomes: safety and errors", "part", "Participants: not computable"],
        ["7", "Analysis", "auto", "Definitions"],
        ["8", "Patient involvement", "author", "to be written"],
        ["9", "Participants' results", "auto", "Participants"],
        ["10", "Implementation and adherence", "n/a", "no live use"],
        ["11", "Main results: agreement, override", "n/a", "no live use"],
        ["12", "Subgroup analysis", "auto", "Test result: subgroups"],
        ["13", "Modifications of the system", "auto", "Record: locked, none after the opening"],
        ["14", "Human–computer agreement, usability", "n/a", "no live use"],
        ["15", "Support for intended use", "author", "to be written"],
        ["16", "Safety and quality", "author", "to be written"],
        ["17", "Data availability", "part", "Question: licence"],
      ],
      e,
    ),
  ];
}
