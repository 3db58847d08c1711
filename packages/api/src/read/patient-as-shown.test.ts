import { expect, it } from "vitest";
import type { ScanNames } from "../reads/scan-names.ts";
import { patientAsShown } from "./patient-as-shown.ts";
import type { Patient } from "./patient-shape.ts";

const image = {
  ...{ id: "i1", key: "ct", visit: "w8", modality: "CT", file: "OSLO-arm-A-007.nii.gz" },
  acquisition: { manufacturer: "Siemens", scannerModel: "Force", sliceThicknessMm: 1 },
  masks: [{ id: "m1", file: "OSLO-arm-A-007-mask.nrrd" }],
};
const form = { signature: { by: "Ada Lund", meaning: "read", hash: "h", broken: null } };
const patientAs = (view: string) => {
  const whole = { view, images: [image], vasari: [form], lesionReadings: [form, { signature: null }] };
  return patientAsShown(whole as unknown as Patient, { isHidden: false } as ScanNames);
};
const seenAs = (view: string) => patientAs(view).images[0];

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

it("a blinded reader is told of no name under a signature", () => {
  expect(JSON.stringify(patientAs("reader"))).not.toContain("Ada Lund");
  expect(patientAs("reader").lesionReadings[0]?.signature).toMatchObject({ by: null, meaning: "read" });
  expect(patientAs("record").vasari[0]?.signature).toMatchObject({ by: "Ada Lund" });
});
