import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { TEXTURE_AGGREGATIONS } from "@nadir/domain";
import { IBSI_2_CONFIGS } from "@nadir/features";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const reference = at("../../reference/");
/** Beside the repository: sets that may not enter it, or are too large to. */
export const SHARED = at("../../../../../shared/data/");
export const hasShared = existsSync(`${SHARED}ibsi1_ct_phantom`);

/** One case of the committed suite, and where it stands in the report. */
export interface SuiteCase {
  readonly set: string;
  readonly configuration: string;
  /** The file that the case's paths are relative to. */
  readonly base: string;
  readonly one: Record<string, unknown> & { readonly id: string };
  /** How many values the reference must give: fewer would mean that rows were lost on the way. */
  readonly atLeast: number;
}

const listed = (folder: string): (Record<string, unknown> & { id: string })[] =>
  JSON.parse(readFileSync(`${reference}${folder}/cases.json`, "utf8"));

function committed(): SuiteCase[] {
  const phantom = {
    id: "ibsi1-digital-phantom",
    image: "image.nii.gz",
    mask: "mask.nii.gz",
    label: 1,
    config: "digital-phantom",
    reference: "reference.csv",
    complete: true,
  };
  return [
    {
      set: "IBSI 1, digital phantom",
      configuration: "digital-phantom",
      base: `${reference}ibsi1-digital-phantom/cases.json`,
      one: phantom,
      atLeast: 482,
    },
    ...listed("pyradiomics-brain1").map((one) => ({
      set: "PyRadiomics",
      configuration: "brain1",
      base: `${reference}pyradiomics-brain1/cases.json`,
      one: { ...one, complete: true },
      atLeast: 1130,
    })),
    ...listed("ibsi2-filters").map((one) => ({
      set: "IBSI 2, response maps",
      configuration: one.id.replace("ibsi2-", ""),
      base: `${reference}ibsi2-filters/cases.json`,
      one,
      atLeast: 64 ** 3,
    })),
  ];
}

const shared = (set: string, configuration: string, one: SuiteCase["one"], atLeast: number): SuiteCase => ({
  set,
  configuration,
  base: `${SHARED}cases.json`,
  one: { label: 1, ...one },
  atLeast,
});
const CT = { image: "ibsi1_ct_phantom/image.nii.gz", mask: "ibsi1_ct_phantom/mask.nii.gz" };

function beside(): SuiteCase[] {
  if (!hasShared) return [];
  const tolerance = { relative: 1e-9, absolute: 1e-12, wavelet: { relative: 1e-6 }, log: { relative: 1e-3 } };
  const profile = (id: string, image: string, mask: string, binWidth: number, atLeast: number): SuiteCase =>
    shared(
      "PyRadiomics",
      id,
      {
        id,
        image,
        mask,
        profile: "pyradiomics",
        config: { setting: { binWidth } },
        reference: `pyradiomics-reference/${id}.json`,
        tolerance,
        complete: true,
      },
      atLeast,
    );
  return [
    ...(["A", "C", "E"] as const).map((config) =>
      shared(
        "IBSI 1, CT phantom",
        config,
        {
          id: config,
          ...CT,
          config,
          reference: `ibsi1_ct_phantom/reference_config_${config.toLowerCase()}.csv`,
          complete: true,
        },
        250,
      ),
    ),
    ...Object.keys(IBSI_2_CONFIGS).map((config) => {
      const table = config.endsWith("A")
        ? "ibsi2_filters/reference_features_A.csv"
        : `${reference}ibsi2-features/reference_features_B.csv`;
      // 8.B has no consensus on one feature, the quartile coefficient of dispersion.
      const lacks = config === "8.B" ? 1 : 0;
      const one = { id: config, ...CT, config, reference: table, complete: lacks === 0 };
      return shared("IBSI 2, features on the CT phantom", config, one, 18 - lacks);
    }),
    profile(
      "ibsi-digital-phantom-bw1",
      "ibsi1_digital_phantom/image.nii.gz",
      "ibsi1_digital_phantom/mask.nii.gz",
      1,
      107,
    ),
    profile("ibsi-ct-phantom", CT.image, CT.mask, 25, 1130),
    profile("sts001-mr-t1", "bench/sts001-mr-t1-image.nii.gz", "bench/sts001-mr-t1-mask.nii.gz", 25, 1130),
    profile("sts001-pet-bw0.25", "bench/sts001-pet-suv-image.nii.gz", "bench/sts001-pet-suv-mask.nii.gz", 0.25, 1130),
    ...consensus(),
  ];
}

/**
 * Soft-tissue sarcomas of the IBSI validation set in CT, MR and PET against up to nine independent implementations, under
 * the settings that their values imply (README of the data: the source does not state them).
 */
const SARCOMA: Readonly<Record<string, Record<string, unknown>>> = {
  CT: {
    interpolation: { spacingMm: [1, 1, 1], image: "cubic" },
    roundIntensities: true,
    resegmentation: { range: [-200, 200] },
    discretisation: { method: "fixed-bin-size", width: 10 },
    intensityVolumeHistogram: { method: "unit" },
  },
  MR_T1: {
    interpolation: { spacingMm: [1, 1, 1], image: "cubic" },
    resegmentation: { range: [0, null] },
    discretisation: { method: "fixed-bin-size", width: 10 },
    intensityVolumeHistogram: { method: "fixed-bin-size", width: 1 },
  },
  PET: {
    interpolation: { spacingMm: [3, 3, 3], image: "cubic" },
    resegmentation: { range: [0, null] },
    discretisation: { method: "fixed-bin-size", width: 0.25 },
    intensityVolumeHistogram: { method: "fixed-bin-size", width: 0.1 },
  },
};
/** Teams that agree within 0.5 % make the consensus; a value this close to it agrees too. */
const AGREEMENT = { relative: 0.005, absolute: 1e-6 };

function consensus(): SuiteCase[] {
  const lines = readFileSync(`${SHARED}ibsi_validation_sts/team_consensus.csv`, "utf8").trim().split(/\r?\n/).slice(1);
  const sets = [
    ["STS_001", "CT", "ibsi_validation_sts/STS_001/CT"],
    ["STS_001", "MR_T1", "bench/sts001-mr-t1"],
    ["STS_001", "PET", "bench/sts001-pet-suv"],
    ["STS_008", "CT", "ibsi_validation_sts/STS_008/CT"],
    ["STS_008", "MR_T1", "ibsi_validation_sts/STS_008/MR_T1"],
    ["STS_008", "PET", "ibsi_validation_sts/STS_008/PET"],
  ] as const;
  return sets.map(([patient, modality, path]) => {
    const values: Record<string, number> = {};
    // Rows where at least three teams, and more than half, agree: those that the README says to trust.
    for (const line of lines) {
      const [id, mod, tag, value, teams, agree] = line.split(",");
      if (id === patient && mod === modality && Number(agree) >= 3 && 2 * Number(agree) > Number(teams))
        values[tag!] = Number(value);
    }
    const join = path.startsWith("bench") ? "-" : "_";
    return shared(
      "Team consensus on sarcomas",
      `${patient} ${modality}`,
      {
        id: `${patient} ${modality}`,
        image: `${path}${join}image.nii.gz`,
        mask: `${path}${join}mask.nii.gz`,
        config: { ...SARCOMA[modality], aggregations: [...TEXTURE_AGGREGATIONS] },
        reference: values,
        tolerance: AGREEMENT,
      },
      196,
    );
  });
}

export const suiteCases = (): SuiteCase[] => [...committed(), ...beside()];
