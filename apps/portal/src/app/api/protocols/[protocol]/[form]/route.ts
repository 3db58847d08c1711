import { exportProtocol, PROTOCOL_DOWNLOADS, predictionsTable } from "@nadir/api/trial-validation";
import { Refusal } from "@nadir/domain";
import { contextOf } from "../../../../../server/request-context.ts";
import { said } from "../../../../../server/said.ts";

const STATUS: Readonly<Record<string, number>> = { NOT_ALLOWED: 403, NOT_LOCKED: 409 };

/** A protocol as a file, to be attached to a public registration; or the table in which its predictions come back. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ protocol: string; form: string }> },
): Promise<Response> {
  const { protocol, form: asked } = await params;
  const form = PROTOCOL_DOWNLOADS.find((f) => f === asked);
  if (!form) return said(404, `A protocol comes as ${PROTOCOL_DOWNLOADS.join(", ")}; '${asked}' is none of them.`);
  const { person, db } = await contextOf(request.headers);
  if (!person) return said(401, "Sign in first.");
  try {
    const { text, mediaType, fileName } = await (form === "predictions"
      ? predictionsTable(db, person.id, protocol)
      : exportProtocol(db, person.id, protocol, form));
    return new Response(text, {
      headers: {
        "content-type": mediaType,
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "private, no-cache",
      },
    });
  } catch (error) {
    if (error instanceof Refusal) return said(STATUS[error.code] ?? 404, error.message);
    throw error;
  }
}
