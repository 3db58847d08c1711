import { expect, it } from "vitest";
import { flagFamily, flagName } from "./flag-names.ts";

it.each([
  ["hyperprogression/saada-bouzid-2017", "Hyperprogression, Saâda-Bouzid 2017"],
  ["hyperprogression/lo-russo-2019", "Hyperprogression, Lo Russo 2019"],
  ["hyperprogression", "Hyperprogression"],
  ["pseudoprogression/irecist", "Pseudoprogression, iRECIST"],
  ["pseudoprogression/mrano", "Pseudoprogression, Modified RANO"],
  ["pseudoprogression-prospective", "Pseudoprogression, prospective"],
  ["pseudoprogression-prospective/rano-12-weeks", "Pseudoprogression, prospective, RANO 12 weeks"],
  ["pseudoprogression-prospective/irano-6-months", "Pseudoprogression, prospective, iRANO six months"],
  [
    "pseudoprogression-prospective/irecist-clinical-stability",
    "Pseudoprogression, prospective, iRECIST with clinical stability",
  ],
  ["abscopal/out-of-field-recist", "Abscopal response, RECIST outside the field"],
  ["criterion/rano-bm", "Criterion, RANO-BM"],
])("%s is called %s", (definition, name) => {
  expect(flagName(definition)).toBe(name);
  expect(name.startsWith(flagFamily(definition))).toBe(true);
});
