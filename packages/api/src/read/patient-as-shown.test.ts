import { expect, it } from "vitest";
import type { ScanNames } from "../reads/scan-names.ts";
import { patientAsShown } from "./patient-as-shown.ts";
import type { Patient } from "./patient-shape.ts";

const image = {
  ...{ id: "i1", key: "ct", visit: "w8", modality: "CT", file: "OSLO-arm-A-007.nii.gz" },
  acquisition: { manufacturer: "Siemens", scannerModel: "Force", sliceThicknessMm: 1 },
  masks: [{ id: "m1", file: "OSLO-arm-A-007-mask.nrrd" }],
};
const seenAs = (view: string) =>
  patientAsShown({ view, images: [image] } as unknown as Patient, { isHidden: false } as ScanNames).images[0];

it("a blinded reader gets no scanner's make and no file name of the record, and what the reading needs", () => {
  const shown = seenAs("reader");
  expect(shown?.acquisition).toEqual({ sliceThicknessMm: 1 });
  expect(shown?.file).toBe("scan.nii.gz");
  expect(shown?.masks[0]?.file).toBe("mask.nrrd");
  expect(JSON.stringify(shown)).not.toMatch(/Siemens|Force|OSLO|arm-A/);
});

it("whoever reads the record has both", () => {
  expect(seenAs("record")).toEqual(image);
});
