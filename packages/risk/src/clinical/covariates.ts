import {
  type Biomarker,
  type Disease,
  DOSE_SOURCE,
  LYMPHOPENIA_SOURCE,
  type Observation,
  pdL1CloneNote,
  pdL1Levels,
  type Treatment,
  tissueMarkerOf,
  tissueUnitOf,
  WHO_2021_SOURCE,
  who2021Glioma,
} from "@nadir/domain";
import { gliomaFindings } from "./glioma-findings.ts";
import { type LabSeries, labOn, labSeries } from "./lab-series.ts";
import { lymphopeniaAfterRadiotherapy } from "./lymphopenia-after-radiotherapy.ts";
import { gliomaTreatment, lineOfTreatment, radiotherapyCourses, STUPP_SOURCE } from "./treatment-history.ts";
import { type TumourBurden, VISCERAL_SOURCE } from "./tumour-burden.ts";

/** One clinical figure of a patient, entered or worked out, with what it rests on. */
export interface Covariate {
  /** Its name as a column, e.g. `nlr`, `rt_bed_10`. */
  readonly code: string;
  readonly group: "Blood" | "Tumour burden" | "Treatment" | "Tissue";
  readonly name: string;
  readonly value: number | string | null;
  readonly unit: string;
  readonly date: string | null;
  readonly derived: boolean;
  /** What the figure says beside itself: its change, its limits, what decided. */
  readonly note: string;
  readonly source: string | null;
  /** What would have to be recorded for it. */
  readonly missing: readonly string[];
}

export interface ClinicalCourse {
  readonly disease: Disease;
  readonly treatmentStart: string | null;
  /** The last day that is looked at. */
  readonly until: string;
  readonly observations: readonly Observation[];
  readonly biomarkers: readonly Biomarker[];
  readonly treatments: readonly Treatment[];
  /** At baseline; null without a baseline visit. */
  readonly burden: (TumourBurden & { readonly date: string }) | null;
}

/** Every clinical figure that the record gives or lacks, in the order in which a page shows them. */
export function clinicalCovariates(course: ClinicalCourse): Covariate[] {
  return [
    ...blood(course),
    ...burden(course),
    ...treatment(course),
    ...(course.disease === "glioma" ? glioma(course) : []),
    ...tissue(course),
  ];
}

const blank = { derived: true, date: null, note: "", source: null, missing: [] } as const;
const amount = (value: number): string => String(Number(value.toPrecision(3)));

/** Each marker before treatment, and how it stands at the last draw. */
function blood({ observations, treatments, treatmentStart, until }: ClinicalCourse): Covariate[] {
  const all = labSeries(observations.filter(({ date }) => date <= until));
  const rows = [...all.values()].map((series): Covariate => {
    const before = treatmentStart === null ? null : labOn(series, treatmentStart);
    const last = series.points.at(-1) ?? null;
    const refused = series.refused.map(({ date, why }) => `${date}: ${why}`);
    return {
      code: series.code.toLowerCase().replace(/[^a-z0-9]+/g, "_"),
      group: "Blood",
      name: series.name,
      value: before?.value ?? null,
      unit: series.unit,
      date: before?.date ?? null,
      derived: series.derived,
      note: [limits(series, before), changeText(series, before, last), ...refused].filter(Boolean).join(" "),
      source: SOURCES[series.code] ?? null,
      missing: before === null ? ["a value at most 28 days before treatment"] : [],
    };
  });
  const needed = [
    {
      code: "ldh_uln",
      name: "LDH, times its upper limit",
      has: all.has("LDH-ULN"),
      what: "LDH with its upper limit (referenceHigh)",
    },
    {
      code: "nlr",
      name: "Neutrophils to lymphocytes",
      has: all.has("NLR"),
      what: "neutrophils and lymphocytes of one day, or their ratio",
    },
  ];
  for (const { code, name, has, what } of needed)
    if (!has) rows.push({ ...blank, code, group: "Blood", name, value: null, unit: "1", missing: [what] });
  const start = radiotherapyCourses(treatments)[0]?.start ?? null;
  if (start !== null && start <= until) {
    const { grade, nadir, date, missing } = lymphopeniaAfterRadiotherapy(all.get("LYM"), start, until);
    rows.push({
      ...blank,
      code: "lymphopenia_after_rt",
      group: "Blood",
      name: "Lymphopenia after radiotherapy",
      value: grade,
      unit: "grade",
      date,
      note: nadir === null ? "" : `Lowest count ${amount(nadir)} × 10⁹/L.`,
      source: LYMPHOPENIA_SOURCE,
      missing,
    });
  }
  return rows;
}

const SOURCES: Readonly<Record<string, string>> = {
  dNLR: "neutrophils / (leucocytes − neutrophils): Mezquita 2018, JAMA Oncol 4:351",
  NLR: "neutrophils / lymphocytes of one day, where the ratio itself is not entered",
  "LDH-ULN": "LDH / upper limit of normal of its own laboratory",
};

function limits({ unit }: LabSeries, point: ReturnType<typeof labOn>): string {
  if (point === null || (point.low === undefined && point.high === undefined)) return "";
  const range =
    point.low === undefined
      ? `limit of ${point.high}`
      : point.high === undefined
        ? `limit of ${point.low}`
        : `${point.low} to ${point.high}`;
  const where =
    point.high !== undefined && point.value > point.high
      ? "Above"
      : point.low !== undefined && point.value < point.low
        ? "Below"
        : "Within";
  return `${where} the laboratory's ${range}${unit === "1" ? "" : ` ${unit}`}.`;
}

function changeText({ unit }: LabSeries, before: ReturnType<typeof labOn>, last: ReturnType<typeof labOn>): string {
  if (last === null || last.date === before?.date) return "";
  const to = `${amount(last.value)} ${unit === "1" ? "" : unit}`.trim();
  if (before === null || before.value === 0) return `Last ${to}, ${last.date}.`;
  const change = (100 * (last.value - before.value)) / before.value;
  return `Last ${to}, ${last.date} (${change > 0 ? "+" : change < 0 ? "−" : ""}${Math.abs(change).toFixed(0)} %).`;
}

function burden({ burden: at }: ClinicalCourse): Covariate[] {
  const row = (code: string, name: string, rest: Partial<Covariate>): Covariate => ({
    ...blank,
    code,
    group: "Tumour burden",
    name,
    value: null,
    unit: "1",
    date: at?.date ?? null,
    missing: at === null ? ["a baseline visit"] : [],
    ...rest,
  });
  const isVisceral = at === null ? null : at.visceralOrgans.length > 0 ? true : at.hasEveryOrgan ? false : null;
  const organ = at === null ? ["a baseline visit"] : ["the organ of each lesion"];
  const named = at?.organs.join(", ") ?? "";
  const of = at?.lesions == null ? "" : ` of ${at.lesions}`;
  return [
    row("lesions", "Lesions at baseline", {
      value: at?.lesions ?? null,
      ...(at !== null && at.lesions === null ? { missing: ["each lesion by itself"] } : {}),
    }),
    row("organs", "Organs involved", {
      value: at?.hasEveryOrgan ? at.organs.length : null,
      note: named === "" || at?.hasEveryOrgan ? named : `At least ${named}.`,
      missing: at?.hasEveryOrgan ? [] : organ,
    }),
    row("visceral", "Visceral involvement", {
      value: isVisceral === null ? null : isVisceral ? "yes" : "no",
      unit: "",
      note: at?.visceralOrgans.join(", ") ?? "",
      missing: isVisceral === null ? organ : [],
      source: VISCERAL_SOURCE,
    }),
    row("burden_mm", "Sum of diameters", {
      value: at?.sumMm ?? null,
      unit: "mm",
      note:
        at === null
          ? ""
          : at.lesions === null
            ? "Recorded as a sum, not lesion by lesion."
            : `${at.measured} of ${at.lesions} lesions measured.`,
      missing: at === null ? ["a baseline visit"] : at.sumMm === null ? ["a measured lesion at baseline"] : [],
    }),
    ...(at !== null && at.volumeMm3 !== null
      ? [
          row("burden_ml", "Tumour volume", {
            value: at.volumeMm3 / 1000,
            unit: "mL",
            note: `${at.withVolume}${of} lesions have a volume.`,
          }),
        ]
      : []),
    row("distant", "Distant metastasis", {
      value: at === null || at.distant === null ? null : at.distant ? "yes" : "no",
      unit: "",
      derived: false,
      missing: at?.distant == null ? ["what each lesion is (spread: primary, regional-node, distant)"] : [],
    }),
  ];
}

function treatment({ treatments, treatmentStart }: ClinicalCourse): Covariate[] {
  const courses = radiotherapyCourses(treatments).flatMap((course): Covariate[] => {
    const { tumour, late } = course;
    const schedule =
      tumour === null
        ? ""
        : `${amount(tumour.totalGy)} Gy in ${tumour.fractions} of ${amount(tumour.perFractionGy)} Gy. `;
    return [
      {
        ...blank,
        code: `rt_${course.id}_bed_10`,
        group: "Treatment",
        name: `Effective dose of ${course.name} (BED, α/β 10 Gy)`,
        value: tumour?.bedGy ?? null,
        unit: "Gy",
        date: course.start,
        note:
          tumour === null || late === null
            ? ""
            : `${schedule}EQD2 ${amount(tumour.eqd2Gy)} Gy; with α/β 3 Gy BED ${amount(late.bedGy)}, EQD2 ${amount(late.eqd2Gy)} Gy.${course.lesionsInField.length > 0 ? ` In the field: ${course.lesionsInField.join(", ")}.` : ""}`,
        source: DOSE_SOURCE,
        missing: course.missing,
      },
    ];
  });
  const line = treatmentStart === null ? null : lineOfTreatment(treatments, treatmentStart);
  const settings = [...new Set(treatments.flatMap(({ setting }) => setting ?? []))];
  return [
    ...courses,
    ...(line === null
      ? []
      : [
          {
            ...blank,
            code: "line",
            group: "Treatment" as const,
            name: "Line of treatment",
            value: line,
            unit: "1",
            derived: false,
          },
        ]),
    ...(settings.length === 0
      ? []
      : [
          {
            ...blank,
            code: "setting",
            group: "Treatment" as const,
            name: "Setting of treatments",
            value: settings.join(", "),
            unit: "",
            derived: false,
          },
        ]),
  ];
}

function glioma({ biomarkers, treatments }: ClinicalCourse): Covariate[] {
  const { resection, stupp, missing } = gliomaTreatment(treatments);
  const { found, unread } = gliomaFindings(biomarkers);
  const who = who2021Glioma(found);
  return [
    {
      ...blank,
      code: "resection",
      group: "Treatment",
      name: "Resection",
      value: resection,
      unit: "",
      derived: false,
      missing: missing.filter((m) => m.includes("resection")),
    },
    {
      ...blank,
      code: "stupp",
      group: "Treatment",
      name: "Stupp protocol",
      value: stupp,
      unit: "",
      source: STUPP_SOURCE,
      missing: missing.filter((m) => !m.includes("resection")),
    },
    {
      ...blank,
      code: "who_2021",
      group: "Tissue",
      name: "WHO 2021 class",
      value: who.type === null && who.because.length === 0 ? null : who.name,
      unit: "",
      note: [who.because.length > 0 ? `${who.because.join("; ")}.` : "", ...unread].filter(Boolean).join(" "),
      source: WHO_2021_SOURCE,
      missing: who.missing,
    },
    {
      ...blank,
      code: "who_grade",
      group: "Tissue",
      name: "CNS WHO grade",
      value: who.grade,
      unit: "1",
      source: WHO_2021_SOURCE,
    },
  ];
}

function tissue({ biomarkers, until }: ClinicalCourse): Covariate[] {
  return biomarkers
    .filter(({ date, code }) => (date === undefined || date <= until) && tissueMarkerOf(code) !== null)
    .map((marker): Covariate => {
      const { code, name } = tissueMarkerOf(marker.code)!;
      const isPdL1 = code === "PD-L1";
      const place = marker.region ? `, ${marker.region}` : "";
      return {
        ...blank,
        code: [code.toLowerCase().replace(/[^a-z0-9]+/g, "_"), marker.scoring?.toLowerCase(), marker.region]
          .filter(Boolean)
          .join("_"),
        group: "Tissue",
        name: `${code}${marker.scoring ? ` ${marker.scoring}` : ""}${place} (${name})`,
        value: marker.value ?? marker.text ?? null,
        unit: marker.unit === undefined ? "" : tissueUnitOf(marker.unit),
        date: marker.date ?? null,
        derived: false,
        note: isPdL1 ? pdL1Note(marker) : cutOffText(marker),
        source: marker.assay ?? null,
        missing: isPdL1
          ? [
              ...(marker.scoring === undefined ? ["what the score counts (scoring: TPS, CPS, IC)"] : []),
              ...(marker.clone === undefined ? ["the clone of the assay"] : []),
            ]
          : [],
      };
    });
}

function pdL1Note(marker: Biomarker): string {
  const { value, scoring, clone } = marker;
  const unit = scoring === "CPS" ? "" : " %";
  const levels =
    value === undefined || scoring === undefined
      ? []
      : pdL1Levels(value, scoring).map(({ atLeast, met }) => `${met ? "at least" : "below"} ${atLeast}${unit}`);
  return [
    levels.length > 0 ? `${levels.join(", ")}.` : "",
    cutOffText(marker),
    clone === undefined ? "" : `Clone ${clone}.`,
    clone === undefined ? "" : (pdL1CloneNote(clone) ?? ""),
  ]
    .filter(Boolean)
    .join(" ");
}

const cutOffText = ({ value, cutOff, unit }: Biomarker): string =>
  cutOff === undefined
    ? ""
    : value === undefined
      ? `Called by the source at a cut-off of ${cutOff} ${unit ?? ""}.`.replace(" .", ".")
      : `${value >= cutOff ? "Positive" : "Negative"} at the source's cut-off of ${cutOff} ${unit ?? ""}.`.replace(
          " .",
          ".",
        );
