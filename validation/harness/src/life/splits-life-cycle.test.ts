import type { TrialFiles } from "@nadir/api/intake";
import { createDraft, open } from "@nadir/api/trial-validation";
import { addDays, type ProtocolDocument, readProtocol } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { renderHtml } from "../report/render-html.ts";
import { type SyntheticSubject, syntheticCohort } from "../testing/synthetic-facts.ts";
import { filesOfTexts, SYNTHETIC_TRIAL, syntheticPlan, syntheticTexts } from "../testing/synthetic-trial.ts";
import { trialDatabase } from "../testing/trial-database.ts";
import { lock } from "./lock.ts";
import { predict } from "./predict.ts";
import { report } from "./report.ts";
import { verify } from "./verify.ts";

const cohort = syntheticCohort(150, 11, ["S1", "S2", "S3"]);

/** The same subjects, one a week: subject i begins 7 i days later, with everything that is dated. */
const oneAWeek = cohort.map(({ facts, outcomes }, i): SyntheticSubject => {
  const later = (day: string) => addDays(day, 7 * i);
  return {
    facts: {
      ...facts,
      treatmentStart: later(facts.treatmentStart!),
      visits: facts.visits.map((v) => ({ ...v, date: later(v.date) })),
      biomarkers: facts.biomarkers.map((b) => ({ ...b, date: b.date === null ? null : later(b.date) })),
    },
    outcomes,
  };
});
/** Subject 100 begins on week 100; the scan follows within 65 days, so about 50 subjects are tested. */
const CUT_OFF = addDays("2000-01-01", 7 * 105);
const DRAW = { share: 1 / 3, seed: 7, strata: ["site" as const] };

/** The synthetic trial under a key, sealed by another rule than its site S3, or not at all. */
function filesOf(
  subjects: readonly SyntheticSubject[],
  { key = SYNTHETIC_TRIAL, sealing }: { readonly key?: string; readonly sealing: object | null },
): TrialFiles {
  const texts = syntheticTexts(subjects);
  const manifest = JSON.parse(texts["trial.json"]!);
  const sealed =
    sealing === null ? [] : [{ ...sealing, endpoints: ["cbr", "os", "pfs"], indexTime: "first-on-treatment-scan" }];
  return filesOfTexts({
    ...texts,
    "trial.json": JSON.stringify({ ...manifest, trial: { ...manifest.trial, id: key }, sealed }),
  });
}

function planOf(split: object, family: string, over: Partial<ProtocolDocument> = {}): ProtocolDocument {
  const plan = syntheticPlan(family);
  return readProtocol({ ...plan, ...over, split: { ...plan.split, ...split } });
}

const POOLED: ProtocolDocument["heterogeneity"] = {
  cluster: "site",
  pooling: "random-effects",
  method: "reml",
  limits: "hksj",
  level: 0.95,
  measures: ["auc", "observed-to-expected", "slope"],
  minimumN: 10,
  minimumEvents: 3,
  reason: "Three hospitals with their own scanners.",
};

/** From draft to a report that verifies: lock by two, predict, open once. */
async function wholeWay(files: TrialFiles, plan: ProtocolDocument, others: readonly TrialFiles[] = []) {
  const trial = await trialDatabase(files, plan, others);
  try {
    const { db, author } = trial;
    const { protocolId } = await createDraft(db, { personId: author.personId, plan });
    const of = { personId: author.personId, protocolId };
    await lock(db, protocolId, trial);
    const { computed, notComputable } = await predict(db, of);
    await open(db, protocolId, { opener: author, custodians: trial.custodians });
    await expect(open(db, protocolId, { opener: author, custodians: trial.custodians })).rejects.toMatchObject({
      code: "ALREADY_OPENED",
    });
    const { result } = await report(trial, protocolId, author);
    expect(await verify(trial, of)).toMatchObject({ ok: true, differences: [] });
    expect(result.artefacts.every((a) => a.overlapWithTest === 0)).toBe(true);
    expect(result.flow.find((f) => f.set === "test")?.subjects).toBe(computed + notComputable);
    return result;
  } finally {
    await trial.close();
  }
}

describe("lock, predict, open and report", () => {
  it("over a temporal split: every test subject comes after development", async () => {
    const result = await wholeWay(
      filesOf(oneAWeek, { sealing: { id: "later", from: CUT_OFF } }),
      planOf(
        {
          type: "temporal",
          rule: { by: "index-date", cutOff: CUT_OFF, embargoDays: 0, outcomeLagDays: 0 },
          testSet: "later",
          disjointBy: ["subject", "time"],
        },
        "split-temporal",
      ),
    );
    expect(result.claim.setName).toMatch(/^temporal test/);
    expect(result.disjoint.find((d) => d.level === "time")?.shared).toBe(0);
    expect(result.disjoint.find((d) => d.level === "site")?.shared).toBe(3);
  });

  it("over a drawn split: a third of every site, as the manifest drew it", async () => {
    const result = await wholeWay(
      filesOf(cohort, { sealing: { id: "drawn", drawn: DRAW } }),
      planOf(
        {
          type: "internal",
          rule: { by: "drawn", draw: DRAW, tuningShare: 0 },
          testSet: "drawn",
          disjointBy: ["subject"],
        },
        "split-drawn",
      ),
    );
    expect(result.claim.setName).toBe("internal test, by random draw");
    expect(result.flow.map((f) => [f.set, f.subjects])).toEqual([
      ["training", 100],
      ["test", 50],
    ]);
    expect(result.disjoint.find((d) => d.level === "subject")?.shared).toBe(0);
  });

  it("over an external study: another sponsor's trial, all of it sealed", async () => {
    const others = syntheticCohort(120, 23, ["S1", "S2"]).map(({ facts, outcomes }) => ({
      facts: { ...facts, key: `D-${facts.key}` },
      outcomes,
    }));
    const result = await wholeWay(
      filesOf(cohort, { sealing: { id: "everyone", everyone: true } }),
      planOf(
        {
          type: "external-study",
          rule: {
            by: "study",
            training: [{ key: "synthetic-development", sponsor: "Sponsor A", protocol: "A-1" }],
            tuning: [],
            test: [{ key: SYNTHETIC_TRIAL, sponsor: "Sponsor B", protocol: "B-1" }],
          },
          testSet: "everyone",
          disjointBy: ["subject", "study"],
        },
        "split-study",
        {
          heterogeneity: POOLED,
          subgroups: { ...syntheticPlan().subgroups, variables: [{ variable: "site", cuts: [] }] },
        },
      ),
      [filesOf(others, { key: "synthetic-development", sealing: null })],
    );
    expect(result.claim.setName).toBe("external test, by study");
    expect(result.disjoint.find((d) => d.level === "study")?.shared).toBe(0);
    expect(result.flow.map((f) => [f.set, f.subjects])).toEqual([
      ["training", 120],
      ["test", 150],
    ]);
    // Pooled under the lock over the three sites of the test set; a site's AUC is that of the subgroups.
    const area = result.heterogeneity!.pools.find((p) => p.measure === "auc")!;
    const bySite = result.subgroups.filter((s) => s.variable === "site");
    expect(area.sites.map((s) => [s.site, s.n])).toEqual(bySite.map((s) => [s.level, s.n]));
    for (const [i, site] of area.sites.entries()) expect(site.figure.value).toBeCloseTo(bySite[i]!.auc.value!, 12);
    expect(area.prediction!.lower).toBeLessThanOrEqual(area.pooled.lower!);
    expect(renderHtml(result)).toContain("Heterogeneity between sites");
  });
});
