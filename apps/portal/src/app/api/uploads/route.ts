import { membershipsOf, permissionsOfRoles } from "@nadir/api/identity";
import { readZip, storeUpload } from "@nadir/api/upload";
import { asPerson } from "@nadir/db";
import { Refusal, refuse } from "@nadir/domain";
import { guarded } from "../../../server/guarded.ts";
import { ownOrigins } from "../../../server/platform.ts";
import { contextOf } from "../../../server/request-context.ts";

/** What one upload may weigh. Larger folders go by `nadir import` on the server, which reads them from disk. */
const LIMIT = 512_000_000;

export const POST = guarded(
  { origins: ownOrigins, limit: LIMIT, instead: "Run 'nadir import' on the server." },
  receive,
);

/**
 * Takes the files of a trial's folder (a form with `names`, a JSON list of relative names, and `files` in that order),
 * or one ZIP archive of it, into the object store, and answers with a ticket for the import.
 */
async function receive(request: Request): Promise<Response> {
  const { person, db, store, secret } = await contextOf(request.headers);
  if (!person) return problems(401, [{ code: "SIGNED_OUT", message: "Your session has ended. Sign in again." }]);
  try {
    const memberships = await asPerson(db, person.id, (tx) => membershipsOf(tx, person.id));
    if (!permissionsOfRoles(memberships.map((m) => m.role)).has("import"))
      refuse("NOT_ALLOWED", "No role of yours lets you import files. An administrator of the trial gives roles.");
    const upload = await storeUpload({ store, secret, personId: person.id }, await entriesOf(await formOf(request)));
    return Response.json(upload);
  } catch (error) {
    if (error instanceof Refusal) return problems(error.code === "NOT_ALLOWED" ? 403 : 422, error.problems);
    throw error;
  }
}

const BROKEN = "The upload did not arrive whole; choose the files again.";
const formOf = (request: Request): Promise<FormData> => request.formData().catch(() => refuse("UPLOAD_BROKEN", BROKEN));

async function entriesOf(form: FormData): Promise<Iterable<{ name: string; bytes: Uint8Array }>> {
  const files = form.getAll("files").filter((entry): entry is File => entry instanceof File);
  const names = namesOf(String(form.get("names") ?? "[]"));
  if (names?.length !== files.length) return refuse("UPLOAD_BROKEN", BROKEN);
  const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());
  if (files.length === 1 && /\.zip$/i.test(String(names[0]))) return readZip(await bytesOf(files[0]!), 2 * LIMIT);
  const entries: { name: string; bytes: Uint8Array }[] = [];
  for (const [at, file] of files.entries()) entries.push({ name: String(names[at]), bytes: await bytesOf(file) });
  return entries;
}

function namesOf(text: string): readonly unknown[] | null {
  try {
    const names = JSON.parse(text) as unknown;
    return Array.isArray(names) ? names : null;
  } catch {
    return null;
  }
}

const problems = (status: number, list: readonly { code: string; message: string }[]): Response =>
  Response.json({ problems: list }, { status });
