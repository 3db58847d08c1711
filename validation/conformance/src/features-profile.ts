import type { FeatureConfig } from "@nadir/domain";
import { checkPyradiomicsParameters, parseConfig, parsePyradiomicsParameters } from "@nadir/features";
import type { FeatureCase, FeatureCaseIo } from "./features-case.ts";
import type { Expected } from "./features-reference.ts";

/**
 * The configuration of a case in the profile `pyradiomics`: PyRadiomics parameters (an object, or the path of a
 * parameter file) or a Nadir configuration. Where the parameters name no image types, those that the reference has
 * values for are computed.
 */
export function profileConfig(one: FeatureCase, io: FeatureCaseIo, expected: readonly Expected[]): FeatureConfig {
  const written = typeof one.config === "string" ? io.text(one.config) : one.config;
  const isNadir =
    typeof written === "object" &&
    ["schema", "discretisation", "pyradiomics", "interpolation"].some((key) => key in written);
  if (isNadir) return parseConfig({ ...written, profile: "pyradiomics" });
  const parameters =
    typeof written === "string" ? parsePyradiomicsParameters(written) : checkPyradiomicsParameters(written);
  const namesTypes = typeof written === "string" ? /^imageType:|"imageType"/m.test(written) : "imageType" in written;
  const imageType = namesTypes ? parameters.imageType : typesOf(expected);
  return parseConfig({ profile: "pyradiomics", pyradiomics: { ...parameters, imageType } });
}

function typesOf(expected: readonly Expected[]): FeatureConfigTypes {
  const sigmas = new Set<number>();
  let [hasOriginal, hasWavelet] = [false, false];
  for (const { key } of expected) {
    const sigma = /^log-sigma-(\d+)-(\d+)-mm/.exec(key);
    if (sigma) sigmas.add(Number(`${sigma[1]}.${sigma[2]}`));
    hasOriginal ||= key.startsWith("original_");
    hasWavelet ||= key.startsWith("wavelet-");
  }
  return {
    ...(hasOriginal ? { Original: {} } : {}),
    ...(hasWavelet ? { Wavelet: {} } : {}),
    ...(sigmas.size > 0 ? { LoG: { sigma: [...sigmas] } } : {}),
  };
}
type FeatureConfigTypes = NonNullable<FeatureConfig["pyradiomics"]>["imageType"];
