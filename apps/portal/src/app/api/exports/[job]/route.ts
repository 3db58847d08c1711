import { readShared } from "@nadir/api/deidentify";
import { Refusal } from "@nadir/domain";
import { contextOf } from "../../../../server/request-context.ts";
import { said } from "../../../../server/said.ts";

/** The archive that a job made of a trial, for whoever may export the trial. */
export async function GET(request: Request, { params }: { params: Promise<{ job: string }> }): Promise<Response> {
  const { job } = await params;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(job)) return said(404, "There is no such export.");
  const { person, db, store } = await contextOf(request.headers);
  if (!person) return said(401, "Sign in first.");
  try {
    const { name, bytes } = await readShared({ db, store }, person.id, job);
    return new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    if (error instanceof Refusal) return said(error.code === "NOT_ALLOWED" ? 403 : 404, error.message);
    throw error;
  }
}
