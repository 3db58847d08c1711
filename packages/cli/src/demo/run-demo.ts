import { type ComputeOutcome, computeTrial } from "@nadir/api/compute";
import { seedDemoPeople } from "@nadir/api/identity";
import { filesOfFolder, type ImportOutcome, importTrial } from "@nadir/api/intake";
import { DEMO_TRIALS } from "@nadir/demo";
import { Refusal } from "@nadir/domain";
import { runInspireValidation } from "@nadir/harness";
import type { Installation } from "../installation.ts";
import { message, progressSpeaker } from "../speak.ts";
import { beginDemoWork } from "./begin-work.ts";

/** What was done for one trial, in counts. */
export interface TrialDone {
  readonly key: string;
  readonly subjects: number;
  /** Rows of the record that are new or changed, and that were there already. */
  readonly written: number;
  readonly unchanged: number;
  readonly features: { readonly computed: number; readonly reused: number };
  readonly deltas: { readonly computed: number; readonly reused: number };
  readonly assessments: { readonly computed: number; readonly reused: number };
  readonly flags: { readonly computed: number; readonly reused: number };
  readonly seconds: number;
}

export interface DemoDone {
  readonly trials: readonly TrialDone[];
  readonly validation: {
    readonly protocolId: string;
    readonly resultHash: string;
    readonly ran: boolean;
    readonly seconds: number;
  };
  /** Works that were begun for the people: reading, a meeting, a rule of strata. */
  readonly begun: number;
  readonly people: readonly { readonly role: string; readonly email: string; readonly password: string }[];
  /** How many things this run did that an earlier one had not: 0 when everything stood already. */
  readonly workDone: number;
}

/** The whole way of the data on the bundled trials. Everything that stands from an earlier run is left as it is. */
export async function runDemo({ db, store, home, custodians, migrated }: Installation): Promise<DemoDone> {
  await seedDemoPeople({ db, home });
  const imports: { key: string; outcome: ImportOutcome; seconds: number }[] = [];
  for (const [at, { key, folder }] of DEMO_TRIALS.entries()) {
    message(`\nTrial ${at + 1} of ${DEMO_TRIALS.length}: ${key}, import`);
    const began = performance.now();
    const onProgress = progressSpeaker();
    const files = await filesOfFolder(folder);
    const outcome = await importTrial({ db, store, custodians, by: "system", files, onProgress });
    if (outcome.problems.length > 0) throw new Refusal(outcome.problems);
    imports.push({ key, outcome, seconds: (performance.now() - began) / 1000 });
  }
  // Again, because memberships are of trials, which now exist.
  const people = await seedDemoPeople({ db, home });

  const trials: TrialDone[] = [];
  for (const [at, { key, outcome, seconds }] of imports.entries()) {
    message(`\nTrial ${at + 1} of ${imports.length}: ${key}, features, changes, responses, flags`);
    const began = performance.now();
    const computed = await computeTrial({ db, store, trialKey: key, onProgress: progressSpeaker() });
    trials.push(trialDone(key, outcome, computed, seconds + (performance.now() - began) / 1000));
  }

  message("\nLocked validation on INSPIRE: draft, lock, predict, open once, report");
  const began = performance.now();
  const { protocolId, resultHash, ran } = await runInspireValidation({
    db,
    store,
    home,
    onProgress: progressSpeaker(),
  });
  const validation = { protocolId, resultHash, ran, seconds: (performance.now() - began) / 1000 };
  const begun = await beginDemoWork(db, people);
  const workDone =
    migrated.length +
    (ran ? 1 : 0) +
    begun +
    trials.reduce(
      (sum, t) => sum + t.written + [t.features, t.deltas, t.assessments, t.flags].reduce((n, x) => n + x.computed, 0),
      0,
    );
  return {
    trials,
    validation,
    begun,
    people: people.map(({ role, email, password }) => ({ role, email, password })),
    workDone,
  };
}

function trialDone(key: string, outcome: ImportOutcome, computed: ComputeOutcome, seconds: number): TrialDone {
  const counts = Object.values(outcome.counts);
  const sum = (of: "new" | "changed" | "unchanged") => counts.reduce((total, count) => total + (count?.[of] ?? 0), 0);
  const subject = outcome.counts.subject;
  const { features, deltas, assessments, flags } = computed;
  return {
    key,
    subjects: (subject?.new ?? 0) + (subject?.changed ?? 0) + (subject?.unchanged ?? 0),
    written: sum("new") + sum("changed"),
    unchanged: sum("unchanged"),
    features,
    deltas,
    assessments,
    flags,
    seconds,
  };
}
