import type { FiredRule } from "@nadir/domain";
import { type Category, IRECIST_WORDS, isBetter } from "../category.ts";
import type { Course, Track } from "../course.ts";
import { type Exact, subtract, toNumber } from "../exact.ts";
import { lesionNames } from "../new-lesions.ts";
import { overallOf } from "../recist-arithmetic.ts";
import type { Sum } from "../sum.ts";
import { exceedsBy } from "../threshold.ts";
import { fire } from "../trace.ts";
import { type Basis, type Block, hasBasis } from "./block.ts";
import type { NewLesionSum } from "./new-lesion-sum.ts";
import { IRECIST_RULES } from "./rules.ts";

/** What a visit shows, before the iRECIST state is asked what it means. */
export interface Findings {
  readonly course: Course;
  readonly visit: number;
  readonly sum: Sum;
  readonly target: Category;
  readonly nonTarget: Category;
  readonly hasTargets: boolean;
  readonly nonTargetIncreased: boolean;
  /** New lesions not known from an earlier visit. */
  readonly firstSeen: readonly Track[];
  /** State before this visit is taken in. */
  readonly newLesions: NewLesionSum;
  /** Growth since the iUPD that confirms it. */
  readonly confirmAtLeast: Exact;
  readonly imaged: boolean;
}

/** What a visit means: its label (`PPD` = iUPD, `CPD` = iCPD) and what becomes of the iUPD block. */
export interface Step {
  readonly overall: Category;
  readonly opens?: Basis;
  readonly closes?: boolean;
  readonly confirmedBy?: readonly string[];
  readonly disregarded?: boolean;
}

/** A visit with no iUPD open: progression opens one, else the RECIST table with an i (Seymour 2017 Table 2). */
export function unburdenedStep(findings: Findings, trace: FiredRule[] | null): Step {
  const basis: Basis = {
    target: findings.target === "PD",
    nonTarget: findings.nonTarget === "PD",
    new: newLesionsProgressed(findings, trace),
  };
  if (hasBasis(basis)) return { overall: "PPD", opens: basis };
  return { overall: labelOf(findings, trace) };
}

/** A visit with an iUPD open: confirmed, waiting, again unconfirmed, or the bar is reset; the first that holds. */
export function pendingStep(findings: Findings, block: Block, trace: FiredRule[] | null): Step {
  const confirmedBy = confirmations(findings, block, trace);
  if (confirmedBy.length > 0) return { overall: "CPD", confirmedBy };
  const { course, target, nonTarget, newLesions, visit } = findings;
  const openedOn = course.visits[block.visit]?.date ?? null;
  if (target === "NE") {
    if (trace) fire(trace, IRECIST_RULES.waitsTargetMissing, { openedOn });
    return { overall: "NE" };
  }
  if (target === "PD" || nonTarget === "PD") {
    const category = [target === "PD" ? "Targets" : "", nonTarget === "PD" ? "non-targets" : ""].filter(Boolean);
    if (trace) fire(trace, IRECIST_RULES.stillUnconfirmed, { category: category.join(" and "), openedOn });
    return { overall: "PPD" };
  }
  const there = newLesions.stillThereAt(visit);
  const label = labelOf(findings, trace);
  if (label === "NE") {
    if (trace) fire(trace, IRECIST_RULES.waitsNotEvaluable, { openedOn });
    return { overall: "NE" };
  }
  const now = findings.hasTargets ? target : nonTarget;
  const atOpening = findings.hasTargets ? block.target : block.nonTarget;
  const figures = {
    lesions: lesionNames(there),
    now: IRECIST_WORDS[now],
    atOpening: IRECIST_WORDS[atOpening],
    openedOn,
  };
  if (block.basis.new && there.length > 0) {
    if (!isBetter(now, atOpening)) {
      if (trace) fire(trace, IRECIST_RULES.newLesionUnchanged, figures);
      return { overall: "PPD" };
    }
    if (trace) fire(trace, IRECIST_RULES.resetByImprovement, figures);
  } else if (trace) fire(trace, IRECIST_RULES.reset, figures);
  return { overall: label, closes: true };
}

/** The label of the baseline disease by the RECIST tables; a known new lesion that is still there forbids iCR. */
function labelOf(
  { course, target, nonTarget, newLesions, visit, imaged }: Findings,
  trace: FiredRule[] | null,
): Category {
  const label = overallOf(target, nonTarget, false);
  if (label === "NED" && !imaged) return "NE";
  if (trace) {
    const unknown = newLesions.unknownAt(visit);
    if (unknown.length > 0) fire(trace, IRECIST_RULES.newLesionUnknown, { lesions: lesionNames(unknown) });
  }
  if (label !== "CR") return label;
  const there = newLesions.stillThereAt(visit);
  if (there.length === 0) return label;
  if (trace)
    fire(trace, IRECIST_RULES.cappedByNewLesion, {
      lesions: lesionNames(there),
      visit: course.visits[visit]?.id ?? null,
    });
  return "PR";
}

/** A new lesion first seen; or known ones, from an earlier iUPD, grown over their own nadir or unequivocally by eye. */
function newLesionsProgressed({ course, visit, firstSeen, newLesions }: Findings, trace: FiredRule[] | null): boolean {
  const grown = newLesions.hasGrownOverNadir(visit);
  const byEye = newLesions.followedByEye(visit, ["unequivocal-progression"]);
  if (trace && grown && newLesions.nadir !== null) {
    const sum = newLesions.sumAt(visit);
    const decimals = course.scale.lengthDecimals;
    fire(trace, IRECIST_RULES.newLesionSumGrew, {
      newLesionSum: sum === null ? null : toNumber(sum, decimals),
      newLesionNadir: toNumber(newLesions.nadir, decimals),
      progressionPercent: newLesions.thresholds.progressionPercent,
      progressionAtLeastMm: toNumber(newLesions.thresholds.progressionAtLeast, decimals),
      change: sum === null ? null : toNumber(subtract(sum, newLesions.nadir), decimals),
    });
  }
  if (trace && byEye.length > 0) fire(trace, IRECIST_RULES.newLesionUnequivocal, { lesions: lesionNames(byEye) });
  return firstSeen.length > 0 || grown || byEye.length > 0;
}

/** What confirms the open iUPD at this visit, in the order of the rule book (§4.3 a to d); empty if nothing does. */
function confirmations(findings: Findings, block: Block, trace: FiredRule[] | null): string[] {
  const { course, visit, sum, target, nonTarget, firstSeen, newLesions } = findings;
  const { lengthDecimals } = course.scale;
  const { confirmAtLeast } = findings;
  const atLeast = toNumber(confirmAtLeast, lengthDecimals);
  const openedAt = course.visits[block.visit]?.id ?? null;
  const by: string[] = [];

  if (block.basis.target && block.targetSum !== null && exceedsBy(sum.value, block.targetSum, confirmAtLeast)) {
    by.push("target +5");
    if (trace)
      fire(trace, IRECIST_RULES.confirmedByTarget, {
        measured: toNumber(sum.value, lengthDecimals),
        sumAtOpening: toNumber(block.targetSum, lengthDecimals),
        change: toNumber(subtract(sum.value, block.targetSum), lengthDecimals),
        openedAt,
        atLeast,
      });
  }
  if (block.basis.nonTarget && findings.nonTargetIncreased) {
    by.push("nonTarget further increase");
    if (trace) fire(trace, IRECIST_RULES.confirmedByNonTarget, { openedAt });
  }
  if (block.basis.new) {
    const { before, now, growth } = newLesions.growthSince(block.newLesionSizes, visit);
    if (growth >= confirmAtLeast) {
      by.push("NLT +5");
      if (trace)
        fire(trace, IRECIST_RULES.confirmedByNewLesionSum, {
          newLesionSumAtOpening: toNumber(before, lengthDecimals),
          newLesionSum: toNumber(now, lengthDecimals),
          change: toNumber(growth, lengthDecimals),
          openedAt,
          atLeast,
        });
    }
    const byEye = newLesions.followedByEye(visit, ["increased", "unequivocal-progression"]);
    if (byEye.length > 0) {
      by.push("NLNT increase");
      if (trace) fire(trace, IRECIST_RULES.confirmedByEye, { lesions: lesionNames(byEye) });
    }
    if (firstSeen.length > 0) {
      by.push("additional new lesion");
      if (trace) fire(trace, IRECIST_RULES.confirmedByFurtherLesion, { lesions: lesionNames(firstSeen), openedAt });
    }
  }
  const others = [
    !block.basis.target && target === "PD" ? "target" : "",
    !block.basis.nonTarget && nonTarget === "PD" ? "nonTarget" : "",
    // Growth of new lesions known from an earlier block opens a block (§4.2) but does not confirm one.
    !block.basis.new && firstSeen.length > 0 ? "new lesion" : "",
  ].filter((category) => category !== "");
  for (const category of others) {
    by.push(`new category: ${category}`);
    if (trace) fire(trace, IRECIST_RULES.confirmedByOtherCategory, { category, openedAt });
  }
  return by;
}
