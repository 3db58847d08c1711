import type { Tx } from "@nadir/db";
import { z } from "zod";
import { byKey } from "./by-key.ts";
import { type ListedSubject, readListed } from "./listed-subjects.ts";
import { noteSealedCourses } from "./note-sealed.ts";
import { subjectRow } from "./subject-row.ts";
import { trialAccess } from "./view.ts";

export const SUBJECT_SORTS = [
  "key",
  "site",
  "arm",
  "age",
  "start",
  "visits",
  "lastVisit",
  "change",
  "best",
  "last",
  "progression",
] as const;
const WAITING = ["any", "waiting"] as const;

export const subjectQuery = z.object({
  trial: z.string(),
  sort: z.enum(SUBJECT_SORTS).default("key"),
  direction: z.enum(["ascending", "descending"]).default("ascending"),
  /** Part of the key, in any case. */
  search: z.string().trim().max(64).default(""),
  arm: z.string().optional(),
  site: z.string().optional(),
  /** Best overall response under the trial's primary criterion. */
  best: z.string().optional(),
  /** A definition with a positive flag. */
  flag: z.string().optional(),
  /** WHO 2021 class with its grade, in a glioma trial. */
  who: z.string().max(160).optional(),
  /** `waiting`: only those whose progression awaits its confirming scan. */
  confirmation: z.enum(WAITING).default("any"),
  page: z.int().min(1).default(1),
  pageSize: z.int().min(5).max(200).default(25),
});
export type SubjectQuery = z.infer<typeof subjectQuery>;

export const subjectPage = z.object({
  rows: z.array(subjectRow),
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
  /** What the filters can be set to, with counts over the whole trial. */
  choices: z.object({
    arms: z.array(z.object({ value: z.string(), label: z.string(), subjects: z.int() })),
    sites: z.array(z.object({ value: z.string(), label: z.string(), subjects: z.int() })),
    best: z.array(z.object({ value: z.string(), subjects: z.int() })),
    flags: z.array(z.object({ value: z.string(), subjects: z.int() })),
    /** WHO 2021 classes of a glioma trial. */
    who: z.array(z.object({ value: z.string(), subjects: z.int() })),
    waiting: z.int(),
  }),
  view: z.enum(["full", "statistician", "reader"]),
});
export type SubjectPage = z.infer<typeof subjectPage>;

/**
 * One page of a trial's subjects, filtered and sorted. The rows of a whole trial come by one plain query a table and meet here:
 * joined in one statement the planner, who cannot know what row-level security leaves, walks them subject by subject.
 */
export async function listSubjects(tx: Tx, personId: string, query: SubjectQuery): Promise<SubjectPage> {
  const access = await trialAccess(tx, personId, query.trial);
  await noteSealedCourses(tx, access.trialId, "patients");
  const listed = await readListed(tx, access);
  const found = sortedBy(listed, query).filter((subject) => matches(subject, query));
  const from = (query.page - 1) * query.pageSize;
  return {
    rows: found.slice(from, from + query.pageSize).map(({ siteKey: _site, armKey: _arm, who: _who, ...row }) => row),
    total: found.length,
    page: query.page,
    pageSize: query.pageSize,
    choices: keptOf(listed).choices,
    view: access.view,
  };
}

/** What is made of a whole list, kept as long as the list itself is (`remembered`): everybody's pages are cut from it. */
interface OfList {
  readonly choices: SubjectPage["choices"];
  readonly orders: Map<string, readonly ListedSubject[]>;
}
const ofLists = new WeakMap<readonly ListedSubject[], OfList>();

function keptOf(listed: readonly ListedSubject[]): OfList {
  const kept = ofLists.get(listed) ?? { choices: choicesOf(listed), orders: new Map() };
  ofLists.set(listed, kept);
  return kept;
}

function sortedBy(listed: readonly ListedSubject[], query: SubjectQuery): readonly ListedSubject[] {
  const { orders } = keptOf(listed);
  const name = `${query.sort} ${query.direction}`;
  const sorted = orders.get(name) ?? [...listed].sort(order(query));
  orders.set(name, sorted);
  return sorted;
}

function matches(subject: ListedSubject, { search, arm, site, best, flag, who, confirmation }: SubjectQuery): boolean {
  return (
    (search === "" || subject.key.toLowerCase().includes(search.toLowerCase())) &&
    (!arm || subject.armKey === arm) &&
    (!site || subject.siteKey === site) &&
    (!best || subject.best === best) &&
    (!flag || subject.flags.includes(flag)) &&
    (!who || subject.who === who) &&
    (confirmation === "any" || subject.waiting !== null)
  );
}

type Sorted = string | number | null;
const SORTED_BY: Readonly<Record<SubjectQuery["sort"], (subject: ListedSubject) => Sorted>> = {
  key: () => null,
  site: (s) => s.site,
  arm: (s) => s.arm,
  age: (s) => s.ageYears,
  start: (s) => s.treatmentStart,
  visits: (s) => s.visits,
  lastVisit: (s) => s.lastVisit,
  change: (s) => s.bestChange,
  best: (s) => s.best,
  last: (s) => s.last,
  progression: (s) => s.progression,
};

/** What is not known stands last in either direction. */
function order({ sort, direction }: SubjectQuery): (a: ListedSubject, b: ListedSubject) => number {
  const value = SORTED_BY[sort];
  const way = direction === "descending" ? -1 : 1;
  return (a, b) => {
    const [u, v] = [value(a), value(b)];
    if (u !== v) {
      if (u === null) return 1;
      if (v === null) return -1;
      return u < v ? -way : way;
    }
    return way * byKey(a.key, b.key);
  };
}

function choicesOf(listed: readonly ListedSubject[]): SubjectPage["choices"] {
  const labelled = (key: (s: ListedSubject) => string | null, label: (s: ListedSubject) => string | null) => {
    const found = new Map<string, { value: string; label: string; subjects: number }>();
    for (const subject of listed) {
      const value = key(subject);
      if (value === null) continue;
      const one = found.get(value) ?? { value, label: label(subject) ?? value, subjects: 0 };
      found.set(value, { ...one, subjects: one.subjects + 1 });
    }
    return [...found.values()].sort((a, b) => byKey(a.label, b.label));
  };
  const counted = (values: readonly string[]) => {
    const found = new Map<string, number>();
    for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
    return [...found].sort(([a], [b]) => byKey(a, b)).map(([value, subjects]) => ({ value, subjects }));
  };
  return {
    arms: labelled(
      (s) => s.armKey,
      (s) => s.arm,
    ),
    sites: labelled(
      (s) => s.siteKey,
      (s) => s.site,
    ),
    best: counted(listed.flatMap(({ best }) => (best === null ? [] : [best]))),
    flags: counted(listed.flatMap(({ flags }) => flags)),
    who: counted(listed.flatMap(({ who }) => who ?? [])),
    waiting: listed.filter(({ waiting }) => waiting !== null).length,
  };
}
