import "server-only";
import { blindedFile, readImage, readMask, type StoredFile } from "@nadir/api/read";
import { asPerson } from "@nadir/db";
import { Refusal } from "@nadir/domain";
import { contextOf } from "./request-context.ts";
import { said } from "./said.ts";

const readers = { image: readImage, mask: readMask };

/**
 * The bytes of a volume or a delineation, for whoever may see it. The tag is the content hash: a browser that has the
 * bytes asks again each time (access may have ended) and is told that nothing changed. A blinded reader gets no text of the
 * file's header.
 */
export async function voxels(request: Request, kind: keyof typeof readers, id: string): Promise<Response> {
  const { person, db, store } = await contextOf(request.headers);
  if (!person) return said(401, "Sign in first.");
  if (!/^[0-9a-f-]{36}$/.test(id)) return said(404, `'${id}' is no identifier of an ${kind}.`);
  try {
    const file: StoredFile = await asPerson(db, person.id, (tx) => readers[kind](tx, person.id, id));
    const headers = {
      etag: `"${file.hash}${file.isBlinded ? "-blinded" : ""}"`,
      "cache-control": "private, no-cache",
      "content-type": "application/octet-stream",
      "content-disposition": "attachment",
    };
    if (request.headers.get("if-none-match") === headers.etag) return new Response(null, { status: 304, headers });
    const stored = await store.get(file.hash);
    const bytes = file.isBlinded ? await blindedFile(stored) : stored;
    return new Response(bytes as Uint8Array<ArrayBuffer>, { headers });
  } catch (error) {
    if (error instanceof Refusal) return said(error.code === "IMAGE_UNKNOWN" ? 404 : 403, error.message);
    throw error;
  }
}
