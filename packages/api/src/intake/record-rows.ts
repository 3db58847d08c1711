import { randomUUID } from "node:crypto";
import type { VersionedTable } from "@nadir/db";
import { hashOf, lesionReadingOf, partSubject } from "@nadir/domain";
import { openOutcomesOf } from "./parted-outcomes.ts";
import type { TrialBundle } from "./read-bundle.ts";
import { type DesiredRow, identityOf } from "./record-identity.ts";

/** Answers the id that a row of this identity has, or a fresh one. */
export type IdOf = (table: VersionedTable, identity: string) => string | undefined;

/**
 * The record's rows of a trial, table by table in the order in which they must be written; parents come first, so that
 * children can name their ids. Outcomes that are sealed are not among them.
 */
export function* recordRows(bundle: TrialBundle, idOf: IdOf): Generator<[VersionedTable, DesiredRow[]]> {
  const { manifest, tables, facts } = bundle;
  const { trial } = manifest;
  const ids = new Map<string, string>();
  const row = (
    table: VersionedTable,
    words: string,
    document: Readonly<Record<string, unknown>>,
    columns: Readonly<Record<string, unknown>>,
    hashed: unknown = document,
  ): DesiredRow => {
    const identity = identityOf(table, columns);
    const id = idOf(table, identity) ?? randomUUID();
    return { id, words, columns: { ...columns, document }, document, contentHash: hashOf(hashed) };
  };
  const remember = (kind: string, key: string, made: DesiredRow): DesiredRow => {
    ids.set(`${kind}\u001f${key}`, made.id);
    return made;
  };
  const id = (kind: string, ...key: string[]): string => ids.get([kind, ...key].join("\u001f"))!;

  yield [
    "trial",
    [remember("trial", "", row("trial", `trial ${trial.id}`, trial, { key: trial.id, title: trial.title }))],
  ];
  const trialId = id("trial", "");
  const inTrial = { trial_id: trialId };
  yield [
    "site",
    trial.sites.map((site) =>
      remember("site", site.id, row("site", `site ${site.id}`, site, { ...inTrial, key: site.id, name: site.name })),
    ),
  ];
  yield [
    "arm",
    trial.arms.map((arm) =>
      remember(
        "arm",
        arm.id,
        row("arm", `arm ${arm.id}`, arm, {
          ...inTrial,
          key: arm.id,
          name: arm.name,
          description: arm.description ?? null,
        }),
      ),
    ),
  ];

  const people = tables.subjects.map(({ value }) => ({ value, parts: partSubject(value) }));
  yield [
    "subject",
    people.map(({ value, parts }) =>
      remember(
        "subject",
        value.key,
        row("subject", `subject ${value.key}`, parts.atEnrolment, {
          ...inTrial,
          site_id: id("site", value.site),
          arm_id: id("arm", value.arm),
          key: value.key,
          treatment_start: value.treatmentStart ?? null,
          sex: value.sex,
          age_years: value.ageYears ?? null,
        }),
      ),
    ),
  ];
  const siteOf = new Map(people.map(({ value }) => [value.key, id("site", value.site)]));
  const ofSubject = (subject: string) => ({
    ...inTrial,
    site_id: siteOf.get(subject)!,
    subject_id: id("subject", subject),
  });
  yield [
    "follow_up",
    people.flatMap(({ value, parts }) =>
      parts.followUp === undefined
        ? []
        : [
            row("follow_up", `follow-up of subject ${value.key}`, parts.followUp, {
              ...ofSubject(value.key),
              treatment_failure_on: value.treatmentFailureOn ?? null,
              death_on: value.deathOn ?? null,
              last_contact_on: value.lastContactOn ?? null,
            }),
          ],
    ),
  ];
  yield [
    "visit",
    tables.visits.map(({ value }) =>
      remember(
        "visit",
        `${value.subject}\u001f${value.id}`,
        row("visit", `subject ${value.subject}, visit ${value.id}`, value, {
          ...ofSubject(value.subject),
          key: value.id,
          date: value.date,
          role: value.role,
          simulated: value.simulated,
        }),
      ),
    ),
  ];
  yield [
    "lesion",
    tables.lesions.map(({ value }) =>
      remember(
        "lesion",
        `${value.subject}\u001f${value.id}`,
        row("lesion", `subject ${value.subject}, lesion ${value.id}`, value, {
          ...ofSubject(value.subject),
          key: value.id,
          role: value.role,
          organ: value.organ,
          node: value.node,
        }),
      ),
    ),
  ];
  yield [
    "measurement",
    tables.measurements.map(({ value }) =>
      row(
        "measurement",
        `subject ${value.subject}, visit ${value.visit}, lesion ${value.lesion}, reader ${value.reader}`,
        value,
        {
          ...ofSubject(value.subject),
          visit_id: id("visit", value.subject, value.visit),
          lesion_id: id("lesion", value.subject, value.lesion),
          reader: value.reader,
          method: value.method,
          longest_mm: value.longestMm ?? null,
          short_mm: value.shortMm ?? null,
          volume_mm3: value.volumeMm3 ?? null,
          status: value.status ?? null,
          source_value: value.sourceValue ?? null,
        },
      ),
    ),
  ];
  yield [
    "non_target_assessment",
    tables.nonTarget.map(({ value }) =>
      row(
        "non_target_assessment",
        `subject ${value.subject}, visit ${value.visit}, non-target disease, reader ${value.reader}`,
        value,
        {
          ...ofSubject(value.subject),
          visit_id: id("visit", value.subject, value.visit),
          reader: value.reader,
          status: value.status,
        },
      ),
    ),
  ];
  const ordinal = counter();
  yield [
    "observation",
    tables.observations.map(({ value }) =>
      row("observation", `subject ${value.subject}, ${value.code} of ${value.date}`, value, {
        ...ofSubject(value.subject),
        date: value.date,
        code: value.code,
        ordinal: ordinal("observation", value.subject, value.code, value.date),
        value: value.value ?? null,
        text: value.text ?? null,
        unit: value.unit ?? null,
      }),
    ),
  ];
  yield [
    "biomarker",
    tables.biomarkers.map(({ value }) =>
      row("biomarker", `subject ${value.subject}, ${value.code}${value.date ? ` of ${value.date}` : ""}`, value, {
        ...ofSubject(value.subject),
        date: value.date ?? null,
        code: value.code,
        ordinal: ordinal("biomarker", value.subject, value.code, value.date ?? "", value.assay ?? ""),
        value: value.value ?? null,
        text: value.text ?? null,
        unit: value.unit ?? null,
        assay: value.assay ?? null,
      }),
    ),
  ];
  yield [
    "treatment",
    tables.treatments.map(({ value }) =>
      row("treatment", `subject ${value.subject}, treatment ${value.id}`, value, {
        ...ofSubject(value.subject),
        key: value.id,
        kind: value.kind,
        name: value.name,
        start_on: value.start,
        end_on: value.end ?? null,
      }),
    ),
  ];
  yield [
    "adverse_event",
    tables.adverseEvents.map(({ value }) =>
      row("adverse_event", `subject ${value.subject}, adverse event ${value.id}`, value, {
        ...ofSubject(value.subject),
        key: value.id,
        term: value.term,
        grade: value.grade,
        start_on: value.start,
        end_on: value.end ?? null,
      }),
    ),
  ];
  yield [
    "outcome",
    openOutcomesOf(bundle).map((value) =>
      row("outcome", `subject ${value.subject}, outcome ${value.endpoint}`, value, {
        ...ofSubject(value.subject),
        endpoint: value.endpoint,
        time_days: value.timeDays ?? null,
        event: value.event ?? null,
        value: value.value ?? null,
      }),
    ),
  ];
  yield [
    "image",
    tables.images.map(({ value }) => {
      const file = facts.get(value.file)!;
      return remember(
        "image",
        `${value.subject}\u001f${value.visit}\u001f${value.id}`,
        row(
          "image",
          `subject ${value.subject}, visit ${value.visit}, image ${value.id}`,
          value,
          {
            ...ofSubject(value.subject),
            visit_id: id("visit", value.subject, value.visit),
            key: value.id,
            modality: value.modality,
            description: value.description,
            unit: value.unit,
            object_hash: file.sha256,
            geometry: file.geometry,
            simulated: value.simulated,
          },
          [value, file.sha256],
        ),
      );
    }),
  ];
  yield [
    "mask",
    tables.masks.map(({ value }) => {
      const file = facts.get(value.file)!;
      return row(
        "mask",
        `subject ${value.subject}, visit ${value.visit}, image ${value.image}, mask of ${value.lesion}`,
        value,
        {
          ...ofSubject(value.subject),
          image_id: id("image", value.subject, value.visit, value.image),
          lesion_id: id("lesion", value.subject, value.lesion),
          label: value.label,
          object_hash: file.sha256,
          author_kind: value.authorKind,
          author: value.author,
        },
        [value, file.sha256],
      );
    }),
  ];
  yield [
    "vasari_reading",
    tables.vasari.map(({ value }) =>
      row(
        "vasari_reading",
        `subject ${value.subject}, visit ${value.visit}, VASARI form, reader ${value.reader}`,
        value,
        {
          ...ofSubject(value.subject),
          visit_id: id("visit", value.subject, value.visit),
          reader: value.reader,
          state: value.state,
        },
      ),
    ),
  ];
  yield [
    "lesion_reading",
    [
      ...tables.semanticReadings.map(({ value }) => lesionReadingOf("semantic", value)),
      ...tables.biradsReadings.map(({ value }) => lesionReadingOf("bi-rads", value)),
    ].map((value) =>
      row(
        "lesion_reading",
        `subject ${value.subject}, visit ${value.visit}, lesion ${value.lesion}, form ${value.form}, reader ${value.reader}`,
        value,
        {
          ...ofSubject(value.subject),
          visit_id: id("visit", value.subject, value.visit),
          lesion_id: id("lesion", value.subject, value.lesion),
          form: value.form,
          reader: value.reader,
          state: value.state,
        },
      ),
    ),
  ];
}

function counter(): (...key: string[]) => number {
  const seen = new Map<string, number>();
  return (...key) => {
    const name = key.join("\u001f");
    const n = seen.get(name) ?? 0;
    seen.set(name, n + 1);
    return n;
  };
}
