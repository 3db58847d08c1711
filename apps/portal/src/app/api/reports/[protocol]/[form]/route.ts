import { REPORT_FORMS, readReportFile } from "@nadir/api/trial-validation";
import { Refusal } from "@nadir/domain";
import { contextOf } from "../../../../../server/request-context.ts";
import { said } from "../../../../../server/said.ts";

/**
 * A report's paper as it was filed. The HTML form stands inside the validation page: it may be framed by this portal
 * only, runs no script and fetches nothing.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ protocol: string; form: string }> },
): Promise<Response> {
  const { protocol, form: asked } = await params;
  const form = REPORT_FORMS.find((f) => f === asked);
  if (!form) return said(404, `A report comes as ${REPORT_FORMS.join(", ")}; '${asked}' is none of them.`);
  const { person, db, store } = await contextOf(request.headers);
  if (!person) return said(401, "Sign in first.");
  try {
    const isDownload = form !== "html" || new URL(request.url).searchParams.has("download");
    const file = await readReportFile({ db, store }, person.id, protocol, form, { taken: isDownload });
    return new Response(file.bytes as Uint8Array<ArrayBuffer>, {
      headers: {
        "content-type": file.mediaType,
        "content-disposition": `${isDownload ? "attachment" : "inline"}; filename="${file.fileName}"`,
        "cache-control": "private, no-cache",
        "content-security-policy":
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; sandbox allow-same-origin",
      },
    });
  } catch (error) {
    if (error instanceof Refusal) return said(error.code === "NOT_ALLOWED" ? 403 : 404, error.message);
    throw error;
  }
}
