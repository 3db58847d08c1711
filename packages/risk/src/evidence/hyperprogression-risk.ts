import type { Biomarker, Observation } from "@nadir/domain";
import { LAB_WINDOW_DAYS, type LabPoint, labOn, labSeries } from "../clinical/lab-series.ts";
import type { TumourBurden } from "../clinical/tumour-burden.ts";
import { figure } from "./evidence-item.ts";

/** A published factor of hyperprogression, known before treatment. None is a prediction for a patient. */
export interface RiskFactor {
  readonly id: string;
  readonly name: string;
  /** Null where the record does not tell. */
  readonly present: boolean | null;
  readonly found: string;
  readonly missing: string | null;
  /** As published: odds ratio with 95 % interval where there is one. */
  readonly published: string;
  readonly citation: string;
}

export interface BeforeTreatment {
  readonly treatmentStart: string;
  readonly observations: readonly Observation[];
  readonly biomarkers: readonly Biomarker[];
  /** At baseline; null without a baseline. */
  readonly burden: TumourBurden | null;
  readonly ecog: number | null;
  /** Lesions of the baseline that lie in a field irradiated before treatment; null where no radiotherapy is dated before it. */
  readonly inEarlierField: readonly string[] | null;
}

/** Pooled in non-small-cell lung cancer, 6 studies, 1,389 patients. */
const POOLED = "Chen 2020, BMC Cancer 20:707, table 3 (non-small-cell lung cancer)";

/** What is known before treatment of what goes with hyperprogression in the literature; only blood up to its start counts. */
export function hyperprogressionRisk(before: BeforeTreatment): RiskFactor[] {
  const { treatmentStart, burden, ecog } = before;
  const blood = labSeries(before.observations.filter(({ date }) => date <= treatmentStart));
  const ldh = labOn(blood.get("LDH-ULN"), treatmentStart);
  const albumin = labOn(blood.get("ALB"), treatmentStart);
  const needsOrgans = organsNeeded(burden);
  return [
    factor(
      "sites",
      "More than two organs with disease",
      "odds ratio 2.23 (1.32 to 3.77)",
      POOLED,
      told(burden, isManyOrgans),
      needsOrgans,
      (b) => ({
        present: isManyOrgans(b),
        found: `${b.hasEveryOrgan ? "" : "at least "}${b.organs.length}: ${b.organs.join(", ")}`,
      }),
    ),
    factor(
      "liver",
      "Liver metastasis",
      "odds ratio 3.17 (1.92 to 5.24)",
      POOLED,
      told(burden, isInLiver),
      needsOrgans,
      (b) => ({ present: isInLiver(b), found: b.organs.join(", ") }),
    ),
    factor(
      "ldh",
      "LDH above its upper limit",
      "odds ratio 2.29 (1.36 to 3.84)",
      POOLED,
      ldh,
      "LDH with its upper limit (referenceHigh), at most 28 days before treatment",
      (point) => ({
        present: point.value > 1,
        found: `${figure(point.value)} times the upper limit`,
      }),
    ),
    factor("ecog", "ECOG above 1", "odds ratio 1.52 (1.01 to 2.30)", POOLED, ecog, "ECOG at baseline", (value) => ({
      present: value > 1,
      found: String(value),
    })),
    royalMarsden(burden, ldh, albumin),
    irradiatedField(before.inEarlierField),
    amplification("mdm2", "MDM2 or MDM4 amplified", /^MDM[24]/i, before.biomarkers),
    amplification("egfr", "EGFR altered", /^EGFR/i, before.biomarkers),
  ];
}

const isManyOrgans = ({ organs }: TumourBurden): boolean => organs.length > 2;
const isInLiver = ({ organs }: TumourBurden): boolean => organs.some((organ) => organ.toLowerCase() === "liver");

/** The organs that are named can show that something is there; that it is absent, only where every lesion names its own. */
const told = (burden: TumourBurden | null, is: (b: TumourBurden) => boolean): TumourBurden | null =>
  burden !== null && (burden.hasEveryOrgan || is(burden)) ? burden : null;

const organsNeeded = (burden: TumourBurden | null): string =>
  burden === null ? "the lesions at baseline" : "the organ of each lesion at baseline";

function factor<T>(
  id: string,
  name: string,
  published: string,
  citation: string,
  known: T | null,
  needs: string,
  judge: (known: T) => { present: boolean; found: string },
): RiskFactor {
  const base = { id, name, published, citation };
  return known === null
    ? { ...base, present: null, found: "", missing: needs }
    : { ...base, ...judge(known), missing: null };
}

/** One point each: albumin below 35 g/L, LDH above its upper limit, more than two organs (Arkenau 2009, J Clin Oncol 27:2692). */
function royalMarsden(burden: TumourBurden | null, ldh: LabPoint | null, albumin: LabPoint | null): RiskFactor {
  const sites = told(burden, isManyOrgans);
  const parts = [
    {
      met: albumin === null ? null : albumin.value < 35,
      needs: `albumin at most ${LAB_WINDOW_DAYS} days before treatment`,
    },
    { met: ldh === null ? null : ldh.value > 1, needs: "LDH with its upper limit" },
    { met: sites === null ? null : isManyOrgans(sites), needs: organsNeeded(burden) },
  ];
  const least = parts.filter(({ met }) => met === true).length;
  const most = least + parts.filter(({ met }) => met === null).length;
  // Two points are reached, or out of reach, whatever is not known.
  const present = least >= 2 ? true : most < 2 ? false : null;
  return {
    id: "royal-marsden",
    name: "Royal Marsden score of 2 or 3",
    present,
    found: least === most ? String(least) : `${least} to ${most}`,
    missing:
      present === null
        ? parts
            .filter(({ met }) => met === null)
            .map(({ needs }) => needs)
            .join("; ")
        : null,
    published: "odds ratio 4.56 (2.42 to 8.56)",
    citation: `${POOLED}; score: Arkenau 2009, J Clin Oncol 27:2692`,
  };
}

function irradiatedField(lesions: readonly string[] | null): RiskFactor {
  return factor(
    "irradiated-field",
    "Disease in a field irradiated before",
    "hyperprogression in head and neck cancer went with regional recurrence, mostly in an irradiated field",
    "Saâda-Bouzid 2017, Ann Oncol 28:1605",
    lesions,
    "radiotherapy before treatment with the lesions in its field, if there was any",
    (ids) => ({ present: ids.length > 0, found: ids.length > 0 ? ids.join(", ") : "none" }),
  );
}

const ALTERED = /amplif|mutat|mutant|altered|positive|present|^yes$/i;
const UNALTERED = /^(no|none|negative|absent|wild[ -]?type|wt)\b|^(not|non)[ -]?(amplif|mutat|altered|detected)/i;

function amplification(id: string, name: string, code: RegExp, biomarkers: readonly Biomarker[]): RiskFactor {
  const said = biomarkers
    .filter((b) => code.test(b.code.trim()))
    .map((b) => ({ code: b.code, word: (b.text ?? "").trim() }));
  const read = said.flatMap(({ code: written, word }) =>
    UNALTERED.test(word) ? [{ written, word, is: false }] : ALTERED.test(word) ? [{ written, word, is: true }] : [],
  );
  return factor(
    id,
    name,
    "seen among patients with hyperprogression in one series of 155",
    "Kato 2017, Clin Cancer Res 23:4242",
    read.length === 0 ? null : read,
    said.length > 0
      ? `a word for ${said[0]?.code} that says altered or not`
      : `the state of ${name.replace(/ (amplified|altered)$/, "")}`,
    (entries) => ({
      present: entries.some(({ is }) => is),
      found: entries.map((e) => `${e.written} ${e.word}`).join(", "),
    }),
  );
}
