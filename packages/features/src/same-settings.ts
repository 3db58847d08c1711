import { type FeatureResult, refuse } from "@nadir/domain";

/** Refuses `SETTINGS_DIFFER` unless profile, configuration, engine and catalogue of two results are the same. */
export function requireSameSettings(a: FeatureResult, b: FeatureResult): void {
  const facts = (r: FeatureResult): Record<string, string> => ({
    profile: r.provenance.profile,
    "configuration hash": r.provenance.configHash,
    "engine version": r.provenance.engine.version,
    "catalogue version": r.provenance.catalogueVersion,
  });
  const [left, right] = [facts(a), facts(b)];
  const differ = Object.keys(left).filter((name) => left[name] !== right[name]);
  if (differ.length === 0) return;
  const told = differ.map((name) => `${name} ${left[name]} against ${right[name]}`).join("; ");
  refuse(
    "SETTINGS_DIFFER",
    `The two results were not computed alike: ${told}. Compute both with the same configuration and version.`,
    { found: told, expected: "the same settings for both" },
  );
}
