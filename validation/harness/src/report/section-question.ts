import { BEST_CATEGORIES, BEST_LEVELS, BEST_SOURCE, DEVELOPMENT_KINDS, type ValidationResult } from "@nadir/domain";
import type { Section } from "./blocks.ts";

/** Intended use, population, and where the data came from. */
export function questionSection(r: ValidationResult): Section {
  const { identity, intendedUse, biomarker, population } = r.protocol;
  const registration =
    identity.registration.state === "registered"
      ? `${identity.registration.registry} ${identity.registration.id}, ${identity.registration.date}, ${identity.registration.url}`
      : `not registered: ${identity.registration.reason}`;
  return {
    id: "question",
    title: "Question",
    blocks: [
      {
        kind: "terms",
        rows: [
          ["Decision supported", intendedUse.decisionSupported],
          ["User and moment", `${intendedUse.userRole}; ${intendedUse.pathwayPoint}`],
          [
            "Action by the figure",
            intendedUse.actionAbove === intendedUse.actionBelow
              ? intendedUse.actionAbove
              : `above: ${intendedUse.actionAbove}; below: ${intendedUse.actionBelow}`,
          ],
          ...biomarker.best.map((category): readonly [string, string] => [
            "Biomarker (BEST)",
            `${BEST_CATEGORIES[category].term}: ${BEST_CATEGORIES[category].meaning}`,
          ]),
          ["Level aimed at (BEST)", `${BEST_LEVELS[biomarker.level].term}: ${BEST_LEVELS[biomarker.level].meaning}`],
          ["Development of the marker", DEVELOPMENT_KINDS[biomarker.development]],
          ["Words", `Categories and levels as in the BEST glossary (FDA–NIH), in our words: ${BEST_SOURCE}`],
          ["Eligibility", population.eligibility.text],
          ["Setting and sites", `${population.setting}; ${population.sites.join(", ")}`],
          ["Disease", `${population.disease} (${population.diseaseEdition})`],
          ["Treatment", `${population.treatment}; line of therapy ${population.lineOfTherapy}`],
          ["Source and sampling", `${population.cohortSource}; ${population.sampling}; accrual ${population.accrual}`],
          ["Data", `${r.trial.origin}. Licence ${r.trial.licence}. ${r.trial.citation}`],
          ["Dates", r.trial.notice],
          ["Public overlap", `${population.publicCollections.join("; ")}. ${population.overlapStatement}`],
          ["Registration", registration],
          [
            "Authors and statistician",
            [...identity.authors, identity.statistician].map((p) => `${p.name} (${p.role})`).join("; "),
          ],
          ["Sponsor, funding, conflicts", `${identity.sponsor}. ${identity.funding} ${identity.conflicts}`],
          ["Ethics", identity.ethics],
        ],
      },
      { kind: "heading", text: "Claims that are not made" },
      { kind: "list", items: intendedUse.claimsNotMade },
    ],
  };
}
