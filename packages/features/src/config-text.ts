import { type FeatureConfig, refuse } from "@nadir/domain";
import { parse, YAMLParseError } from "yaml";
import { parseConfig } from "./config.ts";
import { checkPyradiomicsParameters, isPyradiomicsFile } from "./pyradiomics/parameters.ts";

/**
 * A configuration from the text of a file: `nadir.feature-config/1` as JSON or YAML, or a PyRadiomics parameter file as
 * it is (told by its sections `setting`, `imageType`, `featureClass`). Refuses `BAD_CONFIG`, `BAD_PARAMETERS`, naming
 * every key that is unknown.
 */
export function configFromText(text: string): FeatureConfig {
  return configFromDocument(documentOf(text));
}

/** As `configFromText`, from what the text holds. */
export function configFromDocument(document: unknown): FeatureConfig {
  if (!isPyradiomicsFile(document)) return parseConfig(document ?? {});
  return parseConfig({ profile: "pyradiomics", pyradiomics: checkPyradiomicsParameters(document) });
}

/** What a JSON or YAML text holds. Refuses `BAD_CONFIG`. */
export function documentOf(text: string): unknown {
  const plain = text.replace(/^\uFEFF/, "");
  try {
    // JSON may be indented with tabs, which YAML forbids.
    return JSON.parse(plain);
  } catch {
    // Not JSON; YAML says what is wrong when it is neither.
  }
  try {
    return parse(plain);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return refuse("BAD_CONFIG", `The configuration is neither JSON nor YAML: ${error.message.split("\n")[0]}`, {
      expected: "a JSON or YAML document",
    });
  }
}
