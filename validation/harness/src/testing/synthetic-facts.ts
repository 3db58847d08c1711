import { readFileSync } from "node:fs";
import { addDays, type ProtocolDocument, readProtocol, type SplitSet } from "@nadir/domain";
import { randomSource } from "@nadir/statistics";
import { endpointOf } from "../analysis/subject.ts";
import { assignSets } from "../cohort/assign-sets.ts";
import type { OutcomeFacts, SubjectFacts } from "../cohort/facts.ts";
import { indexDate } from "../cohort/index-date.ts";
import { predictorRow } from "../cohort/predictors.ts";
import { subjectTag } from "../cohort/subject-tag.ts";
import { sealTrainingView } from "../cohort/training-view.ts";
import type { PlacedSubject } from "../leakage/input.ts";
import { trainingRow } from "../leakage/training-row.ts";

/** The committed INSPIRE plan: the protocol of most tests, since it is the one that must hold. */
export const inspirePlan = (): ProtocolDocument =>
  readProtocol(JSON.parse(readFileSync(new URL("../../protocols/inspire-first-scan.json", import.meta.url), "utf8")));

const START = "2000-01-01";

export interface SyntheticSubject {
  readonly facts: SubjectFacts;
  readonly outcomes: readonly OutcomeFacts[];
}

/**
 * A cohort with a known law: growth makes benefit unlikely and death early. Arms A, B, C, D in turn; about one in eight
 * has no scan. The same seed gives the same cohort.
 */
export function syntheticCohort(n: number, seed: number, sites: readonly string[] = ["S1"]): SyntheticSubject[] {
  const random = randomSource(seed);
  return Array.from({ length: n }, (_, i) => {
    const id = `row-${String(i).padStart(3, "0")}`;
    const key = `S-${String(i).padStart(3, "0")}`;
    const baseline = 20 + Math.round(1300 * random.uniform()) / 10;
    const change = Math.round(1500 * (random.uniform() - 0.45)) / 10;
    const scanned = random.uniform() > 0.12;
    const scanDay = 50 + random.integer(15);
    const benefit = random.uniform() < 1 / (1 + Math.exp(0.06 * change + 0.3));
    const osDays = Math.max(scanDay + 1, Math.round(100 + 500 * random.uniform() * (benefit ? 2 : 1)));
    const subject: SubjectFacts = {
      id,
      key,
      study: "inspire-pembrolizumab",
      site: sites[i % sites.length]!,
      arm: "ABCD"[i % 4]!,
      sex: random.uniform() < 0.5 ? "female" : "male",
      ageYears: 40 + Math.round(4000 * random.uniform()) / 100,
      treatmentStart: START,
      visits: [
        { key: "BL", date: START, role: "baseline", targetSumMm: baseline },
        ...(scanned
          ? [
              {
                key: "W8",
                date: addDays(START, scanDay),
                role: "follow-up",
                targetSumMm: Math.round(10 * baseline * (1 + change / 100)) / 10,
              },
            ]
          : []),
      ],
      biomarkers: [
        {
          code: "ctDNA-change",
          date: addDays(START, 42),
          value: null,
          text: random.uniform() < 0.5 ? "Increase from baseline" : "Decrease from baseline",
        },
        { code: "PD-L1", date: START, value: Math.round(1000 * random.uniform()) / 10, text: null },
      ],
      observations: [],
      imageHashes: [],
      imagePrints: [],
      features: [],
    };
    const outcomes: OutcomeFacts[] = [
      { subjectId: id, endpoint: "cbr", timeDays: null, event: null, value: benefit ? "CR/PR/SD>=C6" : "PD/SD<C6" },
      { subjectId: id, endpoint: "os", timeDays: osDays, event: random.uniform() < 0.7, value: null },
      { subjectId: id, endpoint: "pfs", timeDays: Math.round(osDays * 0.6), event: true, value: null },
    ];
    return { facts: subject, outcomes };
  });
}

/** The cohort placed by the plan's split, with the training view that the plan's model is fitted on. */
export function placeCohort(cohort: readonly SyntheticSubject[], protocol: ProtocolDocument) {
  const sets = new Map<string, SplitSet>(
    assignSets(
      cohort.map((s) => s.facts),
      protocol,
      new Set(),
    ).map((a) => [a.subjectId, a.set]),
  );
  const placed = cohort.map(
    ({ facts }): PlacedSubject => ({
      facts,
      row: predictorRow(facts, protocol),
      tag: subjectTag(facts.study, facts.key),
      indexDate: indexDate(facts, protocol),
      set: sets.get(facts.id)!,
    }),
  );
  const endpoint = endpointOf(protocol, protocol.model.endpoint);
  const training = sealTrainingView(
    placed
      .filter((s) => s.set === "training")
      .map((s) => trainingRow(s, cohort.find((c) => c.facts.id === s.facts.id)!.outcomes, endpoint)),
  );
  return { placed, training };
}
