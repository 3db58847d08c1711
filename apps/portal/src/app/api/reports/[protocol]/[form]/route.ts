import { REPORT_FORMS, type ReportFile, readAddendumPage, readReportFile } from "@nadir/api/trial-validation";
import { Refusal } from "@nadir/domain";
import { contextOf } from "../../../../../server/request-context.ts";
import { said } from "../../../../../server/said.ts";

/**
 * A report's paper as it was filed, or the page of an addendum to it (`addendum-1`). The HTML form stands inside the validation page: it may be framed by this portal
 * only, runs no script and fetches nothing.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ protocol: string; form: string }> },
): Promise<Response> {
  const { protocol, form: asked } = await params;
  const form = REPORT_FORMS.find((f) => f === asked);
  const addendum = /^addendum-([1-9]\d{0,5})$/.exec(asked);
  if (!form && !addendum) return said(404, `A report comes as ${REPORT_FORMS.join(", ")}; '${asked}' is none of them.`);
  const { person, db, store } = await contextOf(request.headers);
  if (!person) return said(401, "Sign in first.");
  try {
    if (!form) {
      const of = { personId: person.id, protocolId: protocol, number: Number(addendum?.[1]) };
      return paper(
        { bytes: await readAddendumPage({ db, store }, of), mediaType: HTML, fileName: `${asked}.html` },
        false,
      );
    }
    const isDownload = form !== "html" || new URL(request.url).searchParams.has("download");
    const file = await readReportFile({ db, store }, person.id, protocol, form, { taken: isDownload });
    return paper(file, isDownload);
  } catch (error) {
    if (error instanceof Refusal) return said(error.code === "NOT_ALLOWED" ? 403 : 404, error.message);
    throw error;
  }
}

const HTML = "text/html; charset=utf-8";

const paper = ({ bytes, mediaType, fileName }: ReportFile, isDownload: boolean): Response =>
  new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      "content-type": mediaType,
      "content-disposition": `${isDownload ? "attachment" : "inline"}; filename="${fileName}"`,
      "cache-control": "private, no-cache",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; sandbox allow-same-origin",
    },
  });
