import { bringInTrial } from "@nadir/api/bring-in";
import { computeTrial } from "@nadir/api/compute";
import { folderCustodians } from "@nadir/api/intake";
import type { JobHandlers } from "@nadir/api/jobs";
import { filesOfListing } from "@nadir/api/upload";
import type { Database } from "@nadir/db";
import { Refusal, refuse } from "@nadir/domain";
import { verify } from "@nadir/harness";
import type { ObjectStore } from "@nadir/storage";

export interface Places {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly custodians: string;
}

/** What the worker does for each kind of job: each calls one use-case, under the person who asked. */
export function handlersOf(
  { db, store, custodians }: Places,
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

    compute: ({ trialKey }, { onProgress }) => computeTrial({ db, store, trialKey, onProgress }),

    async validate({ action, protocolId }, { personId }) {
      // Locking, opening and reporting are signed, and a signature asks the person anew: there is nobody to ask in a queue.
      if (action !== "verify")
        refuse("SIGNATURE_MISSING", `'${action}' must be signed by a person; use \`nadir validate ${action}\`.`);
      return verify({ db, store }, { personId, protocolId });
    },
  };
}
