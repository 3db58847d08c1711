import {
  csvText,
  issueInWords,
  type Problem,
  QUADAS_DOMAINS,
  QUADAS_JUDGEMENTS,
  QUADAS_KEYS,
  type QuadasDomain,
  type QuadasForm,
  type QuadasStudy,
  quadasForm,
  Refusal,
  refuse,
} from "@nadir/domain";
import { cohenKappa } from "@nadir/statistics";
import { parse } from "csv-parse/sync";

const CONSENSUS = "consensus";

/** An empty form for two reviewers: one row a study and reviewer, a column a judgement. */
export const emptyForms = (studies: readonly string[], reviewers: readonly [string, string]): string =>
  csvText(
    ["study", "reviewer", ...QUADAS_KEYS, "note"],
    studies.flatMap((study) => reviewers.map((reviewer) => [study, reviewer, ...QUADAS_KEYS.map(() => ""), ""])),
  );

/** Filled-in forms as a table. Every fault of every row is told together. */
export function readForms(file: string, table: string): QuadasForm[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(table, { columns: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    return refuse("NOT_CSV", `The file '${file}' is not a comma-separated table: ${(error as Error).message}.`, {
      where: { file },
    });
  }
  const problems: Problem[] = [];
  const forms: QuadasForm[] = [];
  rows.forEach((row, i) => {
    const given = Object.fromEntries(Object.entries(row).filter(([name, value]) => name !== "note" || value !== ""));
    const parsed = quadasForm.safeParse(given);
    if (parsed.success) forms.push(parsed.data);
    else
      for (const issue of parsed.error.issues)
        problems.push({
          code: "BAD_FORM",
          message: `${String(issue.path[0] ?? "the row")} ${issueInWords(issue, row[String(issue.path[0])])}.`,
          where: { file, row: i + 2, ...(issue.path[0] === undefined ? {} : { column: String(issue.path[0]) }) },
        });
  });
  if (problems.length > 0) throw new Refusal(problems);
  if (forms.length === 0) refuse("NO_ROWS", `The file '${file}' has no rows below its header.`, { where: { file } });
  return forms;
}

/** What the two reviewers of each study came to. Refused: a study without exactly two reviewers, or a reviewer named twice. */
export function reviewed(file: string, forms: readonly QuadasForm[]): QuadasStudy[] {
  const problems: Problem[] = [];
  const studies = [...new Set(forms.map((f) => f.study))].flatMap((study): QuadasStudy[] => {
    const own = forms.filter((f) => f.study === study && f.reviewer !== CONSENSUS);
    const agreed = forms.filter((f) => f.study === study && f.reviewer === CONSENSUS);
    const [a, b] = own;
    if (!a || !b || own.length !== 2 || a.reviewer === b.reviewer || agreed.length > 1) {
      problems.push({
        code: "NOT_TWO_REVIEWERS",
        message: `The study '${study}' has forms of ${own.map((f) => f.reviewer).join(", ") || "nobody"}${agreed.length > 1 ? ` and ${agreed.length} of consensus` : ""}; give one of each of two reviewers, and at most one of '${CONSENSUS}'.`,
        where: { file },
      });
      return [];
    }
    const differed = QUADAS_KEYS.filter((key) => a[key] !== b[key]);
    const judged = (key: QuadasDomain) => (a[key] === b[key] ? a[key] : (agreed[0]?.[key] ?? null));
    return [
      {
        study,
        reviewers: [a.reviewer, b.reviewer],
        judgements: Object.fromEntries(QUADAS_KEYS.map((key) => [key, judged(key)])) as QuadasStudy["judgements"],
        differed,
      },
    ];
  });
  if (problems.length > 0) throw new Refusal(problems);
  return studies;
}

/** Agreement of the reviewers over all studies, judgement by judgement: unweighted kappa, first reviewer against second. */
export function agreementOf(forms: readonly QuadasForm[], studies: readonly QuadasStudy[]) {
  return QUADAS_KEYS.map((key) => {
    const table = QUADAS_JUDGEMENTS.map(() => QUADAS_JUDGEMENTS.map(() => 0));
    for (const { study, reviewers } of studies) {
      const at = reviewers.map((reviewer) =>
        QUADAS_JUDGEMENTS.indexOf(forms.find((f) => f.study === study && f.reviewer === reviewer)![key]),
      );
      table[at[0]!]![at[1]!]! += 1;
    }
    const kappa = cohenKappa(table, "unweighted");
    return {
      judgement: key,
      domain: QUADAS_DOMAINS[key].domain,
      of: QUADAS_DOMAINS[key].of,
      studies: studies.length,
      differed: studies.filter((s) => s.differed.includes(key)).length,
      kappa: kappa.estimable ? kappa.kappa : null,
      ...(kappa.estimable ? {} : { why: kappa.reason }),
    };
  });
}
