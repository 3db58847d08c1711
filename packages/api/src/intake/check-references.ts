import type { Manifest, Problem } from "@nadir/domain";
import type { KnownNames } from "./known-names.ts";
import { nearestHint, suggestion } from "./nearest-name.ts";
import { atRow, duplicateRows, type ReadTables } from "./trial-tables.ts";

/**
 * Every name in a row must stand where it is defined: sites and arms in the manifest; subjects, visits, lesions and
 * images in their tables. Keys stand once. A row whose subject is unknown is told once, not for each further name. A name
 * whose cell could not be read is passed over.
 */
export function checkReferences(manifest: Manifest, tables: ReadTables, known: KnownNames): Problem[] {
  const problems: Problem[] = [];
  const sites = manifest.trial.sites.map((s) => s.id);
  const arms = manifest.trial.arms.map((a) => a.id);
  const idsOf = (rows: readonly { value: { subject?: string; id?: string } }[], subject: string): string[] =>
    rows.flatMap((r) => (r.value.subject === subject && r.value.id !== undefined ? [r.value.id] : []));
  type AnyRow = Parameters<typeof atRow>[0];
  const unknown = (
    row: AnyRow,
    column: string,
    what: string,
    found: string,
    candidates: readonly string[],
    where: string,
    hint = suggestion(found, candidates),
  ): void => {
    problems.push(
      atRow(row, "UNKNOWN_REFERENCE", column, `${what} '${found}' is not in ${where}.${hint}`, {
        found,
      }),
    );
  };

  for (const row of tables.subjects) {
    const { site, arm } = row.value;
    if (site !== undefined && !sites.includes(site))
      unknown(row, "site", "the site", site, sites, "the manifest's trial.sites");
    if (arm !== undefined && !arms.includes(arm))
      unknown(row, "arm", "the arm", arm, arms, "the manifest's trial.arms");
  }

  for (const row of tables.images)
    for (const column of ["imagingSite", "readingSite"] as const) {
      const site = row.value[column];
      if (site !== undefined && !sites.includes(site))
        unknown(row, column, "the site", site, sites, "the manifest's trial.sites");
    }

  /** The subject that the row names, where there is one of that name. */
  const knownSubject = (row: AnyRow, subject: string | undefined): subject is string => {
    if (subject === undefined) return false;
    if (known.subject(subject)) return true;
    const keys = tables.subjects.flatMap((r) => r.value.key ?? []);
    const hint = known.hasAllSubjects ? suggestion(subject, keys) : nearestHint(subject, keys);
    unknown(row, "subject", "the subject", subject, keys, "the table 'subjects'", hint);
    return false;
  };
  const knownVisit = (row: AnyRow, subject: string, visit: string | undefined, column = "visit"): visit is string => {
    if (visit === undefined) return false;
    if (known.visit(subject, visit)) return true;
    unknown(row, column, "the visit", visit, idsOf(tables.visits, subject), `the visits of subject ${subject}`);
    return false;
  };
  const knownLesion = (row: AnyRow, subject: string, lesion: string | undefined, column = "lesion"): void => {
    if (lesion === undefined || known.lesion(subject, lesion)) return;
    unknown(row, column, "the lesion", lesion, idsOf(tables.lesions, subject), `the lesions of subject ${subject}`);
  };

  for (const name of ["visits", "observations", "biomarkers", "adverseEvents", "outcomes"] as const)
    for (const row of tables[name]) knownSubject(row, row.value.subject);
  for (const row of tables.lesions)
    if (knownSubject(row, row.value.subject))
      for (const column of ["confirmedAt", "injectedFrom"] as const)
        knownVisit(row, row.value.subject, row.value[column], column);
  for (const row of tables.measurements)
    if (knownSubject(row, row.value.subject)) {
      knownVisit(row, row.value.subject, row.value.visit);
      knownLesion(row, row.value.subject, row.value.lesion);
    }
  for (const row of [...tables.semanticReadings, ...tables.biradsReadings])
    if (knownSubject(row, row.value.subject)) {
      knownVisit(row, row.value.subject, row.value.visit);
      knownLesion(row, row.value.subject, row.value.lesion);
    }
  for (const row of [...tables.nonTarget, ...tables.vasari])
    if (knownSubject(row, row.value.subject)) knownVisit(row, row.value.subject, row.value.visit);
  for (const row of tables.treatments)
    if (knownSubject(row, row.value.subject))
      for (const lesion of row.value.lesionsInField ?? [])
        knownLesion(row, row.value.subject, lesion, "lesionsInField");
  for (const row of tables.images)
    if (knownSubject(row, row.value.subject)) knownVisit(row, row.value.subject, row.value.visit);
  for (const row of tables.masks)
    if (knownSubject(row, row.value.subject)) {
      const { subject, visit, image, lesion } = row.value;
      if (knownVisit(row, subject, visit) && image !== undefined && !known.image(subject, visit, image))
        unknown(
          row,
          "image",
          "the image",
          image,
          idsOf(
            tables.images.filter((r) => r.value.visit === visit),
            subject,
          ),
          `the images of subject ${subject}, visit ${visit}`,
        );
      knownLesion(row, subject, lesion);
    }

  for (const row of tables.importedFeatures)
    if (knownSubject(row, row.value.subject)) {
      knownVisit(row, row.value.subject, row.value.visit);
      knownLesion(row, row.value.subject, row.value.lesion);
    }

  const once = "give each its own key, or remove one row";
  problems.push(
    ...duplicateRows(tables.subjects, once, ["key"]),
    ...duplicateRows(tables.visits, once, ["subject", "id"]),
    ...duplicateRows(tables.lesions, once, ["subject", "id"]),
    ...duplicateRows(
      tables.measurements,
      "one reader measures a lesion once at a visit; name the reader of a second read in the column 'reader'",
      ["subject", "visit", "lesion", "reader"],
    ),
    ...duplicateRows(tables.nonTarget, "one reader judges the non-target disease of a visit once", [
      "subject",
      "visit",
      "reader",
    ]),
    ...duplicateRows(tables.vasari, "one reader has one VASARI form of a visit", ["subject", "visit", "reader"]),
    ...[tables.semanticReadings, tables.biradsReadings].flatMap((rows) =>
      duplicateRows(rows, "one reader reads a lesion once at a visit", ["subject", "visit", "lesion", "reader"]),
    ),
    ...duplicateRows(tables.observations, "remove one of the two"),
    ...duplicateRows(tables.biomarkers, "remove one of the two"),
    ...duplicateRows(tables.treatments, once, ["subject", "id"]),
    ...duplicateRows(tables.adverseEvents, once, ["subject", "id"]),
    ...duplicateRows(tables.outcomes, "a subject has one outcome an endpoint", ["subject", "endpoint"]),
    ...duplicateRows(tables.images, once, ["subject", "visit", "id"]),
    ...duplicateRows(tables.masks, "a lesion has one mask on an image", ["subject", "visit", "image", "lesion"]),
  );
  return problems;
}
