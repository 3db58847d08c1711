import { describe, expect, it } from "vitest";
import { paletteEntries, trialOfPath } from "./entries.ts";

const known = {
  pages: [
    { href: "/", label: "Trials" },
    { href: "/audit", label: "Audit" },
  ],
  views: {
    "a-trial": [
      { id: "", label: "Patients" },
      { id: "awaited", label: "Awaited scans" },
    ],
  },
  acts: [],
  meetings: [],
  path: "/audit",
};
const found = {
  trials: [],
  patients: [{ trial: "a-trial", trialTitle: "A trial", key: "P 1/2" }],
  protocols: [{ id: "p", title: "Locked", trialTitle: "A trial", state: "locked" }],
  models: [{ id: "m", title: "Model", trialTitle: "A trial" }],
  meetings: [],
};

describe("what the palette offers", () => {
  it("without words: the pages, and within a trial its views", () => {
    expect(paletteEntries(known, " ", null).map((e) => e.href)).toEqual(["/", "/audit"]);
    expect(paletteEntries({ ...known, path: "/trials/a-trial/patients/P-1" }, "", null).map((e) => e.href)).toEqual([
      "/trials/a-trial",
      "/trials/a-trial/awaited",
      "/",
      "/audit",
    ]);
  });

  it("no view of a trial that opens none to the person", () => {
    expect(paletteEntries({ ...known, path: "/trials/read-blinded" }, "", null).map((e) => e.href)).toEqual([
      "/",
      "/audit",
    ]);
  });

  it("pages and views that bear every word, in any case and order", () => {
    const there = { ...known, path: "/trials/a-trial" };
    expect(paletteEntries(there, "SCAN await", null).map((e) => e.label)).toEqual(["Awaited scans"]);
    expect(paletteEntries(there, "scan audit", null)).toEqual([]);
  });

  it("a view of another trial by its name, alone or with the trial's", () => {
    const views = {
      ...known.views,
      "b-trial": [
        { id: "", label: "Patients" },
        { id: "cohort", label: "Cohort" },
        { id: "awaited", label: "Awaited scans" },
      ],
    };
    const of = (text: string, path = "/audit") =>
      paletteEntries({ ...known, pages: [], views, path }, text, null).map(({ href, of }) => `${href} ${of}`);
    expect(of("cohort")).toEqual(["/trials/b-trial/cohort b-trial"]);
    expect(of("B-trial coho")).toEqual(["/trials/b-trial/cohort b-trial"]);
    expect(of("awaited", "/trials/b-trial")).toEqual([
      "/trials/b-trial/awaited This trial",
      "/trials/a-trial/awaited a-trial",
    ]);
    // Its name alone is no wish for every view of it.
    expect(of("b-trial")).toEqual([]);
  });

  it("patients first, with keys written so that an address can hold them", () => {
    expect(paletteEntries(known, "zzz", found).map(({ href, of }) => [href, of])).toEqual([
      ["/trials/a-trial/patients/P%201%2F2", "Patient, A trial"],
      ["/validation/p", "Protocol, locked"],
      ["/models/m", "Model, A trial"],
    ]);
  });

  it("acts: those of the trial that one is in, others by their words; the next meeting first; colours by their name", () => {
    const acts = [
      { label: "Enrol a patient", of: "b-trial", href: "/trials/b-trial/enter", part: "entry", trial: "b-trial" },
      { label: "Enrol a patient", of: "a-trial", href: "/trials/a-trial/enter", part: "entry", trial: "a-trial" },
      { label: "New trial", of: "Administration", href: "/admin/new-trial", part: "templates" },
    ];
    const meetings = [
      { id: "m1", trial: "a-trial", title: "Liver board", heldOn: "2026-12-01" },
      { id: "m2", trial: "a-trial", title: "Liver board", heldOn: "2026-12-08" },
    ];
    const there = { ...known, pages: [], acts, meetings, path: "/trials/a-trial" };
    const labels = (text: string) => paletteEntries(there, text, null).map(({ label, of }) => `${label}, ${of}`);
    expect(labels("").slice(2)).toEqual([
      "Next meeting: Liver board, 2026-12-01, a-trial",
      "Enrol a patient, a-trial",
      "New trial, Administration",
    ]);
    expect(labels("enrol")).toEqual(["Enrol a patient, a-trial", "Enrol a patient, b-trial"]);
    expect(labels("my meetings")).toHaveLength(2);
    expect(labels("dark")).toEqual(["Dark colours, At once"]);
    expect(paletteEntries(there, "enrol b-trial", null)).toEqual([
      { href: "/trials/b-trial/enter", label: "Enrol a patient", of: "b-trial", part: "entry" },
    ]);
  });

  it("a board's meeting by its name, with its day: once, though it is one of the next", () => {
    const of = (id: string, title: string, heldOn: string, isOff = false) => ({
      ...{ id, trial: "a trial", title, heldOn, isOff },
    });
    const named = [
      of("m2", "Second sarcoma board", "2026-12-08"),
      of("m0", "Second sarcoma board", "2025-01-07", true),
    ];
    const none = { ...found, patients: [], protocols: [], models: [], meetings: named };
    const entries = (meetings: typeof named) =>
      paletteEntries({ ...known, pages: [], meetings }, "second sarc", none).map(({ href, label, of }) => [
        href,
        label,
        of,
      ]);
    const past = ["/trials/a%20trial/board/m0", "Meeting: Second sarcoma board, 2025-01-07 (called off)", "a trial"];
    // Who only prepares a board is not told of the next meetings.
    expect(entries([])).toEqual([
      ["/trials/a%20trial/board/m2", "Meeting: Second sarcoma board, 2026-12-08", "a trial"],
      past,
    ]);
    expect(entries([of("m2", "Second sarcoma board", "2026-12-08")])).toEqual([
      ["/trials/a%20trial/board/m2", "Next meeting: Second sarcoma board, 2026-12-08", "a trial"],
      past,
    ]);
  });

  it("knows the trial of an address", () => {
    expect(trialOfPath("/trials/a%20b/endpoints")).toBe("a b");
    expect(trialOfPath("/trials")).toBeNull();
    expect(trialOfPath("/")).toBeNull();
  });
});
