import { appendAudit, asPerson, type Database, type Tx } from "@nadir/db";
import { type ImportedPredictionsModel, type Problem, Refusal, refuse, sha256Hex } from "@nadir/domain";
import { parse } from "csv-parse/sync";
import { requirePermission } from "../identity/permissions.ts";
import { logRefusal } from "./log-refusal.ts";
import { readProtocolRow, requireState } from "./protocol-row.ts";

/** One prediction of a test subject: a number, or the reason why there is none. */
export interface CommittedPrediction {
  readonly subjectId: string;
  readonly value: number | null;
  readonly reason: string | null;
}

export interface Lodged {
  readonly computed: number;
  readonly notComputable: number;
  /** SHA-256 of the file, which stands in the log. */
  readonly fileHash: string;
}

/** Writes the set of predictions and closes it; the database refuses a set that is not whole. */
export async function writePredictions(
  tx: Tx,
  protocolId: string,
  predictions: readonly CommittedPrediction[],
): Promise<void> {
  for (const p of predictions)
    await tx.sql`
      insert into validation.prediction (protocol_id, trial_id, site_id, subject_id, value, not_computable_reason)
      select ${protocolId}, s.trial_id, s.site_id, s.id, ${p.value}, ${p.reason}
        from record.subject s where s.id = ${p.subjectId}`;
  await tx.sql`update validation.protocol set state = 'predicted' where id = ${protocolId}`;
}

/**
 * Lodges predictions that were made elsewhere, as a table (CSV) with the columns `subject`, `value`, `reason`: one line for
 * every test subject of the locked protocol, with a value or a reason. All faults are refused together; nothing is written
 * then. The file's hash goes into the log.
 */
export async function lodgePredictions(
  db: Database,
  { personId, protocolId, csv }: { readonly personId: string; readonly protocolId: string; readonly csv: string },
): Promise<Lodged> {
  return logRefusal(db, { personId, protocolId, act: "predict" }, () =>
    asPerson(db, personId, async (tx) => {
      const row = await readProtocolRow(tx, protocolId);
      await requirePermission(tx, personId, row.trialId, "lock-protocol");
      requireState(row, "locked", "lodge predictions");
      const { model } = row.document;
      if (model.type !== "imported-predictions")
        return refuse(
          "PREDICTIONS_COMPUTED_HERE",
          "The model of this protocol is applied by the platform; its predictions are computed here and cannot be lodged.",
        );
      const test = await tx.sql<{ id: string; key: string }[]>`
        select s.id, s.key from validation.split_assignment a join record.subject s on s.id = a.subject_id
         where a.protocol_id = ${protocolId} and a."set" = 'test' order by s.key collate "C"`;
      const predictions = readPredictions(csv, test, model);
      const fileHash = sha256Hex(csv);
      await writePredictions(tx, protocolId, predictions);
      const computed = predictions.filter((p) => p.value !== null).length;
      const notComputable = predictions.length - computed;
      await appendAudit(tx, {
        action: "predictions-lodged",
        object: `validation.protocol/${protocolId}`,
        payload: { trial: row.trialId, fileHash, computed, notComputable },
      });
      return { computed, notComputable, fileHash };
    }),
  );
}

type Line = Readonly<Record<"subject" | "value" | "reason", string | undefined>>;

/** Reads the table against the test set; refuses with every fault, each with its line. */
export function readPredictions(
  csv: string,
  test: readonly { readonly id: string; readonly key: string }[],
  model: Pick<ImportedPredictionsModel, "output">,
): CommittedPrediction[] {
  const lines = tableOf(csv);
  const idOf = new Map(test.map((s) => [s.key, s.id]));
  const seen = new Map<string, number>();
  const problems: Problem[] = [];
  const predictions = lines.flatMap((line, i): CommittedPrediction[] => {
    const at = i + 2;
    const subject = line.subject?.trim() ?? "";
    const say = (code: string, message: string, found: string) => {
      problems.push({ code, message: `Line ${at}: ${message}`, where: { row: at }, found });
      return [];
    };
    const subjectId = idOf.get(subject);
    if (subjectId === undefined)
      return say(
        "PREDICTION_OF_OTHERS",
        `'${subject}' is no test subject of this protocol; give its test subjects only.`,
        subject,
      );
    const before = seen.get(subject);
    if (before !== undefined)
      return say("PREDICTION_TWICE", `${subject} stands in line ${before} too; give each subject once.`, subject);
    seen.set(subject, at);
    const text = line.value?.trim() ?? "";
    const reason = line.reason?.trim() ?? "";
    if ((text === "") === (reason === ""))
      return say(
        "PREDICTION_OR_REASON",
        `${subject} has ${text === "" ? "neither a value nor a reason" : "a value and a reason"}; give one of the two.`,
        `${text}, ${reason}`,
      );
    if (text === "") return [{ subjectId, value: null, reason }];
    const value = Number(text);
    if (!Number.isFinite(value)) return say("NOT_A_NUMBER", `'${text}' is no number; write it like 0.25.`, text);
    const { output } = model;
    if (output.kind !== "score" && (value < 0 || value > 1))
      return say(
        "NOT_A_PROBABILITY",
        `the protocol says that the model gives a ${output.kind === "probability" ? "probability" : "risk"}, which lies between 0 and 1; found ${text}.`,
        text,
      );
    // Everywhere else a larger number means that the event is more likely.
    const turned = output.kind === "score" && output.larger === "event less likely" ? -value : value;
    return [{ subjectId, value: turned, reason: null }];
  });
  const missing = test.filter((s) => !seen.has(s.key)).map((s) => s.key);
  if (missing.length > 0)
    problems.push({
      code: "PREDICTIONS_INCOMPLETE",
      message: `${missing.length} of ${test.length} test subjects have no line: ${missing.slice(0, 10).join(", ")}${missing.length > 10 ? " and others" : ""}. Give each a value, or the reason why there is none.`,
      found: String(test.length - missing.length),
      expected: String(test.length),
    });
  if (problems.length > 0) throw new Refusal(problems);
  return predictions;
}

function tableOf(csv: string): Line[] {
  let rows: string[][];
  try {
    rows = parse(csv, { bom: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    return refuse(
      "NOT_A_TABLE",
      `The predictions are no table of comma-separated values: ${(error as Error).message}.`,
    );
  }
  const head = (rows[0] ?? []).map((h) => h.trim());
  const wrong = head.filter((h, i) => !["subject", "value", "reason"].includes(h) || head.indexOf(h) !== i);
  if (!head.includes("subject") || !head.includes("value") || wrong.length > 0)
    return refuse(
      "WRONG_COLUMNS",
      `The predictions have the columns ${head.join(", ") || "(none)"}; give subject, value and, where some have none, reason, each once and parted by commas.`,
      { found: head.join(","), expected: "subject,value,reason" },
    );
  // A decimal comma parts a number in two: what stands beyond the columns is never dropped in silence.
  const long = rows.findIndex((row, i) => i > 0 && row.slice(head.length).some((c) => c.trim() !== ""));
  if (long > 0)
    refuse(
      "NOT_A_TABLE",
      `Line ${long + 1} has ${rows[long]!.length} cells for ${head.length} columns; write numbers with a decimal dot, and a reason with a comma in quotation marks.`,
      { where: { row: long + 1 }, found: rows[long]!.join(",") },
    );
  const cell = (row: readonly string[], name: string) => row[head.indexOf(name)];
  return rows
    .slice(1)
    .map((row) => ({ subject: cell(row, "subject"), value: cell(row, "value"), reason: cell(row, "reason") }));
}
