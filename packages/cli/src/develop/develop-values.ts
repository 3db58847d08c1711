import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { csvText, type DevelopmentPlan, sha256Hex } from "@nadir/domain";
import { asSignature, type Cohort, developValues, valueSentences, valueSummary } from "@nadir/risk";
import { readBytes } from "../read-input.ts";
import { message, result } from "../speak.ts";

/** Develops models of several classes, or of a number, and writes the same files as of two classes. */
export async function developValuesOf(of: {
  readonly plan: DevelopmentPlan;
  readonly cohort: Cohort;
  readonly leftOut: readonly string[];
  readonly file: string;
  readonly out: string | undefined;
}): Promise<void> {
  const { plan, cohort, leftOut, file, out } = of;
  message(`${cohort.names.length} predictors, ${cohort.subjects.length} subjects`);
  const answer = developValues(cohort, plan);
  const summary = valueSummary(answer, plan, cohort, { name: file, sha256: sha256Hex(await readBytes(file)), leftOut });
  await result(summary);
  if (out !== undefined) {
    await mkdir(out, { recursive: true });
    const json = (name: string, value: object) => writeFile(join(out, name), `${JSON.stringify(value, null, 2)}\n`);
    const { classNames, value } = cohort;
    const signature = answer.final ? asSignature(answer.final, plan, cohort) : null;
    await json("development.json", { ...summary, model: answer.final });
    await writeFile(
      join(out, "predictions.csv"),
      csvText(
        ["subject", "site", "outcome", ...(classNames ? classNames.map((c) => `probability ${c}`) : ["predicted"])],
        cohort.subjects.map((subject, i) => [
          subject,
          cohort.sites[i]!,
          classNames ? classNames[cohort.outcome[i]!]! : value![i]!,
          ...(classNames ? classNames.map((_, k) => answer.shares[i]?.[k] ?? null) : [answer.predictions[i] ?? null]),
        ]),
      ),
    );
    if (signature) await json("signature.json", signature);
    message(
      `written to ${out}: development.json, predictions.csv${signature ? ", signature.json" : " (no signature.json: the chosen model has no formula that a signature can hold)"}`,
    );
  }
  for (const line of valueSentences(answer, plan)) message(line);
}
