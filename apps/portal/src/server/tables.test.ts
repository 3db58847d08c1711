import { expect, it, vi } from "vitest";

vi.mock("server-only", () => ({}));

import type { Caller } from "./request-context.ts";
import type { Table } from "./table.ts";
import { TABLES } from "./tables.ts";

const counted = { kind: "offset", dayZero: "2000-01-01", count: "from-1", note: "Only days are given." };
const calendar = { kind: "calendar" };

const time = { days: 162, status: "event", cause: "progression", date: "2000-06-11", rule: "PFS-1" };
const none = { days: 300, status: "censored", cause: null, date: null, rule: "OS-2" };
const answers = (dates: object) => ({
  responses: {
    endpoints: async () => ({
      trial: { dates },
      name: "RECIST 1.1",
      patients: [
        {
          ...{ subject: "P-1", arm: "A", best: { confirmed: "PR", unconfirmed: "PR" } },
          ...{ pfs: time, ttp: time, os: none, durableClinicalBenefit: { state: "no", rule: "DCB-1" } },
          durationOfResponse: { from: "2000-03-01", to: "2000-06-11", days: 102, status: "event" },
          ...{ landmarks: [], cutOffs: [] },
        },
      ],
    }),
    worklist: async () => ({
      trial: { dates },
      rows: [
        {
          ...{ subject: "P-1", site: "N", name: "iRECIST", of: "progression", label: "iUPD", visit: "wk8" },
          ...{ date: "2000-01-01", earliest: "2000-01-29", latest: "2000-02-26", looked: null },
          ...{ lastVisit: { id: "BL", date: "1999-12-31" }, confirms: "", resets: "" },
        },
      ],
    }),
    comparison: async () => ({
      trial: { dates },
      of: "unconfirmed",
      chosen: {
        criteria: ["recist-1.1", "irecist"],
        changes: [
          {
            ...{ patient: "P-1", from: "PD", to: "iUPD", visit: "wk24", date: "2000-06-11" },
            ...{ fromLabel: "PD", toLabel: "iUPD" },
            fromRule: { id: "R", text: "Progression was on 2000-06-11 (wk24)." },
            toRule: { id: "I", text: "Not confirmed." },
          },
        ],
      },
    }),
  },
  cohort: {
    responses: async () => ({
      name: "RECIST 1.1",
      patients: [
        {
          ...{ subject: "P-1", arm: "A", progression: 247, death: null, end: 300 },
          treatments: [{ kind: "drug", name: "atezolizumab", from: 0, to: null }],
          visits: [{ overall: "PD", dayOfTreatment: 247 }],
        },
      ],
    }),
  },
  evidence: {
    immuneEvents: async () => ({
      trial: { dates },
      events: [{ subject: "P-1", start: "2000-01-10", end: null, onsetDays: 9, under: [] }],
    }),
  },
});

const made = async (table: string, dates: object): Promise<Table> =>
  TABLES[table]!(answers(dates) as unknown as Caller, "t", new URLSearchParams());
/** What the first row has in each column. */
const first = ({ columns, rows }: Table) => Object.fromEntries(columns.map((name, at) => [name, rows[0]![at]]));

it.each([
  [
    "endpoints",
    {
      pfs_study_day: 163,
      ttp_study_day: 163,
      os_study_day: null,
      response_from_study_day: 61,
      response_to_study_day: 163,
    },
  ],
  [
    "awaited",
    {
      study_day: 1,
      earliest_study_day: 29,
      latest_study_day: 57,
      looked_again_study_day: null,
      last_visit_study_day: -1,
    },
  ],
  ["criteria", { study_day: 163 }],
  ["toxicity", { start_study_day: 10, end_study_day: null }],
])(
  "%s: where a trial counts study days, its own stand beside every date, after the other columns",
  async (name, days) => {
    const [plain, told] = [await made(name, calendar), await made(name, counted)];
    expect(plain.columns.filter((column) => column.includes("study_day"))).toEqual([]);
    expect(told.columns).toEqual([...plain.columns, ...Object.keys(days)]);
    expect(first(told)).toMatchObject(days);
    expect(told.rows[0]).toHaveLength(told.columns.length);
  },
);

it("a reason names the study day, not the date that it was laid on", async () => {
  expect(first(await made("criteria", counted))["first_reason"]).toBe("Progression was on day 163 (wk24).");
  expect(first(await made("criteria", calendar))["first_reason"]).toBe("Progression was on 2000-06-11 (wk24).");
});

it("the courses of a cohort are told as days that have passed since each one's own start, and the columns say so", async () => {
  const { columns, rows } = await made("cohort-swimmer", counted);
  expect(columns.slice(-2)).toEqual(["from_days_since_treatment_start", "to_days_since_treatment_start"]);
  expect(rows.map((row) => row.slice(3, 6))).toEqual([
    ["treatment", "drug: atezolizumab", 0],
    ["response", "PD", 247],
    ["progression", "by the criterion", 247],
    ["last known alive", "", 300],
  ]);
});
