import { expect, test } from "vitest";
import { type ListedPatient, packPatients, unpackPatients } from "./listed-patients.ts";

const patient = (more: Partial<ListedPatient>): ListedPatient => ({
  ...{ subject: "P-1", arm: 'arm, "A"', best: "PR", bestChange: -42.857142857142854, noChange: null },
  ...{ pfs: { days: 0, event: false }, simulated: false, ...more },
});

test("every member of every patient comes back as it went", () => {
  const patients = [
    patient({}),
    patient({ subject: "P-2", best: "PD", bestChange: 0, pfs: { days: 61, event: true }, simulated: true }),
    patient({ subject: "P-3", arm: "B", bestChange: null, noChange: "nothing measured: no target", pfs: null }),
    patient({ subject: "P-4", arm: "PR", pfs: null, simulated: true }),
  ];
  expect(unpackPatients(packPatients(patients))).toEqual(patients);
  expect(unpackPatients(packPatients([]))).toEqual([]);
});

test("two thousand patients take less than 60 bytes each", () => {
  const many = Array.from({ length: 2000 }, (_, n) => patient({ subject: `S${n}`, bestChange: n / 7 }));
  expect(packPatients(many).length).toBeLessThan(60 * many.length);
});
