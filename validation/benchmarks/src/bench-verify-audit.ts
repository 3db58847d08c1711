/**
 * The whole log recomputed, with every row compared, after the import of all bundled trials, against only reading the same
 * events from the same server. Promise: under 2 s, which a person waits for on the audit page without leaving it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filesOfFolder, folderCustodians, importTrial } from "@nadir/api/intake";
import { asSystem, verifyAudit } from "@nadir/db";
import { DEMO_TRIALS } from "@nadir/demo";
import { conclude, median, timed } from "./measure.ts";
import { withOwnServer } from "./own-server.ts";

const ROUNDS = 5;

await withOwnServer(async ({ db, store }) => {
  const keys = await mkdtemp(join(tmpdir(), "nadir-bench-custodians-"));
  const custodians = folderCustodians(keys);
  for (const { folder } of DEMO_TRIALS) {
    const { problems } = await importTrial({ db, store, custodians, by: "system", files: await filesOfFolder(folder) });
    if (problems.length > 0) throw new Error(problems[0]?.message);
  }
  await rm(keys, { recursive: true, force: true });
  let events = 0;
  const verifying: number[] = [];
  const reading: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    reading.push(
      await timed(() =>
        asSystem(db, "read the log", async (tx) => {
          events = (await tx.sql`select * from audit.event order by seq`).length;
        }),
      ),
    );
    verifying.push(
      await timed(async () => {
        const verdict = await verifyAudit(db);
        if (!verdict.ok) throw new Error(`The chain does not hold: ${verdict.why}`);
      }),
    );
  }
  conclude({
    name: "verification of the log of all bundled trials, median",
    targetMs: 2_000,
    measuredMs: median(verifying),
    baseline: { what: "reading its events", ms: median(reading) },
    detail: { events, trials: DEMO_TRIALS.length, rounds: ROUNDS },
  });
});
