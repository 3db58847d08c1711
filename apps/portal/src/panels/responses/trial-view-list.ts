import type { Permission } from "@nadir/domain";

interface View {
  /** Last part of the address. */
  readonly id: string;
  readonly label: string;
  /** What a person must hold in the trial to open it; without one, whoever sees the trial unblinded. */
  readonly needs?: Permission;
}

export const TRIAL_VIEWS = [
  { id: "", label: "Patients" },
  { id: "awaited", label: "Awaited scans" },
  { id: "cohort", label: "Cohort" },
  { id: "endpoints", label: "Endpoints" },
  { id: "criteria", label: "Criteria compared" },
  { id: "toxicity", label: "Immune-related events" },
  { id: "board", label: "Tumour board", needs: "read-record" },
  { id: "radiogenomics", label: "Radiogenomics" },
  { id: "reads", label: "Reads", needs: "read-record" },
  { id: "agreement", label: "Readers' agreement" },
  { id: "strata", label: "Strata" },
  { id: "plan", label: "Plan" },
  { id: "share", label: "Share", needs: "export" },
] as const satisfies readonly View[];
export type TrialView = (typeof TRIAL_VIEWS)[number]["id"];

/** The views that a person with these permissions in the trial can open. */
export const viewsFor = (permissions: readonly Permission[]): readonly View[] =>
  TRIAL_VIEWS.filter((view: View) => view.needs === undefined || permissions.includes(view.needs));
