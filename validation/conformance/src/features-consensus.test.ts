import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type FeatureConfig, TEXTURE_AGGREGATIONS } from "@nadir/domain";
import { diagnostics, extract, parseConfig } from "@nadir/features";
import { describe, expect, it } from "vitest";
import { featureCaseFiles } from "./features.ts";

/**
 * Soft-tissue sarcomas of the IBSI validation set in CT, MR and PET against up to nine independent implementations.
 * The settings are those that the values imply (README of the data): the source does not state them.
 */
const shared = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));
const aggregations = [...TEXTURE_AGGREGATIONS];
const settings: Readonly<Record<string, FeatureConfig>> = {
  CT: parseConfig({
    interpolation: { spacingMm: [1, 1, 1], image: "cubic" },
    roundIntensities: true,
    resegmentation: { range: [-200, 200] },
    discretisation: { method: "fixed-bin-size", width: 10 },
    intensityVolumeHistogram: { method: "unit" },
    aggregations,
  }),
  MR_T1: parseConfig({
    interpolation: { spacingMm: [1, 1, 1], image: "cubic" },
    resegmentation: { range: [0, null] },
    discretisation: { method: "fixed-bin-size", width: 10 },
    intensityVolumeHistogram: { method: "fixed-bin-size", width: 1 },
    aggregations,
  }),
  PET: parseConfig({
    interpolation: { spacingMm: [3, 3, 3], image: "cubic" },
    resegmentation: { range: [0, null] },
    discretisation: { method: "fixed-bin-size", width: 0.25 },
    intensityVolumeHistogram: { method: "fixed-bin-size", width: 0.1 },
    aggregations,
  }),
};

/** Teams that agree within 0.5 % make the consensus; a value this close to it agrees too. */
const AGREEMENT = 0.005;

const cases = [
  ["STS_001", "CT", "ibsi_validation_sts/STS_001/CT_image.nii.gz", "ibsi_validation_sts/STS_001/CT_mask.nii.gz"],
  ["STS_001", "MR_T1", "bench/sts001-mr-t1-image.nii.gz", "bench/sts001-mr-t1-mask.nii.gz"],
  ["STS_001", "PET", "bench/sts001-pet-suv-image.nii.gz", "bench/sts001-pet-suv-mask.nii.gz"],
  ["STS_008", "CT", "ibsi_validation_sts/STS_008/CT_image.nii.gz", "ibsi_validation_sts/STS_008/CT_mask.nii.gz"],
  [
    "STS_008",
    "MR_T1",
    "ibsi_validation_sts/STS_008/MR_T1_image.nii.gz",
    "ibsi_validation_sts/STS_008/MR_T1_mask.nii.gz",
  ],
  ["STS_008", "PET", "ibsi_validation_sts/STS_008/PET_image.nii.gz", "ibsi_validation_sts/STS_008/PET_mask.nii.gz"],
] as const;

interface Row {
  readonly tag: string;
  readonly consensus: number;
}

/** Rows where at least three teams, and more than half, agree: those that the README says to trust. */
function trusted(patient: string, modality: string): Row[] {
  const lines = readFileSync(`${shared}ibsi_validation_sts/team_consensus.csv`, "utf8").trim().split(/\r?\n/).slice(1);
  return lines.flatMap((line): Row[] => {
    const [id, mod, tag, consensus, teams, agree] = line.split(",");
    if (id !== patient || mod !== modality || Number(agree) < 3 || 2 * Number(agree) <= Number(teams)) return [];
    return [{ tag: tag!, consensus: Number(consensus) }];
  });
}

describe.skipIf(!existsSync(`${shared}ibsi_validation_sts`))("team consensus on sarcomas (../shared)", () => {
  it.each(cases)("%s %s: every trusted row", (patient, modality, image, mask) => {
    const io = featureCaseFiles(`${shared}cases.json`);
    const input = { image: io.volume(image), mask: io.volume(mask), label: 1, config: settings[modality]! };
    const got = new Map<string, number | null>(diagnostics(input));
    for (const { key, value } of extract(input).values) got.set(key, value);
    const rows = trusted(patient, modality);
    expect(rows.length).toBeGreaterThan(195);
    const apart = rows.filter(({ tag, consensus }) => {
      const value = got.get(tag);
      return value == null || Math.abs(value - consensus) > Math.max(AGREEMENT * Math.abs(consensus), 1e-6);
    });
    expect(apart.map(({ tag, consensus }) => ({ tag, consensus, got: got.get(tag) }))).toEqual([]);
  });
});
