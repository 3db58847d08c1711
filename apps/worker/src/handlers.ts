import { takeProvedBackup } from "@nadir/api/backup";
import { bringInScan, bringInTrial } from "@nadir/api/bring-in";
import { computeTrial } from "@nadir/api/compute";
import { shareTrial } from "@nadir/api/deidentify";
import { checkObjects } from "@nadir/api/health";
import { folderCustodians } from "@nadir/api/intake";
import type { JobHandlers } from "@nadir/api/jobs";
import { runDevelopment, runMonitoring } from "@nadir/api/model-work";
import { scanTrial } from "@nadir/api/radiogenomics";
import { logRefusal } from "@nadir/api/trial-validation";
import { filesOfListing } from "@nadir/api/upload";
import type { Database } from "@nadir/db";
import { Refusal, refuse } from "@nadir/domain";
import {
  addErratum,
  addPostHoc,
  closeDraft,
  compareModels,
  fileReport,
  predict,
  prepareLock,
  previewSplit,
  proveProtocol,
  verify,
} from "@nadir/harness";
import type { ObjectStore } from "@nadir/storage";

export interface Places {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly custodians: string;
  readonly home: string;
  readonly backups: string;
}

/** What the worker does for each kind of job: each calls one use-case, under the person who asked. */
export function handlersOf(
  { db, store, custodians, home, backups }: Places,
  log: (line: string) => void = (line) => void process.stderr.write(`worker: ${line}\n`),
): JobHandlers {
  return {
    async import({ listing, dryRun }, { personId, onProgress }) {
      const request = {
        db,
        store,
        by: { personId },
        files: await filesOfListing(store, listing),
        custodians: folderCustodians(custodians),
        dryRun,
        onProgress,
      };
      const outcome = await bringInTrial(request, (error) =>
        log(`computing after an import: ${error instanceof Error ? error.stack : error}`),
      );
      if (outcome.problems.length > 0) throw new Refusal(outcome.problems);
      return outcome;
    },

    radiogenomics: ({ trialKey, settings }, { personId, onProgress }) =>
      scanTrial({ db, trialKey, settings, askedBy: personId, onProgress }),

    "add-scan": (request, { personId, onProgress }) =>
      bringInScan({ db, store, onProgress }, personId, request, (error) =>
        log(`computing after a scan: ${error instanceof Error ? error.stack : error}`),
      ),

    compute: ({ trialKey }, { onProgress }) => computeTrial({ db, store, trialKey, onProgress }),

    deidentify: ({ trialKey: trial, as }, { personId, onProgress }) =>
      shareTrial({ db, store, by: { personId }, trial, as, onProgress }),

    "check-objects": (_, { onProgress }) => checkObjects({ db, store }, onProgress),

    backup: (_, { personId, onProgress }) =>
      takeProvedBackup({ place: { home }, backups }, { db, by: { personId } }, onProgress),

    develop: ({ kind: _, ...request }, { personId, onProgress }) =>
      runDevelopment({ db, store }, personId, request, onProgress),

    monitor: ({ modelId, wish }, { personId, onProgress }) =>
      runMonitoring(db, personId, { modelId, wish }, onProgress),

    "compare-models": async ({ protocols }, { personId, onProgress }) => {
      onProgress({ step: "comparing on the opened set", done: 0, total: 1 });
      return compareModels(db, personId, protocols);
    },

    async addendum({ addendum, protocolId, request }, { personId, onProgress }) {
      onProgress({ step: addendum, done: 0, total: 1 });
      const add = addendum === "erratum" ? addErratum : addPostHoc;
      const { number, documentHash } = await add({ db, store }, { personId, protocolId }, request);
      return { number, documentHash };
    },

    async validate({ action, protocolId }, { personId, onProgress }) {
      const of = { personId, protocolId };
      onProgress({ step: action, done: 0, total: 1 });
      switch (action) {
        case "preview":
          return previewSplit(db, of);
        case "prepare": {
          const { documentHash, leakage } = await logRefusal(db, { ...of, act: "lock" }, () => prepareLock(db, of));
          return { documentHash, leakage };
        }
        case "prove":
          return proveProtocol(db, of);
        case "lock":
          // Both have signed at the portal or the command line; the database refuses a lock without their signatures.
          await logRefusal(db, { ...of, act: "lock" }, () => closeDraft(db, of));
          return { state: "locked" };
        case "predict": {
          const { computed, notComputable } = await predict(db, of);
          return { computed, notComputable };
        }
        case "report": {
          const { resultHash, htmlHash, pdfHash } = await fileReport({ db, store }, of);
          return { resultHash, htmlHash, pdfHash };
        }
        case "verify":
          return verify({ db, store }, of);
        case "open":
          // Opening asks for a password and for both halves of the key: there is nobody to ask in a queue.
          return refuse(
            "SIGNATURE_MISSING",
            "An opening is signed by a person; use the portal or `nadir validate open`.",
          );
      }
    },
  };
}
