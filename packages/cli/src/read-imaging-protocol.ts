import { type ImagingProtocol, imagingProtocol } from "@nadir/domain";
import { documentOf } from "@nadir/features";
import { readText, refuseIssues } from "./read-input.ts";

/** A trial's imaging protocol from a file of its own, or from a trial manifest that holds one (`trial.imagingProtocol`); JSON or YAML. */
export async function readImagingProtocol(path: string): Promise<ImagingProtocol> {
  const document = documentOf(await readText(path)) as {
    readonly trial?: { readonly imagingProtocol?: unknown };
  } | null;
  const wanted = document?.trial?.imagingProtocol ?? document;
  const parsed = imagingProtocol.safeParse(wanted);
  return parsed.success ? parsed.data : refuseIssues(path, parsed.error.issues, wanted);
}
