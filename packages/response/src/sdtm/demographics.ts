import type { Subject } from "@nadir/domain";
import type { SdtmRow } from "./columns.ts";
import { usubjid } from "./subject.ts";
import { Unmapped } from "./unmapped.ts";

/** Codelist C66731. */
const SEX = { female: "F", male: "M", unknown: "U" } as const;

export interface Demographics {
  readonly study: string;
  readonly subject: Subject;
  /** The arm as far as it was told; null where it was not. */
  readonly arm: { readonly code: string; readonly name: string } | null;
  /** Of the site, as the trial writes it. */
  readonly country: string | undefined;
}

/**
 * One subject's row of DM. USUBJID is the trial's key and the subject's, since a subject's key is unique within its trial
 * only. Age in years; race and ethnicity are the codelists' terms in capitals (C74457, C66790).
 */
export function demographicsRow({ study, subject, arm, country }: Demographics): {
  readonly row: SdtmRow;
  readonly unmapped: ReadonlyMap<string, number>;
} {
  const unmapped = new Unmapped();
  const { key, site, treatmentStart, deathOn, lastContactOn, ageYears, sex } = subject;
  // ISO 3166-1 alpha-3 is what the column asks for; another word is given as it is.
  if (country !== undefined && !/^[A-Z]{3}$/.test(country)) unmapped.add("COUNTRY", country);
  // SDTMIG v3.4, DM: at most 20 characters.
  if (arm && arm.code.length > 20) unmapped.add("ARMCD (longer than 20 characters)", arm.code);
  const row = {
    STUDYID: study,
    DOMAIN: "DM",
    USUBJID: usubjid(study, key),
    SUBJID: key,
    RFSTDTC: treatmentStart,
    RFXSTDTC: treatmentStart,
    RFPENDTC: later(lastContactOn, deathOn),
    DTHDTC: deathOn,
    DTHFL: deathOn === undefined ? undefined : "Y",
    SITEID: site,
    AGE: ageYears,
    AGEU: ageYears === undefined ? undefined : "YEARS",
    SEX: SEX[sex],
    RACE: term(subject.race),
    ETHNIC: term(subject.ethnicity),
    ARMCD: arm?.code,
    ARM: arm?.name,
    COUNTRY: country,
  };
  return { row, unmapped: unmapped.counts };
}

const term = (word: string | undefined): string | undefined => word?.replaceAll("-", " ").toUpperCase();

const later = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;
