import { type AnalysisResult, isImportedModel, type ValidationResult } from "@nadir/domain";

/** What the record and the locked plan say about a study, as far as the checklists and scores ask for it. */
export interface StudyEvidence {
  readonly splitType: ValidationResult["protocol"]["split"]["type"];
  /** Institutes of the test set that took no part in development; 0 for a test from the same institutes. */
  readonly newTestSites: number;
  readonly testSites: number;
  /** How often the test set has been opened; 1 is the only opening of an unseen set. */
  readonly opened: number;
  readonly registered: boolean;
  readonly prospective: boolean;
  readonly publicData: boolean;
  /** The model uses features extracted from images. */
  readonly imageFeatures: boolean;
  readonly handCraftedFeatures: boolean;
  readonly predictors: number;
  readonly nonImagePredictors: number;
  readonly developmentEvents: number;
  readonly automaticSegmentation: boolean;
  readonly segmented: boolean;
  readonly featureSelection: boolean;
  readonly adjustedFamilies: boolean;
  readonly thresholdsFixed: boolean;
  readonly discriminationInterval: boolean;
  readonly resampled: boolean;
  readonly calibration: boolean;
  readonly calibrationResampled: boolean;
  readonly decisionCurve: boolean;
  readonly comparator: boolean;
  readonly survival: boolean;
  readonly updated: boolean;
  /** The model came frozen from elsewhere; `published`: as a signature whose formula is printed. */
  readonly developedElsewhere: false | "published" | "other";
}

/** Read from the result document alone, so that the same result gives the same lists. */
export function evidenceOf(r: Omit<ValidationResult, "tripodAi">): StudyEvidence {
  const p = r.protocol;
  const has = (kind: AnalysisResult["kind"]) => r.secondary.some((a) => a.kind === kind && a.set === "test");
  const sites = r.subgroups.filter((s) => s.variable === "site").length || 1;
  const sharedSites = r.disjoint.find((d) => d.level === "site")?.shared ?? 1;
  const used = p.predictors.filter((x) => p.model.predictors.includes(x.id));
  const images = used.filter(
    (x) =>
      x.source.from === "target-sum-change" ||
      x.source.from === "baseline-target-sum" ||
      x.featureConfigHash !== "none",
  );
  const extracted = used.filter((x) => x.featureConfigHash !== "none");
  const calibrations = r.secondary.filter((a) => a.kind === "calibration" || a.kind === "calibration-curve");
  return {
    splitType: p.split.type,
    newTestSites: sharedSites === 0 ? sites : 0,
    testSites: sites,
    opened: r.life.opened,
    registered: p.identity.registration.state === "registered",
    prospective: /prospective/i.test(p.population.cohortSource) && !/retrospective/i.test(p.population.cohortSource),
    publicData: p.population.publicCollections.length > 0 && !/not public/i.test(r.trial.licence),
    imageFeatures: images.length > 0 || (p.model.type === "imported-predictions" && p.model.readsImages),
    handCraftedFeatures: extracted.length > 0,
    predictors: used.length,
    nonImagePredictors: used.length - images.length,
    developmentEvents: Math.min(r.development.events, r.development.n - r.development.events),
    segmented: used.some((x) => x.segmentation.source !== "none"),
    automaticSegmentation: used.some((x) => x.segmentation.source === "automatic"),
    featureSelection: p.predictors.length > used.length && p.development.modelsTried > 1,
    adjustedFamilies: p.multiplicity.families.some((f) => f.method !== "none"),
    thresholdsFixed: p.groupings.length > 0,
    discriminationInterval: r.primary.analysis.auc.lower !== null,
    resampled: r.development.resamples > 0,
    calibration: calibrations.length > 0,
    calibrationResampled: r.secondary.some((a) => a.kind === "calibration-curve" && a.resamples > 0),
    decisionCurve: has("decision-curve"),
    comparator: has("cox") || has("classification"),
    survival: has("survival-by-group") || has("horizon-performance"),
    updated: false,
    developedElsewhere: !isImportedModel(p.model)
      ? false
      : p.model.type === "imported-signature" && p.model.signature.origin.kind === "published"
        ? "published"
        : "other",
  };
}
