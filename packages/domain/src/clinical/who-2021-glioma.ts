/** WHO Classification of Tumours of the CNS, 5th edition (Louis 2021, Neuro-Oncol 23:1231), adult-type diffuse gliomas. */
export const WHO_2021_SOURCE =
  "WHO CNS 5th edition: Louis 2021, Neuro-Oncol 23:1231; IDH-mutant astrocytoma by CDKN2A/B: Brat 2020, Acta Neuropathol 139:603; glioblastoma by TERT, EGFR, +7/−10: Brat 2018, Acta Neuropathol 136:805";

/** What was found; left out = not tested. */
export interface GliomaFindings {
  readonly idh?: "mutant" | "wildtype";
  /** Whole-arm codeletion of 1p and 19q. */
  readonly codeletion1p19q?: boolean;
  /** Loss of nuclear ATRX: instead of a test of 1p/19q in an IDH-mutant glioma. */
  readonly atrxLost?: boolean;
  /** Homozygous deletion of CDKN2A or CDKN2B. */
  readonly cdkn2aHomozygousDeletion?: boolean;
  readonly tertPromoterMutant?: boolean;
  readonly egfrAmplified?: boolean;
  /** Gain of whole chromosome 7 with loss of whole chromosome 10. */
  readonly gain7Loss10?: boolean;
  readonly h3K27Altered?: boolean;
  readonly h3G34Mutant?: boolean;
  /** Microvascular proliferation or necrosis in the tissue. */
  readonly microvascularProliferationOrNecrosis?: boolean;
  /** Grade by histology alone, where the pathologist gave one. */
  readonly histologicalGrade?: 2 | 3 | 4;
}

export interface GliomaClass {
  readonly type:
    | "astrocytoma-idh-mutant"
    | "oligodendroglioma-idh-mutant-codeleted"
    | "glioblastoma-idh-wildtype"
    | "diffuse-midline-glioma-h3-k27-altered"
    | "diffuse-hemispheric-glioma-h3-g34-mutant"
    | null;
  /** As the classification names it; where no class follows, what can be said. */
  readonly name: string;
  readonly grade: 2 | 3 | 4 | null;
  /** What decided, in the order of the rule. */
  readonly because: readonly string[];
  /** Tests that would settle what is open. */
  readonly missing: readonly string[];
}

/**
 * The class that the findings of a diffuse glioma give. No class is guessed: where a test that decides is lacking, `type`
 * (or `grade`) is null and the test is named; findings that were all made and fit no class are "not elsewhere classified".
 */
export function who2021Glioma(found: GliomaFindings): GliomaClass {
  if (found.idh === undefined && !found.h3K27Altered && !found.h3G34Mutant)
    return { type: null, name: "Diffuse glioma, NOS", grade: null, because: [], missing: ["IDH1/IDH2"] };
  return found.idh === "mutant" ? idhMutant(found) : idhWildtype(found);
}

const gradeFourByTissue = (found: GliomaFindings): string[] =>
  found.microvascularProliferationOrNecrosis
    ? ["microvascular proliferation or necrosis"]
    : found.histologicalGrade === 4
      ? ["grade 4 by histology"]
      : [];

function idhMutant(found: GliomaFindings): GliomaClass {
  const idh = "IDH mutant";
  if (found.codeletion1p19q === true) {
    const grade = found.histologicalGrade === 2 || found.histologicalGrade === 3 ? found.histologicalGrade : null;
    return {
      type: "oligodendroglioma-idh-mutant-codeleted",
      name: "Oligodendroglioma, IDH-mutant and 1p/19q-codeleted",
      grade,
      because: [idh, "1p/19q codeleted"],
      missing: grade === null ? ["grade by histology (2 or 3)"] : [],
    };
  }
  if (found.codeletion1p19q === undefined && found.atrxLost !== true)
    return {
      type: null,
      name: "Diffuse glioma, IDH-mutant, NOS",
      grade: null,
      because: [idh],
      missing: ["1p/19q or ATRX"],
    };
  const because = [idh, found.codeletion1p19q === false ? "1p/19q not codeleted" : "ATRX lost"];
  const astrocytoma = { type: "astrocytoma-idh-mutant", name: "Astrocytoma, IDH-mutant" } as const;
  const four = [
    ...(found.cdkn2aHomozygousDeletion ? ["CDKN2A/B homozygously deleted"] : []),
    ...gradeFourByTissue(found),
  ];
  if (four.length > 0) return { ...astrocytoma, grade: 4, because: [...because, ...four], missing: [] };
  const missing = [
    ...(found.cdkn2aHomozygousDeletion === undefined ? ["CDKN2A/B"] : []),
    ...(found.histologicalGrade === undefined ? ["grade by histology (2, 3 or 4)"] : []),
  ];
  return {
    ...astrocytoma,
    // Grade 2 or 3 by histology stands only once the deletion is excluded.
    grade: missing.length === 0 ? (found.histologicalGrade ?? null) : null,
    because,
    missing,
  };
}

function idhWildtype(found: GliomaFindings): GliomaClass {
  if (found.h3K27Altered)
    return {
      type: "diffuse-midline-glioma-h3-k27-altered",
      name: "Diffuse midline glioma, H3 K27-altered (of a midline structure)",
      grade: 4,
      because: ["H3 K27 altered"],
      missing: [],
    };
  if (found.h3G34Mutant)
    return {
      type: "diffuse-hemispheric-glioma-h3-g34-mutant",
      name: "Diffuse hemispheric glioma, H3 G34-mutant",
      grade: 4,
      because: ["H3 G34 mutant"],
      missing: [],
    };
  const idh = "IDH wildtype";
  const hallmarks = [
    ...gradeFourByTissue(found),
    ...(found.tertPromoterMutant ? ["TERT promoter mutant"] : []),
    ...(found.egfrAmplified ? ["EGFR amplified"] : []),
    ...(found.gain7Loss10 ? ["+7/−10"] : []),
  ];
  if (hallmarks.length > 0)
    return {
      type: "glioblastoma-idh-wildtype",
      name: "Glioblastoma, IDH-wildtype",
      grade: 4,
      because: [idh, ...hallmarks],
      missing: [],
    };
  const missing = [
    ...(found.tertPromoterMutant === undefined ? ["TERT promoter"] : []),
    ...(found.egfrAmplified === undefined ? ["EGFR amplification"] : []),
    ...(found.gain7Loss10 === undefined ? ["+7/−10"] : []),
  ];
  return {
    type: null,
    name:
      missing.length > 0
        ? "Diffuse glioma, IDH-wildtype, NOS"
        : "Diffuse glioma, IDH-wildtype, not elsewhere classified",
    grade: null,
    because: [idh],
    missing,
  };
}
