import type { Biomarker, GliomaFindings } from "@nadir/domain";

/** Mutations that name themselves: IDH1 R132, IDH2 R172, TERT C228T and C250T. */
const POSITIVE =
  /^(R132[A-Z]?|R172[A-Z]?|C228T|C250T|yes|y|true|positive|present|mutant|mutated|mut|methylated|amplified|deleted|codeleted|co-deleted|lost|loss|altered|1)\b/i;
const NEGATIVE =
  /^(no|n|false|negative|absent|wild[ -]?type|wt|intact|retained|not (amplified|deleted|codeleted|co-deleted|lost|altered|mutated|present)|non-?codeleted|0)\b/i;

/** Codes as laboratories write them, letters and digits only, upper case. */
const CODES: Readonly<Record<string, keyof GliomaFindings>> = {
  IDH: "idh",
  IDH1: "idh",
  IDH2: "idh",
  "1P19Q": "codeletion1p19q",
  ATRX: "atrxLost",
  CDKN2A: "cdkn2aHomozygousDeletion",
  CDKN2B: "cdkn2aHomozygousDeletion",
  CDKN2AB: "cdkn2aHomozygousDeletion",
  TERT: "tertPromoterMutant",
  TERTP: "tertPromoterMutant",
  EGFR: "egfrAmplified",
  EGFRAMP: "egfrAmplified",
  EGFRAMPLIFICATION: "egfrAmplified",
  "710": "gain7Loss10",
  "7GAIN10LOSS": "gain7Loss10",
  H3K27: "h3K27Altered",
  H3K27M: "h3K27Altered",
  H3G34: "h3G34Mutant",
  NECROSIS: "microvascularProliferationOrNecrosis",
  MVP: "microvascularProliferationOrNecrosis",
  WHOGRADE: "histologicalGrade",
  HISTOLOGICALGRADE: "histologicalGrade",
};

/** A deletion of one copy is not the one that raises the grade; one of unsaid extent is not read. */
const homozygous = (word: string): boolean | null =>
  /^homozyg/i.test(word) ? true : /^(hemizyg|heterozyg)/i.test(word) || NEGATIVE.test(word) ? false : null;

export interface ReadFindings {
  readonly found: GliomaFindings;
  /** Entries of a known code whose word could not be read, with what would be. */
  readonly unread: readonly string[];
}

/**
 * What the record's markers say for the class of a glioma. A mutation of IDH1 or IDH2 is one of IDH; IDH counts as wildtype
 * when none is mutant. An EGFR entry counts only when it speaks of amplification, not of a mutation.
 */
export function gliomaFindings(biomarkers: readonly Biomarker[]): ReadFindings {
  const found: Record<string, unknown> = {};
  const unread: string[] = [];
  for (const { code, text, value, assay } of biomarkers) {
    const name = CODES[code.toUpperCase().replace(/[^A-Z0-9]/g, "")];
    if (name === undefined) continue;
    const word = (text ?? String(value ?? "")).trim();
    if (name === "histologicalGrade") {
      const grade = /^(?:grade )?([234]|II|III|IV)$/i.exec(word)?.[1];
      if (grade === undefined) unread.push(`${code}: '${word}' is no grade (2, 3, 4)`);
      else found[name] = { II: 2, III: 3, IV: 4 }[grade.toUpperCase()] ?? Number(grade);
      continue;
    }
    if (name === "egfrAmplified" && !/ampl/i.test(`${code} ${word} ${assay ?? ""}`)) continue;
    const isDeletion = name === "cdkn2aHomozygousDeletion";
    const is = isDeletion ? homozygous(word) : NEGATIVE.test(word) ? false : POSITIVE.test(word) ? true : null;
    if (is === null) {
      const words = isDeletion ? "homozygously deleted, or intact" : "mutant or wildtype, codeleted or intact, …";
      unread.push(`${code}: '${word}' is neither positive nor negative (write ${words})`);
      continue;
    }
    // One positive test decides over negative ones of another part of the same finding.
    if (name === "idh") found["idh"] = is || found["idh"] === "mutant" ? "mutant" : "wildtype";
    else found[name] = is || found[name] === true;
  }
  return { found: found as GliomaFindings, unread };
}
