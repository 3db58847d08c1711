import {
  addDays,
  type CaseCourse,
  type CaseLesion,
  type CaseMeasurement,
  type CaseVisit,
  parseResponseCase,
  type ResponseCase,
  type ResponseCaseOptions,
} from "@nadir/domain";

/** A lesion's size at a visit: mm, [longest, perpendicular], a status, {parts} or {volumeMm3}, or null for no entry. */
export type Size = number | readonly [number, number] | string | Partial<CaseMeasurement> | null;
type NonTarget = "absent" | "present" | "unequivocal-progression" | "not-evaluable";

/** A course as a table: one row a lesion, one column a visit; the first column is the baseline unless `roles` says else. */
export interface CourseTable {
  /** Days from 2024-01-01; as many visits are made as the longest row has columns (all of them if there are no rows). */
  readonly days: readonly number[];
  readonly roles?: readonly CaseVisit["role"][];
  readonly targets?: Readonly<Record<string, readonly Size[]>>;
  readonly new?: Readonly<Record<string, readonly Size[]>>;
  readonly nonTarget?: readonly (NonTarget | null)[];
  readonly dose?: readonly (number | null)[];
  /** Facts of single visits, by column. */
  readonly at?: Readonly<Record<number, Partial<CaseVisit>>>;
  /** Attributes of single lesions. */
  readonly lesions?: Readonly<Record<string, Partial<CaseLesion>>>;
  readonly course?: Partial<CaseCourse>;
  readonly options?: ResponseCaseOptions;
}

/** Visits are BL, V1, V2, … (P1, … before baseline); treatment starts on 2024-01-08. */
export function courseTable(table: CourseTable): ResponseCase {
  const rows = { ...table.targets, ...table.new };
  const lengths = [...Object.values(rows), table.nonTarget ?? [], table.dose ?? []].map((row) => row.length);
  const days = table.days.slice(0, Math.max(...lengths) || table.days.length);
  const roles = table.roles ?? days.map((_, i) => (i === 0 ? "baseline" : "follow-up"));
  const baseline = roles.lastIndexOf("baseline");
  const lesion = (role: CaseLesion["role"]) => (id: string) => ({
    id,
    role,
    organ: "liver",
    ...table.lesions?.[id],
  });
  let before = 0;
  let after = 0;
  const visits = days.map((day, i) => {
    const role = roles[i] as CaseVisit["role"];
    const id = i === baseline ? "BL" : i > baseline ? `V${++after}` : `P${++before}`;
    const status = table.nonTarget?.[i];
    const dose = table.dose?.[i];
    return {
      id,
      date: addDays("2024-01-01", day),
      role,
      measurements: Object.entries(rows).flatMap(([name, sizes]) => measurementOf(name, sizes[i] ?? null)),
      ...(status ? { nonTarget: { status } } : {}),
      ...(typeof dose === "number" ? { dexamethasoneMgPerDay: dose } : {}),
      ...table.at?.[i],
    };
  });
  return parseResponseCase({
    schema: "nadir.response-case/1",
    id: "table",
    course: { disease: "solid-tumour", treatmentStart: "2024-01-08", ...table.course },
    lesions: [
      ...Object.keys(table.targets ?? {}).map(lesion("target")),
      ...Object.keys(table.new ?? {}).map(lesion("new")),
    ],
    visits,
    ...(table.options ? { options: table.options } : {}),
  });
}

function measurementOf(lesion: string, size: Size): CaseMeasurement[] {
  if (size === null) return [];
  if (typeof size === "number") return [{ lesion, longestMm: size }];
  if (typeof size === "string") return [{ lesion, status: size as NonNullable<CaseMeasurement["status"]> }];
  if (Array.isArray(size)) return [{ lesion, longestMm: size[0], shortMm: size[1] }];
  return [{ lesion, ...(size as Partial<CaseMeasurement>) }];
}
