import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { folderCustodians, type Custodians as KeyCustody } from "@nadir/api/intake";
import { createDraft, open, readProtocolRow, type Signatory } from "@nadir/api/trial-validation";
import { asPerson, asSystem, type Database } from "@nadir/db";
import { type ProtocolDocument, readProtocol, refuse, type ValidationResult } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { lock } from "./life/lock.ts";
import { predict } from "./life/predict.ts";
import { report } from "./life/report.ts";

const PLAN = new URL("../protocols/inspire-first-scan.json", import.meta.url);

/** The committed plan of the demonstration: written before any result, and shown in the report by its hash. */
export const inspireFirstScanPlan = async (): Promise<ProtocolDocument> =>
  readProtocol(JSON.parse(await readFile(PLAN, "utf8")));

export interface InspireValidation {
  readonly protocolId: string;
  readonly result: ValidationResult;
  readonly resultHash: string;
  readonly htmlHash: string;
  readonly pdfHash: string;
  /** False when the report had been made before and was only read. */
  readonly ran: boolean;
}

export interface InspireRequest {
  readonly db: Database;
  readonly store: ObjectStore;
  /** Where the custodians' folders of the demonstration lie. */
  readonly home: string;
  readonly onProgress?: (progress: { readonly step: string; readonly done: number; readonly total: number }) => void;
}

/**
 * The demonstration's one locked validation on real data: draft, lock with two signatures, predict, open once, report.
 * Goes on where an earlier run stopped; once reported, it only reads. The signatories are the two demo statisticians:
 * nobody sits at a keyboard, and the protocol says that this is a demonstration.
 */
export async function runInspireValidation(request: InspireRequest): Promise<InspireValidation> {
  const { db, store, home, onProgress = () => {} } = request;
  const plan = await inspireFirstScanPlan();
  const steps = ["draft", "lock", "predict", "open", "report"];
  const say = (step: string) => onProgress({ step, done: steps.indexOf(step), total: steps.length });
  const { author, approver } = await demoSignatories(db, plan.identity.study);
  say("draft");
  const { protocolId } = await createDraft(db, { personId: author.personId, plan });
  const state = async () => (await asPerson(db, author.personId, (tx) => readProtocolRow(tx, protocolId))).state;
  const before = await state();
  if (before === "void" || before === "amended")
    return refuse("NOT_LOCKED", `The demonstration's protocol is ${before}; it cannot be run again in this database.`);
  if (before === "draft") {
    say("lock");
    await lock(db, protocolId, { author, approver });
  }
  if ((await state()) === "locked") {
    say("predict");
    await predict(db, { personId: author.personId, protocolId });
  }
  if ((await state()) === "predicted") {
    say("open");
    await open(db, protocolId, { opener: author, custodians: custodiansAt(home, plan) });
  }
  if ((await state()) === "opened") {
    say("report");
    await report({ db, store }, protocolId, author);
  }
  onProgress({ step: "report", done: steps.length, total: steps.length });
  const stored = await readReport(db, author.personId, protocolId);
  return { protocolId, ...stored, ran: before !== "reported" && before !== "archived" };
}

async function readReport(db: Database, personId: string, protocolId: string) {
  return asPerson(db, personId, async ({ sql }) => {
    const [row] = await sql<{ result: ValidationResult; result_hash: string; html_hash: string; pdf_hash: string }[]>`
      select result, result_hash, html_hash, pdf_hash from validation.report where protocol_id = ${protocolId}`;
    if (!row) return refuse("REPORT_UNKNOWN", "The demonstration's report is not in the database.");
    return { result: row.result, resultHash: row.result_hash, htmlHash: row.html_hash, pdfHash: row.pdf_hash };
  });
}

/** Both halves of the set's key from the folders of the demonstration's two custodians. */
function custodiansAt(home: string, plan: ProtocolDocument) {
  const custody: KeyCustody = folderCustodians(join(home, "custodians"));
  return {
    halves: async () =>
      (await custody.halvesOf(plan.identity.study, plan.split.testSet)) ??
      refuse(
        "SEAL_KEY_WRONG",
        `The custodians hold no key for ${plan.split.testSet} of ${plan.identity.study}; it is made when the trial is imported.`,
      ),
  };
}

/** The first two statisticians of the trial, by when they were made members: author and approver. */
async function demoSignatories(db: Database, trialKey: string): Promise<{ author: Signatory; approver: Signatory }> {
  const people = await asSystem(
    db,
    "find the statisticians who sign the demonstration's protocol",
    ({ sql }) => sql<{ id: string }[]>`
      select u.id from identity.membership m
        join identity."user" u on u.id = m.user_id
        join record.trial t on t.id = m.trial_id
       where t.key = ${trialKey} and t.superseded_at is null and m.site_id is null and m.role = 'statistician'
         and m.revoked_at is null
       order by u.email desc`,
  );
  const [author, approver] = people.map(
    ({ id }): Signatory => ({ personId: id, role: "statistician", authenticate: async () => true }),
  );
  if (!author || !approver)
    return refuse(
      "SIGNATURE_MISSING",
      `Locking needs two statisticians in the trial ${trialKey}; ${people.length} found. Make the demo people members first (seedDemoPeople).`,
    );
  return { author, approver };
}
