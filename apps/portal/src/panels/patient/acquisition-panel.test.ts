import type { Patient, PatientImage } from "@nadir/api/read";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { AcquisitionPanel } from "./acquisition-panel.tsx";

const image: PatientImage = {
  id: "3f0c6f3e-0000-4000-8000-000000000001",
  key: "ct",
  visit: "BL",
  modality: "CT",
  description: "CT",
  unit: "HU",
  simulated: false,
  file: "ct.nii.gz",
  masks: [],
  acquisition: { sliceThicknessMm: 5, kernel: "B70f" },
  deviations: ["CT: the slice thickness is 5 mm; the protocol asks for at most 3 mm."],
};
const pet: PatientImage = {
  ...image,
  id: "3f0c6f3e-0000-4000-8000-000000000002",
  modality: "PT",
  description: "FDG",
  acquisition: { tracer: "18F-FDG", uptakeMin: 60 },
  deviations: [],
};
/** The text of the panel for a patient with these images. */
function shown(images: readonly PatientImage[]): string {
  const patient = { images, visits: [{ id: "BL", date: "2024-01-01" }], trial: { dates: { kind: "calendar" } } };
  const html = renderToStaticMarkup(createElement(AcquisitionPanel, { patient: patient as unknown as Patient }));
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

describe("how the images were taken, on the patient's page", () => {
  it("tells deviations in words, and what was taken as asked", () => {
    const text = shown([image, pet]);
    expect(text).toContain("1 deviation from the imaging protocol");
    expect(text).toContain(
      "slice thickness 5 mm, reconstruction kernel B70f Deviation: CT: the slice thickness is 5 mm",
    );
    expect(text).toContain("PT FDG tracer 18F-FDG, uptake time 60 min no deviation");
  });

  it("says where a trial has no protocol; without images there is no panel", () => {
    expect(shown([{ ...image, deviations: null }])).toContain("this trial states no imaging protocol");
    expect(shown([])).toBe("");
  });
});
