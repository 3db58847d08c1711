import type { Patient, PatientImage } from "@nadir/api/read";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { dayStyle } from "../../ui/day-style.ts";
import { keyImagesOfBoard } from "./key-images-of-board.ts";
import { LetterImages } from "./letter-images.tsx";

const mask = (id: string, lesion: string, authorKind = "import", author = "a") => ({ id, lesion, authorKind, author });
const image = (visit: string, masks: readonly object[], of: object = {}) =>
  ({ id: `i-${visit}`, visit, modality: "CT", description: "CT", unit: "HU", masks, ...of }) as unknown as PatientImage;
const visit = (id: string, role: string, simulated = false) => ({ id, role, date: "2026-01-01", simulated });
const lesion = (id: string, role: string) => ({ id, role });
const size = (of: string, longestMm: number) => ({ lesion: of, longestMm });

const patientWith = (images: readonly PatientImage[], of: object = {}) =>
  ({
    visits: [visit("BL", "baseline"), visit("F1", "follow-up"), visit("F2", "follow-up", true)],
    assessments: [],
    trial: { criteria: [], dates: { kind: "calendar" } },
    lesions: [lesion("T1", "target"), lesion("T2", "target"), lesion("NT", "non-target")],
    measurements: [size("T1", 20), size("T2", 35), size("NT", 90)],
    images,
    ...of,
  }) as unknown as Patient;
const DAYS = dayStyle({ kind: "calendar" });
const of = (patient: Patient) =>
  keyImagesOfBoard(patient, DAYS).map(({ name, address, lesion }) => [name, address, lesion]);

describe("the key images of the board's sheet", () => {
  it("are of baseline and the latest scan, through the largest target lesion, the same in both", () => {
    const patient = patientWith([
      image("BL", [mask("m1", "T1"), mask("m2", "T2"), mask("m3", "NT")]),
      image("F1", [mask("m4", "T2")]),
      image("F2", [mask("m5", "T1"), mask("m6", "T2", "model"), mask("m7", "T2", "drawn"), mask("m8", "T2", "import")]),
    ]);
    expect(of(patient)).toEqual([
      ["Baseline", "/api/key-images/i-BL?mask=m2", "T2"],
      ["Latest", "/api/key-images/i-F2?mask=m7", "T2"],
    ]);
  });

  it("are the middle slice where that lesion has no delineation, and never jump to another", () => {
    const patient = patientWith([image("BL", [mask("m2", "T2")]), image("F2", [mask("m5", "T1")])]);
    expect(of(patient)).toEqual([
      ["Baseline", "/api/key-images/i-BL?mask=m2", "T2"],
      ["Latest", "/api/key-images/i-F2", null],
    ]);
    expect(of(patientWith([image("BL", [mask("m3", "NT")])]))).toEqual([
      ["Baseline", "/api/key-images/i-BL?mask=m3", "NT"],
    ]);
    expect(of(patientWith([]))).toEqual([]);
  });

  it("say what they are, in words that are read aloud too, and that a follow-up is simulated", () => {
    const patient = patientWith([image("BL", [mask("m2", "T2")]), image("F2", [mask("m5", "T2")])]);
    const html = renderToStaticMarkup(
      createElement(LetterImages, { images: keyImagesOfBoard(patient, DAYS), size: "regular" }),
    );
    expect(html).toContain('alt="Axial slice, BL, 2026-01-01, with the outline of T2"');
    expect(html).toContain("radiological convention");
    expect(html).toContain("Yellow: T2 as delineated.");
    expect(html.match(/simulated</g)).toHaveLength(1);
    expect(html).toContain("Simulated follow-up of a real scan");
  });
});
