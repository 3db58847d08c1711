import type { CaseContext, CaseKind, Topic } from "./case.ts";
import { agreement } from "./topics/agreement.ts";
import { calibration } from "./topics/calibration.ts";
import { classifiers } from "./topics/classifiers.ts";
import { combat, combatFrozen } from "./topics/combat.ts";
import { competingRisks } from "./topics/competing-risks.ts";
import { correlation } from "./topics/correlation.ts";
import { cox } from "./topics/cox.ts";
import { hypothesis } from "./topics/hypothesis.ts";
import { kaplanMeierTopic } from "./topics/kaplan-meier.ts";
import { optimism, reclassificationTopic } from "./topics/models.ts";
import { multiplicity } from "./topics/multiplicity.ts";
import { penalised } from "./topics/penalised.ts";
import { meta, multipleImputation } from "./topics/pooling.ts";
import { regression } from "./topics/regression.ts";
import { resampling } from "./topics/resampling.ts";
import { roc } from "./topics/roc.ts";
import { sampleSize } from "./topics/sample-size.ts";
import { survivalValidation } from "./topics/survival-validation.ts";

/** Every topic Nadir implements; a whole topic or none of it. */
export const statisticsTopics: readonly Topic[] = [
  kaplanMeierTopic,
  roc,
  resampling,
  cox,
  multiplicity,
  calibration,
  agreement,
  meta,
  multipleImputation,
  optimism,
  reclassificationTopic,
  survivalValidation,
  competingRisks,
  sampleSize,
  combat,
  combatFrozen,
  penalised,
  correlation,
  hypothesis,
  regression,
  classifiers,
];

/** Other names under which a file may carry a topic. */
const ALSO: Readonly<Record<string, string>> = {
  survival: "kaplan-meier",
  "log-rank": "kaplan-meier",
  logrank: "kaplan-meier",
  auc: "roc",
  delong: "roc",
  proportions: "roc",
  icc: "agreement",
  kappa: "agreement",
  "bland-altman": "agreement",
  "decision-curve": "calibration",
  "net-benefit": "calibration",
  "elastic-net": "penalised",
  lasso: "penalised",
  glmnet: "penalised",
  gray: "competing-risks",
  "fine-gray": "competing-risks",
  bootstrap: "resampling",
  permutation: "resampling",
  rubin: "multiple-imputation",
  tests: "hypothesis",
  logistic: "regression",
  multinomial: "regression",
};

/**
 * The implementation for a case: of the topics whose names are part of the file's (`roc-second-centre`, the longest name
 * first), the first kind whose inputs fit. Undefined where Nadir has no code for it.
 */
export function implementationOf(c: CaseContext): CaseKind | undefined {
  const name = `-${c.file.id.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-`;
  const names = [...statisticsTopics.map((t) => [t.id, t.id] as const), ...Object.entries(ALSO)];
  return names
    .filter(([called]) => name.includes(`-${called}-`))
    .sort(([a], [b]) => b.length - a.length)
    .flatMap(([, id]) => statisticsTopics.find((t) => t.id === id)?.kinds ?? [])
    .find((k) => k.matches(c));
}
