import { membershipsOf, permissionsOfRoles } from "@nadir/api/identity";
import { readZip, storeUpload } from "@nadir/api/upload";
import { asPerson } from "@nadir/db";
import { Refusal, refuse } from "@nadir/domain";
import { contextOf } from "../../../server/request-context.ts";

/** What one upload may weigh. Larger folders go by `nadir import` on the server, which reads them from disk. */
const LIMIT = 512_000_000;

/**
 * Takes the files of a trial's folder (a form with `names`, a JSON list of relative names, and `files` in that order),
 * or one ZIP archive of it, into the object store, and answers with a ticket for the import.
 */
export async function POST(request: Request): Promise<Response> {
  const { person, db, store, secret } = await contextOf(request.headers);
  if (!person) return problems(401, [{ code: "SIGNED_OUT", message: "Your session has ended. Sign in again." }]);
  try {
    const memberships = await asPerson(db, person.id, (tx) => membershipsOf(tx, person.id));
    if (!permissionsOfRoles(memberships.map((m) => m.role)).has("import"))
      refuse("NOT_ALLOWED", "Your roles do not include importing. Ask an administrator for it.");
    const length = Number(request.headers.get("content-length") ?? 0);
    if (length > LIMIT)
      refuse(
        "UPLOAD_TOO_LARGE",
        `The files weigh ${Math.round(length / 1e6)} MB; an upload may weigh ${LIMIT / 1e6} MB. Run 'nadir import' on the server instead.`,
      );
    const upload = await storeUpload({ store, secret, personId: person.id }, await entriesOf(await request.formData()));
    return Response.json(upload);
  } catch (error) {
    if (error instanceof Refusal) return problems(error.code === "NOT_ALLOWED" ? 403 : 422, error.problems);
    throw error;
  }
}

async function entriesOf(form: FormData): Promise<Iterable<{ name: string; bytes: Uint8Array }>> {
  const files = form.getAll("files").filter((entry): entry is File => entry instanceof File);
  const names = JSON.parse(String(form.get("names") ?? "[]")) as unknown;
  if (!Array.isArray(names) || names.length !== files.length)
    refuse("UPLOAD_BROKEN", "The upload did not arrive whole; choose the files again.");
  const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());
  if (files.length === 1 && /\.zip$/i.test(String(names[0]))) return readZip(await bytesOf(files[0]!), 2 * LIMIT);
  const entries: { name: string; bytes: Uint8Array }[] = [];
  for (const [at, file] of files.entries()) entries.push({ name: String(names[at]), bytes: await bytesOf(file) });
  return entries;
}

const problems = (status: number, list: readonly { code: string; message: string }[]): Response =>
  Response.json({ problems: list }, { status });
