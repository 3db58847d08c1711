import { radiogenomicsReport } from "@nadir/api/radiogenomics";
import { sentenceOf } from "@nadir/api/trpc";
import { TRPCError } from "@trpc/server";
import { contextOf, createCaller } from "../../../../../server/request-context.ts";
import { said } from "../../../../../server/said.ts";

const FORMS = { "report.html": "text/html; charset=utf-8" } as const;
const isForm = (form: string): form is keyof typeof FORMS => Object.hasOwn(FORMS, form);

/** The report of a trial's radiogenomics as a file, with the rights of whoever asks. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ trial: string; form: string }> },
): Promise<Response> {
  const { trial, form } = await params;
  if (!isForm(form)) return said(404, `There is no '${form}'; there are ${Object.keys(FORMS).join(", ")}.`);
  const context = await contextOf(request.headers);
  if (!context.person) return said(401, "Sign in first.");
  try {
    const caller = createCaller(context);
    const found = await caller.radiogenomics.read({ trial });
    if (!found.associations) return said(404, "Nothing has been computed yet.");
    const body = radiogenomicsReport({ ...found.trial, sealed: found.sealed }, found.associations, found.models);
    return new Response(body, {
      headers: {
        "content-type": FORMS[form],
        "content-disposition": `attachment; filename="${trial}-radiogenomics-${form}"`,
        "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === "INTERNAL_SERVER_ERROR") throw error;
    return said(error.code === "FORBIDDEN" ? 403 : error.code === "NOT_FOUND" ? 404 : 400, sentenceOf(error));
  }
}
