import type { CaseContext, CaseKind, Topic } from "./case.ts";
import { agreement } from "./topics/agreement.ts";
import { calibration } from "./topics/calibration.ts";
import { combat, combatFrozen } from "./topics/combat.ts";
import { competingRisks } from "./topics/competing-risks.ts";
import { cox } from "./topics/cox.ts";
import { kaplanMeierTopic } from "./topics/kaplan-meier.ts";
import { optimism, reclassificationTopic } from "./topics/models.ts";
import { multiplicity } from "./topics/multiplicity.ts";
import { penalised } from "./topics/penalised.ts";
import { meta, multipleImputation } from "./topics/pooling.ts";
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
];

/**
 * The implementation for a case: the topic named by the file (or the longest topic id that is part of its name, as in
 * `roc-second-centre`), then the first kind whose inputs fit. Undefined where Nadir has no code for it.
 */
export function implementationOf(c: CaseContext): CaseKind | undefined {
  const name = `-${c.file.id.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-`;
  const named = statisticsTopics.filter((t) => name.includes(`-${t.id}-`)).sort((a, b) => b.id.length - a.id.length)[0];
  return named?.kinds.find((k) => k.matches(c));
}
