import type { Visited } from "./load.ts";
import { SCALE, SCALE_TRIAL } from "./scale-trial.ts";
import type { WorkBegun } from "./work-begun.ts";

/** Who is at work, by role. */
export const USERS = {
  coordinator: 6,
  reader: 4,
  adjudicator: 1,
  board: 4,
  statistician: 3,
  administrator: 2,
} as const;
export type Role = keyof typeof USERS;

/** The page whose time is the yardstick. */
export const about: Visited = { kind: "about the platform", path: () => "/about" };
const at = (kind: string, below: string): Visited => ({ kind, path: () => `/trials/${SCALE_TRIAL}${below}` });
const start: Visited = { kind: "start", path: () => "/" };
const list: Visited = {
  kind: "list of patients",
  path: (random) => `/trials/${SCALE_TRIAL}?page=${1 + Math.floor(random() * 20)}`,
};
const search: Visited = {
  kind: "list of patients, searched",
  path: (random) => `/trials/${SCALE_TRIAL}?search=S1${Math.floor(random() * 10)}`,
};
const patient: Visited = {
  kind: "patient",
  path: (random) =>
    `/trials/${SCALE_TRIAL}/patients/S${String(1 + Math.floor(random() * SCALE.patients)).padStart(4, "0")}`,
};
const worklist: Visited = { kind: "worklist", path: () => "/worklist" };
const endpoints = at("endpoints", "/endpoints");
const criteria = at("criteria compared", "/criteria");
const cohort = at("cohort", "/cohort");
const csv = (name: string): Visited => ({
  kind: `table of ${name}`,
  path: () => `/api/tables/${SCALE_TRIAL}/${name}`,
});
const FIGURES = ["waterfall", "spider", "swimmer", "survival", "distribution", "changes", "correlation"] as const;
const figures = FIGURES.map(
  (name): Visited => ({ kind: `figure, ${name}`, path: () => `/api/figures/${SCALE_TRIAL}/${name}?width=720` }),
);
const one = <T>(of: readonly T[], random: () => number): T => of[Math.floor(random() * of.length)]!;

/** What each role asks for; what comes twice is asked for twice as often. */
export const pagesOf = (
  { read, adjudication, meeting, onAgenda }: WorkBegun,
  { protocol, model }: { readonly protocol: string; readonly model: string | null },
): Readonly<Record<Role, readonly Visited[]>> => ({
  coordinator: [
    start,
    worklist,
    list,
    list,
    search,
    patient,
    patient,
    at("scans awaited", "/awaited"),
    at("entry", "/enter"),
    { kind: "entry, of a patient", path: () => `/trials/${SCALE_TRIAL}/enter?subject=S0100` },
    at("entry, pasted", "/enter/paste"),
    at("strata", "/strata"),
    at("plan", "/plan"),
    csv("awaited"),
    { kind: "account", path: () => "/account" },
  ],
  reader: [
    start,
    list,
    patient,
    patient,
    at("reading queue", "/reads"),
    at("reading queue", "/reads"),
    { kind: "read", path: () => read },
  ],
  board: [
    start,
    list,
    patient,
    criteria,
    cohort,
    endpoints,
    at("meetings", "/board"),
    { kind: "meeting", path: () => meeting },
    {
      kind: "patient at the board",
      path: (random) => `${meeting}/${one(onAgenda, random)}`,
    },
    { kind: "letter of the board", path: (random) => `${meeting}/${one(onAgenda, random)}/letter` },
    // Whoever opens the page of the cohort is shown these at once.
    ...figures,
    at("toxicity", "/toxicity"),
    { kind: "library", path: () => "/library" },
  ],
  statistician: [
    start,
    list,
    criteria,
    cohort,
    endpoints,
    at("agreement", "/agreement"),
    { kind: "protocols", path: () => "/validation" },
    { kind: "protocol", path: () => `/validation/${protocol}` },
    { kind: "models", path: () => "/models" },
    ...(model === null ? [] : [{ kind: "model", path: () => `/models/${model}` }]),
    { kind: "development of a model", path: () => "/models/develop" },
    { kind: "registering a model", path: () => "/models/register" },
    { kind: "new protocol", path: () => "/validation/new" },
    { kind: "data sets of protocols", path: () => "/validation/register" },
    { kind: "sample size", path: () => "/validation/sample-size" },
    { kind: "appraisal", path: () => `/validation/${protocol}/appraisal` },
    { kind: "feature catalogue", path: () => "/features" },
    at("radiogenomics", "/radiogenomics"),
    csv("endpoints"),
  ],
  adjudicator: [start, at("reads that differ", "/reads"), { kind: "adjudication", path: () => adjudication }],
  administrator: [
    start,
    { kind: "import", path: () => "/import" },
    at("share", "/share"),
    worklist,
    at("reads of the trial", "/reads"),
    { kind: "log", path: () => "/audit" },
    {
      kind: "log of a patient",
      path: (random) => `/audit?patient=S${String(1 + Math.floor(random() * SCALE.patients)).padStart(4, "0")}`,
    },
    { kind: "new trial", path: () => "/admin/new-trial" },
    at("amendment of the plan", "/plan/amend"),
    { kind: "people", path: () => "/admin" },
    { kind: "health", path: () => "/admin/health" },
  ],
});
