import { type PyradiomicsParameters, pyradiomicsParameters, pyradiomicsSetting, Refusal } from "@nadir/domain";
import { parse, YAMLParseError } from "yaml";

/**
 * A PyRadiomics parameter file (YAML or JSON) as it is: `setting`, `imageType`, `featureClass`. A file without these
 * three is read as settings only. Refuses `BAD_PARAMETERS`, naming every key that is unknown or not computed.
 */
export function parsePyradiomicsParameters(text: string): PyradiomicsParameters {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new Refusal([
      { code: "BAD_PARAMETERS", message: `The parameter file is no YAML: ${error.message.split("\n")[0]}` },
    ]);
  }
  return checkPyradiomicsParameters(document);
}

const SECTIONS = ["setting", "imageType", "featureClass", "voxelSetting"];

/** Whether a document has the sections of a PyRadiomics parameter file. */
export const isPyradiomicsFile = (document: unknown): document is object =>
  typeof document === "object" &&
  document !== null &&
  !Array.isArray(document) &&
  Object.keys(document).some((key) => SECTIONS.includes(key));

/** As `parsePyradiomicsParameters`, from an object. */
export function checkPyradiomicsParameters(document: unknown): PyradiomicsParameters {
  const sections = isPyradiomicsFile(document) ? withoutEmpty(document) : { setting: document ?? {} };
  const parsed = pyradiomicsParameters.safeParse(sections);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    parsed.error.issues.map((issue) => {
      const path = issue.path.join(".") || "the document";
      const named = issue.code === "unrecognized_keys" ? unknownKeys(issue.path[0], issue.keys) : issue.message;
      return { code: "BAD_PARAMETERS", message: `PyRadiomics parameters, ${path}: ${named}.`, where: { path } };
    }),
  );
}

/** What is read before any filter stands under `setting` only; PyRadiomics passes it over elsewhere without a word. */
function unknownKeys(section: PropertyKey | undefined, keys: readonly string[]): string {
  const misplaced = section === "imageType" ? keys.filter((key) => key in pyradiomicsSetting.shape) : [];
  const unknown = keys.filter((key) => !misplaced.includes(key));
  return [
    unknown.length > 0 ? `unknown key(s) ${unknown.join(", ")}` : "",
    misplaced.length > 0
      ? `${misplaced.join(", ")} acts before any filter, for all image types alike: put it under 'setting'`
      : "",
  ]
    .filter(Boolean)
    .join("; ");
}

/** A section or image type that stands empty in YAML is null there, and means "all defaults". */
function withoutEmpty(document: object): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(document)) {
    if (value === null) continue;
    out[key] = key === "imageType" ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, v ?? {}])) : value;
  }
  return out;
}
