import { type CaseMeasurement, type CaseVisit, parseResponseCase, type ResponseCase } from "@nadir/domain";

/** Rows of an SDTM table by their column names. */
export type Sdtm = readonly Readonly<Record<string, string>>[];

/** One reader's overall responses of one subject in the source, and the same course for the engine. */
export interface CdiscCase {
  readonly document: ResponseCase;
  /** By visit id: the source's overall response. */
  readonly theirs: Readonly<Record<string, string>>;
  /** What the course of the source cannot say, in words. */
  readonly notes: readonly string[];
}

const group = <T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
};
/** Partial dates (`2014-02`) are laid on the middle of their month; so said in the notes. */
const dayOf = (date: string): string => (date.length === 10 ? date : `${date}-15`);
const nameOf = (reader: string) => reader || "INVESTIGATOR";
const isNode = (location: string) => location === "LYMPH NODE";

/**
 * RECIST 1.1 from measurements: TR (diameters, state of non-target lesions) and TU (location), one case a subject and reader.
 * A target without a row at a visit has no entry.
 */
export function recistCases(tu: Sdtm, tr: Sdtm, rs: Sdtm): CdiscCase[] {
  return [...group(tr, (row) => `${row.USUBJID} ${nameOf(row.TREVALID ?? "")}`)].map(([id, rows]) => {
    const { USUBJID: subject = "", TREVALID: reader = "" } = rows[0] ?? {};
    const mine = (row: Readonly<Record<string, string>>) => row.USUBJID === subject;
    const places = new Map(tu.filter(mine).map((row) => [row.TULNKID ?? "", row.TULOC ?? ""]));
    const answers = rs.filter((row) => mine(row) && row.RSEVALID === reader && row.RSTESTCD === "OVRLRESP");
    const notes = [...new Set(rows.map((row) => row.TRDTC ?? ""))]
      .filter((date) => date.length < 10)
      .map((date) => `date ${date} laid on its 15th`);
    const byVisit = group(rows, (row) => row.VISIT ?? "");
    const visits = [...byVisit].map(([visit, of], i): CaseVisit => {
      const sizes = [
        ...group(
          of.filter((row) => row.TRGRPID === "TARGET"),
          (row) => row.TRLNKID ?? "",
        ),
      ].map(([lesion, tests]): CaseMeasurement => {
        const figure = (test: string) => Number(tests.find((row) => row.TRTESTCD === test)?.TRSTRESN);
        return { lesion, longestMm: figure("LDIAM"), shortMm: figure("LPERP") };
      });
      // The source gives some pairs with the perpendicular the longer one; the longer is the longest.
      const measurements = sizes.map(({ lesion, longestMm = 0, shortMm = 0 }) => ({
        lesion,
        longestMm: Math.max(longestMm, shortMm),
        shortMm: Math.min(longestMm, shortMm),
      }));
      const states = of.filter((row) => row.TRGRPID === "NON-TARGET").map((row) => row.TRSTRESC);
      return {
        id: visit,
        date: dayOf(of[0]?.TRDTC ?? ""),
        role: i === 0 ? "baseline" : "follow-up",
        measurements,
        ...(states.length > 0 ? { nonTarget: { status: states.includes("PRESENT") ? "present" : "absent" } } : {}),
      };
    });
    // A visit that the source judged but did not measure is there without an entry.
    for (const answer of answers)
      if (!byVisit.has(answer.VISIT ?? ""))
        visits.push({ id: answer.VISIT ?? "", date: dayOf(answer.RSDTC ?? ""), role: "follow-up", measurements: [] });
    visits.sort((a, b) => a.date.localeCompare(b.date));
    const targets = [...new Set(visits.flatMap((visit) => (visit.measurements ?? []).map((m) => m.lesion)))].sort();
    return {
      document: parseResponseCase({
        schema: "nadir.response-case/1",
        id,
        course: { disease: "solid-tumour", treatmentStart: visits[0]?.date },
        lesions: targets.map((lesion) => ({
          id: lesion,
          role: "target",
          organ: (places.get(lesion) || "unknown").toLowerCase(),
          node: isNode(places.get(lesion) ?? ""),
        })),
        visits,
      }),
      theirs: Object.fromEntries(answers.map((row) => [row.VISIT ?? "", row.RSSTRESC ?? ""])),
      notes,
    };
  });
}

/** The size that means a target response, given the smallest size so far; the baseline is 100 mm. */
const SIZE: Readonly<Record<string, (nadir: number) => number>> = {
  iCR: () => 0,
  iPR: (nadir) => (nadir > 70 ? 60 : nadir),
  iSD: (nadir) => (nadir > 70 ? nadir : 71),
  iUPD: (nadir) => Math.max(130, 2 * nadir),
  iCPD: (nadir) => Math.max(145, 2 * nadir + 15),
};

/**
 * iRECIST from the parts: the source has responses by target, non-target and new lesion and no measurements that gave them.
 * One target is given a size that means the source's target response; whether the overall response follows is the question.
 */
export function irecistCases(rs: Sdtm): CdiscCase[] {
  return [...group(rs, (row) => row.USUBJID ?? "")].map(([subject, rows]) => {
    const notes: string[] = [];
    let nadir = 100;
    let seen = false;
    const byVisit = [...group(rows, (row) => row.VISIT ?? "")].map(([visit, of]) => ({
      visit,
      date: of.map((row) => row.RSDTC ?? "").sort((a, b) => b.length - a.length || a.localeCompare(b))[0] ?? "",
      say: (test: string) => of.find((row) => row.RSTESTCD === test)?.RSSTRESC ?? "",
    }));
    byVisit.sort((a, b) => dayOf(a.date).localeCompare(dayOf(b.date)));
    const said = byVisit.map(({ say }) => say("NTRGRESP"));
    const hasNonTarget = said.some((word) => word !== "" && word !== "NE");
    const visits: CaseVisit[] = byVisit.map(({ visit, date, say }) => {
      const target = say("TRGRESP").replace(/^(CR|PR|SD)$/, "i$1");
      const size = SIZE[target]?.(nadir);
      if (size === undefined && target !== "" && target !== "NE") notes.push(`${visit}: target '${target}'`);
      if (size !== undefined) nadir = Math.min(nadir, size);
      const fresh = say("NEWLIND") === "Y";
      seen ||= fresh;
      const nonTarget = NON_TARGET[say("NTRGRESP")];
      return {
        id: visit,
        date: dayOf(date),
        role: "follow-up",
        measurements: [
          ...(size === undefined
            ? []
            : [size === 0 ? { lesion: "T1", status: "absent" as const } : { lesion: "T1", longestMm: size }]),
          ...(fresh ? [{ lesion: "X1", status: "present" as const }] : []),
        ],
        ...(nonTarget ? { nonTarget } : {}),
      };
    });
    const start = "2000-01-01";
    return {
      document: parseResponseCase({
        schema: "nadir.response-case/1",
        id: subject,
        course: { disease: "solid-tumour", treatmentStart: start },
        lesions: [
          { id: "T1", role: "target", organ: "unknown" },
          ...(seen ? [{ id: "X1", role: "new", organ: "unknown", measurable: false }] : []),
        ],
        visits: [
          {
            id: "BASELINE",
            date: start,
            role: "baseline",
            measurements: [{ lesion: "T1", longestMm: 100 }],
            ...(hasNonTarget ? { nonTarget: { status: "present" } } : {}),
          },
          ...visits,
        ],
      }),
      theirs: Object.fromEntries(
        byVisit.filter(({ say }) => say("OVRLRESP")).map(({ visit, say }) => [visit, say("OVRLRESP")]),
      ),
      notes,
    };
  });
}
const NON_TARGET: Readonly<Record<string, CaseVisit["nonTarget"]>> = {
  iCR: { status: "absent" },
  CR: { status: "absent" },
  "NON-iCR/NON-iUPD": { status: "present" },
  iSD: { status: "present" },
  iPR: { status: "present" },
  iUPD: { status: "unequivocal-progression" },
  NE: { status: "not-evaluable" },
};
