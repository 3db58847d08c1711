import { authoriseScan, type ScanForm, scanForm, storeScan } from "@nadir/api/entry";
import { Refusal, refuse } from "@nadir/domain";
import { guarded } from "../../../server/guarded.ts";
import { ownOrigins } from "../../../server/platform.ts";
import { contextOf } from "../../../server/request-context.ts";

/** What one scan may weigh: a thin-sliced CT of the body is some 300 MB unpacked. */
const LIMIT = 512_000_000;

export const POST = guarded(
  {
    origins: ownOrigins,
    limit: LIMIT,
    instead: "Pack the scan (.nii.gz, or a ZIP of its DICOM series), or run 'nadir import' on the server.",
  },
  receive,
);

/**
 * Takes one scan (a form with `scan`, what is said of it as JSON, and its `file`), keeps the file and begins the work that reads,
 * checks and records it. Answers with the work's id. Who may not enter it is refused before the file is kept.
 */
async function receive(request: Request): Promise<Response> {
  const { person, db, store, jobs } = await contextOf(request.headers);
  if (!person)
    return problems(401, [
      { code: "SIGNED_OUT", message: "Your session has ended; nothing was recorded. Sign in again." },
    ]);
  try {
    const { form, file } = await partsOf(request);
    await authoriseScan(db, person.id, form);
    const scan = await storeScan(store, form, new Uint8Array(await file.arrayBuffer()));
    // No trial's job: its result names a patient and a visit, and is for who sent the scan.
    const jobId = await jobs.enqueue(person.id, { kind: "add-scan", scan, trialKey: form.trial });
    return Response.json({ jobId });
  } catch (error) {
    if (error instanceof Refusal) return problems(error.code === "NOT_ALLOWED" ? 403 : 422, error.problems);
    throw error;
  }
}

const BROKEN = "The scan did not arrive whole; nothing was recorded. Send it again.";

async function partsOf(request: Request): Promise<{ form: ScanForm; file: File }> {
  const sent = await request.formData().catch(() => refuse("UPLOAD_BROKEN", BROKEN));
  const file = sent.get("file");
  const form = scanForm.safeParse(jsonOf(String(sent.get("scan") ?? "")));
  return form.success && file instanceof File ? { form: form.data, file } : refuse("UPLOAD_BROKEN", BROKEN);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const problems = (status: number, list: readonly { code: string; message: string }[]): Response =>
  Response.json({ problems: list }, { status });
