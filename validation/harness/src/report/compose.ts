import type { ValidationResult } from "@nadir/domain";
import type { Report } from "./blocks.ts";
import { briefSection } from "./section-brief.ts";
import { appraisalSection, checklistSection, otherChecklistsSection } from "./section-checklist.ts";
import { definitionsSection } from "./section-definitions.ts";
import { developmentSection } from "./section-development.ts";
import { effectsSections } from "./section-effects.ts";
import { heterogeneitySections } from "./section-heterogeneity.ts";
import { participantsSection } from "./section-participants.ts";
import { performanceSections } from "./section-performance.ts";
import { proofSection } from "./section-proof.ts";
import { questionSection } from "./section-question.ts";
import { recordSection } from "./section-record.ts";
import { survivalSection } from "./section-survival.ts";
import { testResultSection } from "./section-test-result.ts";
import { tooSmallSection } from "./section-too-small.ts";
import { instant } from "./words.ts";

/** What every paper says of itself. */
export const RESEARCH_ONLY =
  "Decision support for research, not a medical device. Nothing here is a reason to start, continue or stop a treatment.";

/** The report as data. The same result gives the same report. */
export function composeReport(r: ValidationResult): Report {
  const { identity } = r.protocol;
  return {
    title: identity.title,
    subtitle: `Validation report: ${r.claim.setName}`,
    facts: [
      `Trial ${r.trial.key}`,
      `Protocol ${identity.family}, version ${identity.version}`,
      `Locked ${instant(r.life.lockedAt)}`,
      `Opened ${instant(r.life.openedAt)}`,
      `Protocol SHA-256 ${r.protocolHash.slice(0, 16)}…`,
    ],
    notice: RESEARCH_ONLY,
    sections: [
      briefSection(r),
      tooSmallSection(r),
      questionSection(r),
      participantsSection(r),
      testResultSection(r),
      ...performanceSections(r),
      ...heterogeneitySections(r),
      survivalSection(r),
      ...effectsSections(r),
      developmentSection(r),
      definitionsSection(r),
      proofSection(r),
      recordSection(r),
      checklistSection(r),
      otherChecklistsSection(r),
      appraisalSection(r),
    ],
    foot: `${identity.family} v${identity.version} · protocol ${r.protocolHash.slice(0, 12)} · log ${r.life.auditHead.seq}:${r.life.auditHead.hash.slice(0, 12)}`,
  };
}
