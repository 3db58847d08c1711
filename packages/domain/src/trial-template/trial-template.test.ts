import { describe, expect, test } from "vitest";
import { manifest } from "../record/manifest.ts";
import { plannedVisits } from "../visit-schedule.ts";
import { manifestOfTrial, setUpOfTemplate, TRIAL_TEMPLATES } from "./index.ts";

const of = (id: string) => TRIAL_TEMPLATES.find((template) => template.id === id)!;

describe("the templates of trials", () => {
  test("each has a source for what it fixes, one primary criterion, and names of its own", () => {
    expect(new Set(TRIAL_TEMPLATES.map(({ id }) => id)).size).toBe(TRIAL_TEMPLATES.length);
    for (const { trial, sources } of TRIAL_TEMPLATES) {
      expect(trial.criteria.filter(({ primary }) => primary)).toHaveLength(1);
      expect(new Set(trial.schedule.map(({ id }) => id)).size).toBe(trial.schedule.length);
      expect(sources.every(({ citation }) => /\d{4}/.test(citation))).toBe(true);
    }
  });

  test("OAK: weeks 6, 12, 18, 24, 30, 36, then 45, 54, 63 (Rittmeyer 2017, methods)", () => {
    expect(of("solid-every-6-weeks").trial.schedule.map(({ id }) => id)).toEqual([
      "BL",
      "W6",
      "W12",
      "W18",
      "W24",
      "W30",
      "W36",
      "W45",
      "W54",
      "W63",
    ]);
  });

  test("KEYNOTE-024: every 63 days (Reck 2016); CheckMate 067: the first at day 84, then 42 days apart (Larkin 2015)", () => {
    expect(of("solid-every-9-weeks").trial.schedule.map(({ day }) => day)).toEqual([0, 63, 126, 189, 252, 315, 378]);
    expect(
      of("melanoma-from-week-12")
        .trial.schedule.map(({ day }) => day)
        .slice(1, 4),
    ).toEqual([84, 126, 168]);
  });

  test("a baseline 28 days before treatment is within RECIST's four weeks, 29 days is not", () => {
    const { schedule } = of("solid-every-8-weeks").trial;
    const state = (date: string) => plannedVisits(schedule, "2026-03-01", [{ id: "BL", date }], "2026-03-02")[0]!.state;
    expect(state("2026-02-01")).toBe("done");
    expect(state("2026-01-31")).toBe("out-of-window");
  });

  test("BTIP: five kinds of image, both T1 in 3D and at most 1.5 mm", () => {
    const images = of("glioma-recurrent").trial.imagingProtocol!.images;
    expect(images.map(({ sequence }) => sequence)).toEqual(["T1", "T1CE", "T2", "FLAIR", "DWI"]);
    for (const { demands } of images.slice(0, 2))
      expect(demands).toMatchObject({ acquisitionType: { oneOf: ["3D"] }, sliceThicknessMm: { max: 1.5 } });
  });

  test("a trial made of one is a manifest", () => {
    for (const template of TRIAL_TEMPLATES) {
      const { trial } = setUpOfTemplate(template, {
        id: "new-trial",
        title: "New trial",
        sites: [{ id: "munich", name: "Munich" }],
        arms: [{ id: "A", name: "A" }],
      });
      expect(manifest.parse(manifestOfTrial(trial)).trial).toMatchObject(template.trial);
    }
  });
});
