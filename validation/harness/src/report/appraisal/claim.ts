import { type Checklist, development, filled, imaging, type Row, type StudyRow } from "./checklist.ts";
import type { StudyEvidence } from "./evidence.ts";

/** Items of both editions with their numbers: `[2020, 2024]`; null where an edition has no such item. */
type Item = readonly [no2020: string | null, no2024: string | null, row: (no: string) => StudyRow];

const plain =
  (label: string, status: Row[2], place: string) =>
  (no: string): StudyRow => [no, label, status, place];
const image =
  (label: string, status: Row[2], place: string) =>
  (no: string): StudyRow =>
    imaging([no, label, status, place]);

const items: readonly Item[] = [
  ["1", "1", plain("Title names the AI method", "part", "Title page")],
  ["2", "2", plain("Structured abstract", "part", "Result in brief")],
  ["3", "3", plain("Background and intended use", "part", "Question")],
  ["4", "4", plain("Objectives and hypotheses", "part", "Question")],
  ["5", "5", plain("Prospective or retrospective", "auto", "Question")],
  ["6", "6", plain("Study goal", "part", "Question")],
  ["7", "7", plain("Data sources", "auto", "Question")],
  ["8", "8", plain("Eligibility", "auto", "Question")],
  ["9", "9", plain("Preprocessing", "auto", "Definitions")],
  ["10", "10", plain("Selection of subsets", "auto", "Definitions; Participants")],
  ["11", null, plain("Definitions of data elements", "auto", "Definitions")],
  ["12", "11", plain("De-identification", "part", "Question: dates; identifiers are keyed hashes")],
  ["13", "12", plain("Missing data", "auto", "Participants; Definitions")],
  [null, "13", image("Image acquisition protocol", "part", "Definitions: as far as the record says")],
  ["14", "14", plain("Definition of the reference standard", "auto", "Definitions")],
  ["15", "15", plain("Rationale of the reference standard", "author", "to be written")],
  ["16", "16", plain("Source and qualifications of annotators", "part", "Definitions: as far as the source says")],
  ["17", "17", plain("Annotation tools; annotation of the test set", "part", "Definitions")],
  ["18", "18", image("Variability of annotators", "part", "Definitions: as far as the source says")],
  ["19", "21", plain("Intended sample size", "auto", "What is too small to conclude")],
  ["20", "19", plain("Assignment to partitions", "auto", "Participants; Proof")],
  ["21", "20", plain("Level of disjointness", "auto", "Proof")],
  ["22", "22", plain("Model", "auto", "Development; Definitions")],
  ["23", "23", plain("Software", "auto", "Record")],
  ["24", "24", plain("Initialisation of parameters", "n/a", "the fit has one maximum and no random start")],
  ["25", "25", (no) => development(no, "Training", "auto", "Development")],
  ["26", "26", (no) => development(no, "Selection of the final model", "auto", "Development")],
  ["27", "27", plain("Ensembling", "n/a", "one model")],
  ["28", "28", plain("Metrics", "auto", "Test result")],
  ["29", "29", plain("Uncertainty", "auto", "Test result")],
  ["30", "30", plain("Robustness", "part", "Test result: subgroups")],
  ["31", "31", plain("Explainability", "part", "Development: coefficients")],
  [null, "32", (no) => development(no, "Internal testing", "auto", "Development; Test result")],
  [
    "32",
    "33",
    (no) => (e) =>
      e.newTestSites > 0 || e.developedElsewhere
        ? [no, "External testing", "auto", "Test result"]
        : [no, "External testing", "n/a", "no site outside development was tested"],
  ],
  ["40", "34", plain("Registration", "auto", "Question")],
  ["33", "35", plain("Flow of participants", "auto", "Participants")],
  ["34", "36", plain("Characteristics of each partition", "auto", "Participants")],
  ["35", "37", plain("Performance in each partition", "auto", "Test result; Development")],
  ["36", "38", plain("Estimates with intervals", "auto", "Test result")],
  ["37", "39", plain("Failure analysis", "part", "Participants: not computable; worst cases to be written")],
  ["38", "40", plain("Limitations", "part", "What is too small to conclude")],
  ["39", "41", plain("Implications", "author", "to be written")],
  ["41", "42", plain("Access to the protocol", "auto", "Record: hashes")],
  [null, "43", plain("Availability of software, model, data", "part", "Record; Development; Question")],
  ["42", "44", plain("Funding", "part", "Question")],
];

const edition = (at: 0 | 1, e: StudyEvidence) =>
  filled(
    items.flatMap((item) => {
      const no = item[at];
      return no === null ? [] : [item[2](no)];
    }),
    e,
  ).sort((a, b) => Number(a.no) - Number(b.no));

export const claim2020 = (e: StudyEvidence): Checklist => ({
  id: "claim-2020",
  title: "CLAIM 2020",
  source: "Mongan, Moy & Kahn 2020, Radiol Artif Intell 2:e200029",
  items: edition(0, e),
});

export const claim2024 = (e: StudyEvidence): Checklist => ({
  id: "claim-2024",
  title: "CLAIM 2024 update",
  source: "Tejani et al. 2024, Radiol Artif Intell 6:e240300",
  items: edition(1, e),
});
