/** A patient of a cohort as the list, the table's counts and the bar of the selection need it. */
export interface ListedPatient {
  readonly subject: string;
  readonly arm: string;
  readonly best: string;
  readonly bestChange: number | null;
  readonly noChange: string | null;
  readonly pfs: { readonly days: number; readonly event: boolean } | null;
  readonly simulated: boolean;
}

type Line = readonly [
  subject: string,
  arm: number,
  best: number,
  bestChange: number | null,
  noChange: number | null,
  pfsDays: number | null,
  marks: number,
];
const [EVENT, SIMULATED] = [1, 2];

/**
 * Patients as one text for the way to the browser, a few dozen bytes each: the framework would name every member of every
 * patient, and look at each of them.
 */
export function packPatients(patients: readonly ListedPatient[]): string {
  const text = packed.get(patients) ?? pack(patients);
  packed.set(patients, text);
  return text;
}

/** An answer that is kept has the same list every time. */
const packed = new WeakMap<readonly ListedPatient[], string>();

function pack(patients: readonly ListedPatient[]): string {
  const words = new Map<string, number>();
  const wordAt = (word: string): number => {
    if (!words.has(word)) words.set(word, words.size);
    return words.get(word)!;
  };
  const lines = patients.map(
    ({ subject, arm, best, bestChange, noChange, pfs, simulated }): Line => [
      subject,
      wordAt(arm),
      wordAt(best),
      bestChange,
      noChange === null ? null : wordAt(noChange),
      pfs?.days ?? null,
      (pfs?.event ? EVENT : 0) + (simulated ? SIMULATED : 0),
    ],
  );
  return JSON.stringify([[...words.keys()], lines]);
}

/** The same patients again. */
export function unpackPatients(text: string): readonly ListedPatient[] {
  if (last?.text !== text) last = { text, patients: unpack(text) };
  return last.patients;
}

/** The server unpacks them for every page that it draws, most often the same. */
let last: { readonly text: string; readonly patients: readonly ListedPatient[] } | undefined;

function unpack(text: string): ListedPatient[] {
  const [words, lines] = JSON.parse(text) as [string[], Line[]];
  return lines.map(([subject, arm, best, bestChange, noChange, days, marks]) => ({
    subject,
    arm: words[arm]!,
    best: words[best]!,
    bestChange,
    noChange: noChange === null ? null : words[noChange]!,
    pfs: days === null ? null : { days, event: (marks & EVENT) !== 0 },
    simulated: (marks & SIMULATED) !== 0,
  }));
}
