import { VASARI_ITEMS } from "@nadir/domain";
import { extraEntries } from "./entry.ts";

/** Keys of volumes end in what bounds them: `@mask`, `@suv2.5`, `@41%`. SUV is SUVbw, g/mL. */
export const PET = extraEntries(
  "pet",
  "Boellaard et al. (EANM 2.0), Eur J Nucl Med Mol Imaging 2015;42:328; peak: IBSI 0F91",
  [
    ["pet_suv_max", "SUVmax", "g/mL", "max x"],
    ["pet_suv_mean", "SUVmean", "g/mL", "mean x"],
    ["pet_suv_peak", "SUVpeak", "g/mL", "highest mean over 1 cm³ about a voxel of the lesion"],
    ["pet_mtv", "Metabolic tumour volume", "mL", "voxels in the bound · voxel volume"],
    ["pet_tlg", "Total lesion glycolysis", "g", "MTV · SUVmean within it"],
    ["pet_tumour_liver", "Tumour-to-liver ratio", "1", "SUVmean / mean of liver"],
    ["pet_tumour_muscle", "Tumour-to-muscle ratio", "1", "SUVmean / mean of muscle"],
    ["pet_tumour_blood_pool", "Tumour-to-blood-pool ratio", "1", "SUVmean / mean of blood pool"],
    ["pet_spleen_liver", "Spleen-to-liver ratio", "1", "mean of spleen / mean of liver"],
    ["pet_marrow_liver", "Bone-marrow-to-liver ratio", "1", "mean of marrow / mean of liver"],
    ["pet_mmvr", "Metabolic-to-morphologic volume ratio", "1", "volume of the mask / volume of the morphologic mask"],
  ],
);

/** Keys: `adc_percentile@5` … `@95`; `adc_iadc_volume@700-1100` names the interval. */
export const ADC = extraEntries(
  "adc",
  "Padhani et al., Neoplasia 2009;11:102; intermediate ADC: Qin et al., Neuroradiology 2017;59:135",
  [
    ["adc_mean", "Mean ADC", "1e-6 mm²/s", "µ"],
    ["adc_sd", "Standard deviation of ADC", "1e-6 mm²/s", "σ (1/N)"],
    ["adc_skew", "Skewness of ADC", "1", "m₃ / σ³"],
    ["adc_kurt", "Excess kurtosis of ADC", "1", "m₄ / σ⁴ − 3"],
    ["adc_entropy", "Entropy of ADC", "1", "−Σ p log₂ p of the grey levels"],
    ["adc_min", "Minimum ADC", "1e-6 mm²/s", "min x"],
    ["adc_percentile", "Percentile of ADC", "1e-6 mm²/s", "P5, P10, P25, P50, P75, P90, P95"],
    ["adc_rmin", "Relative minimum ADC (rADCmin)", "1", "min x / mean of normal white matter"],
    ["adc_rmean", "Relative mean ADC", "1", "µ / mean of normal white matter"],
    ["adc_iadc_volume", "Volume of intermediate ADC", "mL", "voxels with low ≤ x ≤ high · voxel volume"],
    ["adc_iadc_fraction", "Share of intermediate ADC", "1", "N(low ≤ x ≤ high) / N"],
  ],
);

export const PERFUSION = extraEntries("perfusion", "Boxerman et al. (consensus on DSC-MRI), Neuro Oncol 2020;22:1262", [
  ["perf_ncbv_mean", "Mean nCBV", "1", "mean CBV / mean CBV of normal white matter"],
  ["perf_ncbv_max", "Maximum nCBV", "1", "P95 of CBV / mean CBV of normal white matter"],
  ["perf_ncbv_fraction", "Share above a threshold of nCBV", "1", "N(nCBV > threshold) / N; the key names it"],
]);

/** NE necrosis, CE enhancing, NC not enhancing, ED oedema, TB = CE + NC + NE, TV = TB + ED; keys `parts_ratio@NE/TV`. */
export const PARTS = extraEntries(
  "parts",
  "VASARI MR feature guide 2012; ratios of regions as glioma radiomics names them",
  [
    ["parts_volume", "Volume of a part", "mL", "voxels · voxel volume"],
    ["parts_volume_class", "Class of the whole volume", "1", "1 + number of class ends at or below TV"],
    ["parts_ratio", "Ratio of parts", "1", "as the key names it"],
    ["parts_t1_flair", "T1/FLAIR ratio", "1", "(CE + NE) / TV"],
    ["parts_components", "Enhancing components", "1", "26-connected parts of CE"],
    [
      "parts_margin_mean",
      "Mean thickness of the enhancing margin",
      "mm",
      "mean distance from the outer enhancing voxels to necrosis",
    ],
    ["parts_margin_max", "Largest thickness of the enhancing margin", "mm", "largest such distance"],
  ],
);

/** Answers of a reader, as the codes of the form (`nadir vasari`). */
export const VASARI = extraEntries(
  "vasari",
  "VASARI MR feature guide 2012, The Cancer Imaging Archive; Gutman et al., Radiology 2013;267:560",
  [
    ...VASARI_ITEMS.map(
      ({ id, name, answers }) =>
        [
          `vasari_${id}`,
          name,
          "code",
          Object.entries(answers)
            .map(([code, text]) => `${code} ${text}`)
            .join(", "),
        ] as const,
    ),
    ["vasari_f29", "Lesion size, longest diameter", "mm", "longest diameter on T2 or FLAIR"],
    ["vasari_f30", "Lesion size, perpendicular", "mm", "longest perpendicular to it"],
  ],
);

/** Of the record, not of the image; keys name the group: `location@lung`. */
export const LOCATION = extraEntries("location", "Sun et al., Lancet Oncol 2018;19:1180", [
  ["location", "Location of the lesion", "1", "1 where the lesion lies in the group, else 0"],
]);
