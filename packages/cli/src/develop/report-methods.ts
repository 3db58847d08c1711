import { csvText } from "@nadir/domain";
import { type AucEstimate, aucInterval, type Estimated } from "@nadir/statistics";
import { message } from "../speak.ts";

/** What ways from several lesions or visits to one patient have in common. */
interface JudgedMethod {
  readonly method: string;
  readonly kind: string;
  readonly predictions: readonly number[];
  readonly auc: Estimated<AucEstimate>;
  readonly against: object | null;
}

/** Name, AUC with its interval, and the comparison with the first. */
export const methodLines = (results: readonly JudgedMethod[]) =>
  results.map(({ method, kind, auc, against }) => {
    const interval = auc.estimable ? aucInterval(auc) : null;
    return {
      method,
      kind,
      auc: auc.estimable
        ? {
            estimable: true as const,
            auc: auc.auc,
            ...(interval?.estimable ? { lower: interval.lower, upper: interval.upper } : {}),
          }
        : auc,
      againstFirst: against,
    };
  });

export function sayMethods(lines: ReturnType<typeof methodLines>): void {
  for (const { method, auc } of lines)
    message("auc" in auc ? `${method}: AUC ${auc.auc.toFixed(3)} on patients left out` : `${method}: ${auc.reason}`);
  message("Development, not validation.");
}

/** Out-of-fold predictions, and the share of each lesion (visit) in its patient's score. */
export async function writeMethods(
  folder: string,
  patients: { readonly subjects: readonly string[]; readonly outcome: Uint8Array },
  results: readonly JudgedMethod[],
  shares: {
    readonly of: "lesion" | "visit";
    readonly rows: readonly (readonly [method: string, subject: string, name: string | number, share: number])[];
  },
): Promise<void> {
  const { mkdir, writeFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  await mkdir(folder, { recursive: true });
  const { subjects, outcome } = patients;
  const predictions = subjects.map((s, i) => [s, outcome[i]!, ...results.map((r) => r.predictions[i]!)]);
  await writeFile(
    join(folder, "predictions.csv"),
    csvText(["subject", "outcome", ...results.map((r) => r.method)], predictions),
  );
  const name = shares.of === "lesion" ? "lesion" : "day";
  await writeFile(
    join(folder, `${shares.of}-shares.csv`),
    csvText(
      ["method", "subject", name, "share"],
      shares.rows.map((row) => [...row]),
    ),
  );
  message(`written to ${folder}: predictions.csv, ${shares.of}-shares.csv`);
}
