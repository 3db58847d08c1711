import { createDraft, open, sign } from "@nadir/api/trial-validation";
import { asPerson } from "@nadir/db";
import {
  canonicalJson,
  PROTOCOL_REFUSAL_CODES,
  type ProtocolDocument,
  type ProtocolRefusalCode,
  protocolHash,
  Refusal,
} from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealTrainingView } from "../cohort/training-view.ts";
import { artefactsOf, fitModel } from "../estimators/fit-model.ts";
import { isTest, type LeakageInput } from "../leakage/input.ts";
import { refuseLeaks, runLeakageChecks } from "../leakage/run-checks.ts";
import { inspireDatabase, type TrialDatabase } from "../testing/trial-database.ts";
import { closeDraft, lock } from "./lock.ts";
import { openViews } from "./open-views.ts";
import { predict } from "./predict.ts";
import { leakageInput, prepareLock } from "./prepare-lock.ts";

/** Every code of the rule book, reached on a live database by what a person would do wrong. A code without a case fails. */
let inspire: TrialDatabase;
beforeAll(async () => {
  inspire = await inspireDatabase();
});
afterAll(() => inspire?.close());

let count = 0;
type Plan = ProtocolDocument;
const draft = async (over: (plan: Plan) => object = () => ({})): Promise<string> => {
  const { plan, author, db } = inspire;
  const own = { ...plan, identity: { ...plan.identity, family: `case-${++count}` } };
  return (await createDraft(db, { personId: author.personId, plan: { ...own, ...over(own) } })).protocolId;
};
const of = (protocolId: string) => ({ personId: inspire.author.personId, protocolId });
const lockIt = (id: string) => lock(inspire.db, id, { author: inspire.author, approver: inspire.approver });
const locked = async (over?: (plan: Plan) => object) => {
  const id = await draft(over);
  await lockIt(id);
  return id;
};
const predicted = async () => {
  const id = await locked();
  await predict(inspire.db, of(id));
  return id;
};
const openIt = (id: string) => open(inspire.db, id, { opener: inspire.author, custodians: inspire.custodians });
/** Past the triggers, as only an owner of the database can. */
const behindItsBack = (statement: string, id: string) =>
  inspire.admin.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql.unsafe(statement, [id]);
  });
/** Checks on the real record with one thing changed. */
const checks = async (change: (input: LeakageInput) => Partial<LeakageInput>) => {
  const id = await draft();
  await prepareLock(inspire.db, of(id));
  const views = await openViews(inspire.db, of(id));
  const input = leakageInput(views, fitModel(views.training, views.row.document));
  refuseLeaks(runLeakageChecks({ ...input, ...change(input) }));
};
const split =
  (rule: object, type = "internal", disjointBy = ["subject"]) =>
  (plan: Plan) => ({
    split: { ...plan.split, type, rule, disjointBy },
  });

const cases: Readonly<Record<ProtocolRefusalCode, () => Promise<unknown>>> = {
  PROTOCOL_INVALID: () => draft((p) => ({ primary: { ...p.primary, endpoint: "nobody" } })),
  PROTOCOL_UNKNOWN: () => prepareLock(inspire.db, of("00000000-0000-4000-8000-000000000000")),
  SPLIT_NOT_SUBJECT_LEVEL: () => draft((p) => ({ split: { ...p.split, unit: "lesion" } })),
  SUBJECT_IN_BOTH_SETS: () =>
    draft((p) => ({ split: { ...p.split, rule: { ...p.split.rule, training: ["A", "D"] } } })),
  SITE_IN_BOTH_SETS: async () => {
    // One hospital: a split that promises another cannot be locked.
    await lockIt(await draft((p) => ({ split: { ...p.split, disjointBy: ["subject", "site"] } })));
  },
  TEMPORAL_ORDER: () =>
    draft(split({ by: "index-date", cutOff: "2001-01-01", tuningFrom: "2001-06-01" }, "temporal", ["subject", "time"])),
  DUPLICATE_IMAGE_ACROSS_SETS: () =>
    checks(({ subjects }) => {
      const [one, other] = [subjects.find((s) => s.set === "training")!, subjects.find(isTest)!];
      const hash = "c".repeat(64);
      const print = { objectHash: hash, voxelHash: hash, placedHash: hash, fingerprint: null };
      return {
        subjects: subjects.map((s) =>
          s === one || s === other ? { ...s, facts: { ...s.facts, imageHashes: [hash], imagePrints: [print] } } : s,
        ),
      };
    }),
  NEAR_DUPLICATE_UNRESOLVED: () =>
    checks(({ subjects }) => {
      const figures = (n: number) =>
        ["a", "b", "c", "d"].map((code, i) => ({ code, date: null, value: n + i / 7, text: null }));
      const [one, other] = [subjects.find((s) => s.set === "training")!, subjects.find(isTest)!];
      return {
        subjects: subjects.map((s) =>
          s === one || s === other
            ? {
                ...s,
                facts: { ...s.facts, ageYears: 61.5, biomarkers: figures(3) },
                row: { ...s.row, baselineSumMm: 44 },
              }
            : s,
        ),
      };
    }),
  OVERLAP_PUBLIC_COHORT_UNDECLARED: async () => {
    await lockIt(await draft((p) => ({ population: { ...p.population, publicCollections: [] } })));
  },
  ARTEFACT_FITTED_ON_TEST: () =>
    checks(({ training, subjects, protocol }) => {
      const test = subjects.filter(isTest).map((s) => ({
        ...s.row,
        tag: s.tag,
        event: true,
        indexDate: s.indexDate,
        outcomeKnownOn: null,
      }));
      return { artefacts: artefactsOf(fitModel(sealTrainingView([...training.rows, ...test]), protocol)), proof: null };
    }),
  ARTEFACT_WITHOUT_PROVENANCE: async () => {
    const views = await openViews(inspire.db, of(await locked()));
    fitModel({ ...views.training }, views.row.document);
  },
  PREDICTOR_AFTER_INDEX_TIME: () =>
    checks(({ subjects }) => ({
      subjects: subjects.map((s) =>
        s.row.indexDay !== null && isTest(s)
          ? {
              ...s,
              row: { ...s.row, predictors: { ...s.row.predictors, "ctdna-change": { value: 1, effectiveDay: 400 } } },
            }
          : s,
      ),
    })),
  OUTCOME_USED_AS_PREDICTOR: async () => {
    const renamed = (p: Plan) => ({
      predictors: p.predictors.map((x) =>
        x.id === "ctdna-change" ? { ...x, source: { ...x.source, code: "ctDNA-clearance" } } : x,
      ),
    });
    await lockIt(await draft(renamed));
  },
  MODEL_HASH_MISMATCH: async () => {
    const id = await locked();
    await behindItsBack(
      `update validation.artefact set document = jsonb_set(document, '{output,intercept}', '9') where kind = 'logistic-regression' and protocol_id = $1`,
      id,
    );
    await predict(inspire.db, of(id));
  },
  FEATURE_CONFIG_MISMATCH: () =>
    draft((p) => ({
      predictors: [
        {
          ...p.predictors[0]!,
          source: { from: "feature", key: "stat_mean", modality: "CT", at: "index" },
          featureConfigHash: "none",
        },
        ...p.predictors.slice(1),
      ],
    })),
  PREDICTIONS_INCOMPLETE: async () => openIt(await locked()),
  TEST_SET_NOT_SEALED: () => draft((p) => ({ split: { ...p.split, testSet: "cohort-X" } })),
  NOT_LOCKED: async () => predict(inspire.db, of(await draft())),
  SIGNATURE_MISSING: async () => {
    const id = await draft();
    await prepareLock(inspire.db, of(id));
    await sign(inspire.db, id, inspire.author, "authored");
    await closeDraft(inspire.db, of(id));
  },
  SIGNER_NOT_INDEPENDENT: async () =>
    lock(inspire.db, await draft(), { author: inspire.author, approver: inspire.author }),
  ALREADY_OPENED: async () => {
    const id = await predicted();
    await openIt(id);
    await openIt(id);
  },
  LOG_CHAIN_BROKEN: async () => {
    const id = await predicted();
    const shift = (by: string) =>
      inspire.admin
        .unsafe(
          `alter table audit.event disable trigger append_only; update audit.event set at = at ${by} interval '1 second' where seq = 3; alter table audit.event enable always trigger append_only`,
        )
        .simple();
    await shift("+");
    try {
      await openIt(id);
    } finally {
      await shift("-");
    }
  },
  PLAN_CHANGED_AFTER_LOCK: async () => {
    const id = await predicted();
    const [row] = await inspire.admin<
      { canonical: string }[]
    >`select canonical from validation.protocol where id = ${id}`;
    const softer = JSON.parse(row!.canonical) as ProtocolDocument;
    const text = canonicalJson({ ...softer, random: { ...softer.random, seed: 1 } });
    expect(protocolHash(JSON.parse(text))).not.toBe(protocolHash(softer));
    await behindItsBack(
      `update validation.protocol set canonical = '${text.replaceAll("'", "''")}', document = '${text.replaceAll("'", "''")}' where id = $1`,
      id,
    );
    await openIt(id);
  },
  SAMPLE_SIZE_UNJUSTIFIED: async () => {
    const free = (p: Plan) => ({
      sampleSize: { ...p.sampleSize, fixedByTrial: false },
      primary: { ...p.primary, conclusiveOnlyWith: { events: 5, nonEvents: 5 } },
    });
    await lockIt(await draft(free));
  },
  BEST_PREDICTIVE_WITHOUT_COMPARATOR: () => draft((p) => ({ biomarker: { ...p.biomarker, best: ["predictive"] } })),
  PRIMARY_NOT_UNIQUE: () => draft((p) => ({ primary: [p.primary, p.primary] })),
  THRESHOLD_FROM_TEST_DATA: () =>
    draft((p) => ({ groupings: p.groupings.map((g) => ({ ...g, thresholdOrigin: "test-data" })) })),
};

/** The list of the rule book, validation §1.1, copied word by word. */
const RULE_BOOK =
  "SPLIT_NOT_SUBJECT_LEVEL, SUBJECT_IN_BOTH_SETS, SITE_IN_BOTH_SETS, TEMPORAL_ORDER, DUPLICATE_IMAGE_ACROSS_SETS, NEAR_DUPLICATE_UNRESOLVED, OVERLAP_PUBLIC_COHORT_UNDECLARED, ARTEFACT_FITTED_ON_TEST, ARTEFACT_WITHOUT_PROVENANCE, PREDICTOR_AFTER_INDEX_TIME, OUTCOME_USED_AS_PREDICTOR, MODEL_HASH_MISMATCH, FEATURE_CONFIG_MISMATCH, PREDICTIONS_INCOMPLETE, NOT_LOCKED, SIGNATURE_MISSING, SIGNER_NOT_INDEPENDENT, ALREADY_OPENED, LOG_CHAIN_BROKEN, PLAN_CHANGED_AFTER_LOCK, SAMPLE_SIZE_UNJUSTIFIED, BEST_PREDICTIVE_WITHOUT_COMPARATOR, PRIMARY_NOT_UNIQUE, THRESHOLD_FROM_TEST_DATA".split(
    ", ",
  );

it("a registration that is still to come is not locked", async () => {
  const id = await draft((p) => ({
    identity: {
      ...p.identity,
      registration: {
        state: "registered",
        registry: "OSF",
        id: "k4u2h",
        url: "https://osf.io/k4u2h",
        date: "2199-01-01",
      },
    },
  }));
  await expect(prepareLock(inspire.db, of(id))).rejects.toThrow(
    "Identity › Registration › Date: 2199-01-01 is still to come",
  );
});

describe("every refusal of the rule book", () => {
  it("is one of ours, and every one of ours has a case", () => {
    expect(RULE_BOOK.filter((code) => !(PROTOCOL_REFUSAL_CODES as readonly string[]).includes(code))).toEqual([]);
    expect(Object.keys(cases).sort()).toEqual([...PROTOCOL_REFUSAL_CODES].sort());
  });

  it.each(Object.entries(cases))("%s is reached", async (code, attempt) => {
    const outcome = await attempt().then(
      () => null,
      (error: unknown) => error,
    );
    expect(outcome, "the attempt must be refused").toBeInstanceOf(Refusal);
    const { problems, message } = outcome as Refusal;
    expect(problems.map((p) => p.code)).toContain(code);
    expect(message).toMatch(/\w+ .*\.$/s);
  });

  it("changes nothing: no set is open but the one that was opened, and the log tells what was refused", async () => {
    const [row] = await inspire.admin<{ n: number }[]>`select count(*)::int as n from sealed.opening`;
    expect(row!.n).toBe(1);
    const refused = await asPerson(
      inspire.db,
      inspire.author.personId,
      () =>
        inspire.admin<
          { action: string }[]
        >`select distinct action from audit.event where action like '%-refused' order by 1`,
    );
    expect(refused.map((r) => r.action)).toEqual(["lock-refused", "opening-refused", "predict-refused"]);
  });
});
