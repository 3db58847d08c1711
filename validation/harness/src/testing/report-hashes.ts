import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { validationResult } from "@nadir/domain";
import { developmentPerformance } from "../analysis/development.ts";
import { artefactsOf, fitModel } from "../estimators/fit-model.ts";
import { renderCsv } from "../report/render-csv.ts";
import { renderDocx } from "../report/render-docx.ts";
import { renderHtml } from "../report/render-html.ts";
import { renderPdf } from "../report/render-pdf.ts";
import { placeCohort, syntheticCohort } from "./synthetic-facts.ts";
import { syntheticCoxPlan } from "./synthetic-trial.ts";

/**
 * Run as a program of its own, on as many cores as it is given: fits a Cox model with multiple imputation and resamples
 * it, writes every form of the report of the result named as argument, and prints the SHA-256 of each as JSON.
 */
const [file = ""] = process.argv.slice(2);
const sha = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const base = syntheticCoxPlan();
const plan = {
  ...base,
  development: {
    ...base.development,
    internalValidation: { method: "optimism-bootstrap" as const, resamples: 8, measures: "all" as const },
  },
  predictors: base.predictors.map((p) =>
    p.id === "pd-l1" ? { ...p, allowedRange: [15, 100] as [number, number] } : p,
  ),
  missing: {
    ...base.missing,
    predictors: base.missing.predictors.map((m) =>
      m.predictor === "pd-l1" ? { ...m, rule: "impute-chained-equations" as const } : m,
    ),
    imputations: 20,
    chainedEquations: { iterations: 5, seed: 3 },
  },
};
const { training } = placeCohort(syntheticCohort(120, 11, ["S1", "S2", "S3"]), plan);
const fitted = fitModel(training, plan);
const result = validationResult.parse(JSON.parse(readFileSync(file, "utf8")));
const csv = [...renderCsv(result)].map(([name, text]) => `${name}\n${text}`).join("");
process.stdout.write(
  JSON.stringify({
    fit: sha(JSON.stringify(artefactsOf(fitted).map((a) => a.outputHash))),
    resampling: sha(JSON.stringify(developmentPerformance(training, fitted, plan))),
    html: sha(renderHtml(result)),
    pdf: sha(renderPdf(result)),
    docx: sha(await renderDocx(result)),
    csv: sha(csv),
  }),
);
