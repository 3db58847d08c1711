import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seedDemoPeople } from "@nadir/api/identity";
import { filesOfFolder, folderCustodians, importTrial, type TrialFiles } from "@nadir/api/intake";
import type { Signatory } from "@nadir/api/trial-validation";
import { testDatabase } from "@nadir/db/testing";
import { DEMO_TRIALS } from "@nadir/demo";
import type { ProtocolDocument } from "@nadir/domain";
import { openLocalStore } from "@nadir/storage";
import { inspirePlan } from "./synthetic-facts.ts";

/** A database with a trial imported as `nadir demo` does it, the demo people as its members, and a plan on it. */
export async function trialDatabase(files: TrialFiles, plan: ProtocolDocument, others: readonly TrialFiles[] = []) {
  const home = await mkdtemp(join(tmpdir(), "nadir-harness-"));
  const database = await testDatabase({ max: 6 });
  const { db } = database;
  const store = await openLocalStore(join(home, "objects"));
  const custody = folderCustodians(join(home, "custodians"));
  for (const one of [...others, files]) {
    const outcome = await importTrial({ db, store, by: "system", files: one, custodians: custody });
    if (outcome.problems.length > 0) throw new Error(outcome.problems.map((p) => p.message).join("\n"));
  }
  await seedDemoPeople({ db, home });
  const signatory = async (name: string): Promise<Signatory> => {
    const email = `${name}@demo.nadir.example`;
    const [row] = await db.sql<{ id: string }[]>`select id from identity."user" where email = ${email}`;
    return { personId: row!.id, role: "statistician", authenticate: async () => true };
  };
  return {
    ...database,
    home,
    store,
    plan,
    author: await signatory("statistician"),
    approver: await signatory("second-statistician"),
    boardMember: { ...(await signatory("board")), role: "board" },
    custodians: { halves: async () => (await custody.halvesOf(plan.identity.study, plan.split.testSet))! },
    async close() {
      await database.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
export type TrialDatabase = Awaited<ReturnType<typeof trialDatabase>>;

/** The bundled INSPIRE trial with its committed plan. */
export async function inspireDatabase(): Promise<TrialDatabase> {
  const trial = DEMO_TRIALS.find((t) => t.key === "inspire-pembrolizumab")!;
  return trialDatabase(await filesOfFolder(trial.folder), inspirePlan());
}
