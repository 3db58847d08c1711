import { type Manifest, type Problem, tissueValueFault } from "@nadir/domain";
import { addAll } from "./add-all.ts";
import { checkDaysAhead, checkEnrolmentOrder } from "./check-days-ahead.ts";
import { grouped } from "./grouped.ts";
import { sealedMembers } from "./sealed-members.ts";
import { atRow, type ReadTables, type TrialTables } from "./trial-tables.ts";

export interface Findings {
  readonly problems: readonly Problem[];
  /** What is odd but usable: shown, never in the way. */
  readonly warnings: readonly Problem[];
}

/**
 * Days and values that contradict one another within a subject's course. `read` has the rows with faults too: what they
 * hold is compared, what they lack proves nothing. Seals are checked on the `sound` rows. `today`: in UTC.
 */
export function checkCourse(manifest: Manifest, read: ReadTables, sound: TrialTables, today: string): Findings {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  addAll(problems, checkDaysAhead(manifest.trial.dates, read, today));
  addAll(warnings, checkEnrolmentOrder(read.subjects));
  checkVisitOrder(read, problems, warnings);
  checkScansNotDone(read, problems);
  for (const row of read.measurements) {
    const { longestMm, shortMm, volumeMm3, parts, status } = row.value;
    const figures = [longestMm, shortMm, volumeMm3].filter((x) => x !== undefined).length;
    if (parts !== undefined && (figures > 0 || status !== undefined))
      problems.push(
        atRow(
          row,
          "FIGURE_AND_PARTS",
          "parts",
          "the row has fragments of a split lesion beside a figure or a status; give one of the three.",
          { found: parts.join("|") },
        ),
      );
    if (figures > 0 && status !== undefined)
      problems.push(
        atRow(
          row,
          "FIGURE_AND_STATUS",
          "status",
          `the row has a figure and the status '${status}'; give one of the two.`,
          { found: status },
        ),
      );
    if (figures === 0 && parts === undefined && status === undefined && row.unread.size === 0)
      problems.push(
        atRow(
          row,
          "NO_FIGURE_NO_STATUS",
          "longestMm",
          "the row has neither a figure (longestMm, shortMm, volumeMm3, parts) nor a status; give one of the two.",
        ),
      );
    if (longestMm !== undefined && shortMm !== undefined && shortMm > longestMm)
      problems.push(
        atRow(
          row,
          "SHORT_OVER_LONG",
          "shortMm",
          `the short axis ${shortMm} mm is longer than the longest diameter ${longestMm} mm; swap or correct them.`,
          { found: String(shortMm), expected: `at most ${longestMm}` },
        ),
      );
  }
  for (const name of ["treatments", "adverseEvents"] as const)
    for (const row of read[name]) {
      const { start, end } = row.value;
      if (start !== undefined && end !== undefined && end < start)
        problems.push(
          atRow(row, "END_BEFORE_START", "end", `the end, ${end}, lies before the start, ${start}.`, {
            found: end,
            expected: `${start} or later`,
          }),
        );
    }
  for (const name of ["observations", "biomarkers"] as const)
    for (const row of read[name])
      if (row.value.value === undefined && row.value.text === undefined && row.unread.size === 0)
        problems.push(
          atRow(row, "MISSING_VALUE", "value", "the row has neither a value nor a text; give one of the two."),
        );
  for (const row of read.subjects)
    if (manifest.trial.ethnicityBasis === undefined && (row.value.ethnicity ?? row.value.race) !== undefined)
      problems.push(
        atRow(
          row,
          "NO_BASIS",
          row.value.ethnicity === undefined ? "race" : "ethnicity",
          "ethnicity and race may be held only where the law allows it; name the basis in the manifest (trial.ethnicityBasis), or leave the columns out.",
        ),
      );
  for (const row of read.biomarkers) {
    const { code, value, unit } = row.value;
    const fault = code === undefined || value === undefined ? null : tissueValueFault(code, value, unit);
    // Another unit than those that the record reckons with is kept as it is; a share of cells beyond 0 to 100 % cannot be.
    if (fault?.startsWith("is given"))
      warnings.push(
        atRow(row, "UNIT_NOT_RECKONED", "unit", `${code} ${fault}; it is kept as it is.`, { found: unit! }),
      );
    else if (fault !== null)
      problems.push(
        atRow(row, "BAD_VALUE", "value", `${code} of ${value} ${unit} ${fault}; correct the value or the unit.`, {
          found: String(value),
        }),
      );
  }
  for (const row of read.observations) {
    const { referenceLow: low, referenceHigh: high } = row.value;
    if (low !== undefined && high !== undefined && low > high)
      problems.push(
        atRow(row, "REVERSED_RANGE", "referenceLow", `the reference range ${low} to ${high} is reversed.`, {
          found: String(low),
        }),
      );
  }
  // No value is named here: the row may belong to a sealed set.
  for (const row of sound.outcomes) {
    const { timeDays, event, value } = row.value;
    if ((timeDays === undefined) !== (event === undefined))
      problems.push(
        atRow(
          row,
          "TIME_WITHOUT_EVENT",
          timeDays === undefined ? "timeDays" : "event",
          "a time to event needs both timeDays and event (yes: it happened; no: followed until then).",
        ),
      );
    if (timeDays === undefined && event === undefined && value === undefined)
      problems.push(atRow(row, "MISSING_VALUE", "value", "the row has neither timeDays and event nor a value."));
  }
  checkSeals(manifest, sound, read, problems);
  return { problems, warnings };
}

/** No scan was made, and there is one: one of the two is wrong. */
function checkScansNotDone(read: ReadTables, problems: Problem[]): void {
  const reasonOf = new Map(
    read.visits.flatMap(({ value: { subject, id, scanNotDone } }) =>
      scanNotDone === undefined ? [] : [[`${subject}\u001f${id}`, scanNotDone] as const],
    ),
  );
  if (reasonOf.size === 0) return;
  for (const row of read.images) {
    const { subject, visit, id } = row.value;
    const reason = reasonOf.get(`${subject}\u001f${visit}`);
    if (reason !== undefined)
      problems.push(
        atRow(
          row,
          "SCAN_NOT_DONE",
          "visit",
          `the visit ${visit} of subject ${subject} says that no scan was made ('${reason}'), and here is the image ${id} of it; empty scanNotDone of the visit, or leave the image out.`,
          { found: visit! },
        ),
      );
  }
}

function checkVisitOrder(read: ReadTables, problems: Problem[], warnings: Problem[]): void {
  const startOf = new Map(read.subjects.map(({ value }) => [value.key, value.treatmentStart]));
  const placed = read.visits.flatMap(({ file, row, value: { subject, date, role } }) =>
    subject === undefined || date === undefined || role === undefined
      ? []
      : [{ file, row, value: { subject, date, role } }],
  );
  for (const [subject, visits] of grouped(placed, (row) => row.value.subject)) {
    const baselines = visits
      .filter((row) => row.value.role === "baseline")
      .sort((a, b) => (a.value.date < b.value.date ? -1 : 1));
    const baseline = baselines.at(-1);
    if (!baseline) {
      const first = visits.find((row) => row.value.role !== "pre-baseline");
      if (first)
        warnings.push(
          atRow(
            first,
            "NO_BASELINE",
            "role",
            `subject ${subject} has no baseline visit; its response cannot be computed.`,
          ),
        );
      continue;
    }
    if (baselines.length > 1)
      warnings.push(
        atRow(
          baseline,
          "SEVERAL_BASELINES",
          "role",
          `subject ${subject} has ${baselines.length} baseline visits; the last one counts (${baseline.value.date}).`,
        ),
      );
    const day = baseline.value.date;
    for (const row of visits) {
      if (row.value.role === "follow-up" && row.value.date <= day)
        problems.push(
          atRow(
            row,
            "REVERSED_ORDER",
            "date",
            `the follow-up of ${row.value.date} does not lie after the baseline of ${day}; correct the date or the role.`,
            { found: row.value.date, expected: `after ${day}` },
          ),
        );
      if (row.value.role === "pre-baseline" && row.value.date >= day)
        problems.push(
          atRow(
            row,
            "REVERSED_ORDER",
            "date",
            `the pre-baseline visit of ${row.value.date} does not lie before the baseline of ${day}; correct the date or the role.`,
            { found: row.value.date, expected: `before ${day}` },
          ),
        );
    }
    const start = startOf.get(subject);
    if (start !== undefined && day > start)
      warnings.push(
        atRow(
          baseline,
          "BASELINE_AFTER_START",
          "date",
          `the baseline of ${day} lies after the start of treatment (${start}).`,
          { found: day, expected: `${start} or earlier` },
        ),
      );
  }
}

function checkSeals(manifest: Manifest, tables: TrialTables, read: ReadTables, problems: Problem[]): void {
  if (manifest.sealed.length === 0) return;
  const members = sealedMembers(
    manifest,
    tables.subjects.map((r) => r.value),
    tables.visits.map((r) => r.value),
    tables.outcomes.map((r) => r.value),
    tables.images.map((r) => r.value),
  );
  const rowOf = new Map(tables.subjects.map((row) => [row.value.key, row]));
  const seen = new Map<string, string>();
  for (const { subject, set, indexDay } of members) {
    const row = rowOf.get(subject)!;
    if (indexDay === undefined)
      problems.push(
        atRow(
          row,
          "SEALED_WITHOUT_START",
          "treatmentStart",
          `subject ${subject} belongs to the sealed set '${set.id}', whose index day counts from the start of treatment; give treatmentStart.`,
        ),
      );
    for (const endpoint of set.endpoints) {
      const key = `${subject}\u001f${endpoint}`;
      const other = seen.get(key);
      if (other !== undefined && other !== set.id)
        problems.push(
          atRow(
            row,
            "SEALED_TWICE",
            "arm",
            `the endpoint '${endpoint}' of subject ${subject} is sealed by '${other}' and by '${set.id}'; an outcome lies under one seal.`,
          ),
        );
      seen.set(key, set.id);
    }
  }
  const given = new Set(read.outcomes.flatMap((row) => row.value.endpoint ?? []));
  for (const set of manifest.sealed)
    for (const endpoint of set.endpoints)
      if (!given.has(endpoint))
        problems.push({
          code: "UNKNOWN_ENDPOINT",
          message: `The sealed set '${set.id}' names the endpoint '${endpoint}', which no row of the table 'outcomes' has${given.size ? `; the table has ${[...given].join(", ")}` : ""}.`,
          where: { path: "sealed" },
          found: endpoint,
        });
}
