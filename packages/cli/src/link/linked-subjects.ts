import { createHmac } from "node:crypto";
import { csvText, type Problem, Refusal, refuse } from "@nadir/domain";
import { parse } from "csv-parse/sync";

interface Text {
  readonly file: string;
  readonly text: string;
}

const SYSTEM = /^[a-z0-9][a-z0-9.-]{0,39}$/;

/**
 * The table of subjects with the column `linkTags`: for each fact `system:HMAC-SHA-256(key, system and value)`, sorted, parted
 * by `|`. A value is compared without case and white space (Unicode NFKC). Refused are unknown and twice-named subjects,
 * facts of one system and value for two subjects, and empty or ill-named cells; no message repeats a value.
 */
export function linkedSubjects(
  { identities, subjects }: { readonly identities: Text; readonly subjects: Text },
  key: Uint8Array,
): { table: string; subjects: number; linked: number; tags: number } {
  const facts = tableOf(identities, ["subject", "system", "value"]);
  const people = tableOf(subjects, ["key"]);
  const known = new Set(people.rows.map((row) => row["key"]));
  const problems: Problem[] = [];
  const owner = new Map<string, string>();
  const tagsOf = new Map<string, Set<string>>();
  for (const [i, row] of facts.rows.entries()) {
    const [subject = "", system = "", value = ""] = [row["subject"], row["system"], row["value"]];
    const at = (column: string) => ({ where: { file: identities.file, row: i + 2, column } });
    const say = (column: string, message: string) => problems.push({ code: "BAD_IDENTITY", message, ...at(column) });
    const plain = value.normalize("NFKC").replace(/\s/g, "").toUpperCase();
    const tag = `${system}:${createHmac("sha256", key).update(`nadir.link/1\u001f${system}\u001f${plain}`).digest("hex")}`;
    const other = owner.get(tag);
    if (!known.has(subject)) say("subject", `'${subject}' is not in the table of subjects.`);
    else if (!SYSTEM.test(system))
      say(
        "system",
        `'${system}' is no name of a system; write small letters, digits, dots and hyphens, e.g. mrn-munich.`,
      );
    else if (plain === "") say("value", "the value is empty; leave the row out where the fact is not known.");
    else if (other !== undefined && other !== subject)
      say("value", `the same fact stands for ${other} and for ${subject}; one patient has one key in a trial.`);
    else {
      owner.set(tag, subject);
      tagsOf.set(subject, (tagsOf.get(subject) ?? new Set()).add(tag));
    }
  }
  if (problems.length > 0) throw new Refusal(problems);
  const columns = [...people.columns.filter((c) => c !== "linkTags"), "linkTags"];
  const rows = people.rows.map((row) =>
    columns.map((c) =>
      c === "linkTags" ? [...(tagsOf.get(row["key"] ?? "") ?? [])].sort().join("|") : (row[c] ?? ""),
    ),
  );
  return { table: csvText(columns, rows), subjects: rows.length, linked: tagsOf.size, tags: owner.size };
}

function tableOf({ file, text }: Text, needed: readonly string[]) {
  let cells: string[][];
  try {
    cells = parse(text, { bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    return refuse("NOT_CSV", `The file '${file}' is not a comma-separated table: ${(error as Error).message}.`, {
      where: { file },
    });
  }
  const [columns = [], ...body] = cells;
  for (const name of needed)
    if (!columns.includes(name))
      refuse("NO_COLUMN", `The table '${file}' has no column '${name}'; it has: ${columns.join(", ") || "none"}.`, {
        where: { file, row: 1 },
        expected: name,
      });
  return { columns, rows: body.map((row) => Object.fromEntries(columns.map((c, i) => [c, row[i] ?? ""]))) };
}
