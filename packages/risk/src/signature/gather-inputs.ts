import { type FeatureResult, type Problem, Refusal, type Signature, type SignatureInput } from "@nadir/domain";

/** A value that a person or a table gives; without a unit it is taken to be in the signature's own. */
export interface GivenValue {
  readonly value: number | string | null;
  readonly unit?: string;
}
/** What is known of one subject: values by name (or column), and features by region. */
export interface KnownOfSubject {
  readonly values: Readonly<Record<string, GivenValue>>;
  readonly regions: Readonly<Record<string, Pick<FeatureResult, "values" | "provenance">>>;
}

/** The inputs of a signature as far as they are known. */
export interface GatheredInputs {
  readonly values: ReadonlyMap<string, number | string>;
  /** Inputs without a value and without a rule for that, each with what is lacking. */
  readonly missing: readonly { readonly input: string; readonly what: string }[];
  /** Values put in for missing ones, and values outside the range seen in training. */
  readonly warnings: readonly string[];
}

/**
 * Looks every input up. Refusal, all together: another unit (`UNIT_DIFFERS`), features of another profile or configuration
 * (`FEATURE_CONFIG_MISMATCH`), text where a number is wanted (`NOT_A_NUMBER`), a word that the signature does not know
 * (`NO_SUCH_WORD`).
 */
export function gatherInputs(signature: Signature, known: KnownOfSubject): GatheredInputs {
  const values = new Map<string, number | string>();
  const missing: { input: string; what: string }[] = [];
  const warnings: string[] = [];
  const problems: Problem[] = [];
  for (const input of signature.inputs) {
    const value = lookUp(input, known, values, problems);
    if (value !== null) {
      values.set(input.name, value);
      if (
        "seen" in input &&
        input.seen &&
        typeof value === "number" &&
        (value < input.seen[0] || value > input.seen[1])
      )
        warnings.push(
          `${input.label} is ${value} ${unitText(input.unit)}, outside the ${input.seen[0]} to ${input.seen[1]} of training.`.replace(
            "  ",
            " ",
          ),
        );
    } else if ("missing" in input && input.missing) {
      values.set(input.name, input.missing.value);
      warnings.push(`${input.label} is not known; ${input.missing.value} stands for it (${input.missing.origin}).`);
    } else missing.push({ input: input.name, what: whatIsMissing(input, known) });
  }
  if (problems.length > 0) throw new Refusal(problems);
  return { values, missing, warnings };
}

const unitText = (unit: string): string => (unit === "1" ? "" : unit);

function lookUp(
  input: SignatureInput,
  known: KnownOfSubject,
  values: ReadonlyMap<string, number | string>,
  problems: Problem[],
): number | string | null {
  switch (input.from) {
    case "ratio":
    case "difference": {
      const [a, b] = [values.get(input.of), values.get(input.from === "ratio" ? input.by : input.less)];
      if (typeof a !== "number" || typeof b !== "number") return null;
      // Nothing can be divided by nothing: the ratio is not known.
      return input.from === "difference" ? a - b : b === 0 ? null : a / b;
    }
    case "feature": {
      const region = known.regions[input.region];
      if (!region) return null;
      const { profile, configHash } = region.provenance;
      if (profile !== input.profile || (input.configHash !== null && configHash !== input.configHash)) {
        const wanted =
          input.configHash === null
            ? `profile ${input.profile}`
            : `profile ${input.profile}, configuration ${input.configHash.slice(0, 12)}…`;
        problems.push({
          code: "FEATURE_CONFIG_MISMATCH",
          message: `${input.label} was computed with profile ${profile}, configuration ${configHash.slice(0, 12)}…; the signature is defined with ${wanted}. Compute the features of region '${input.region}' with those settings.`,
          where: { path: `regions.${input.region}` },
          found: configHash,
          ...(input.configHash === null ? {} : { expected: input.configHash }),
        });
        return null;
      }
      return region.values.find((v) => v.key === input.key)?.value ?? null;
    }
    case "word":
    case "value":
      return given(input, known, problems);
  }
}

function given(
  input: SignatureInput & { from: "word" | "value" },
  known: KnownOfSubject,
  problems: Problem[],
): number | string | null {
  const column = input.from === "value" ? (input.column ?? input.name) : input.name;
  const found = known.values[column];
  if (!found || found.value === null || found.value === "") return null;
  const where = { path: column };
  if (input.from === "word") {
    if (input.words.includes(String(found.value))) return String(found.value);
    problems.push({
      code: "NO_SUCH_WORD",
      message: `${input.label} is '${found.value}'; the signature knows: ${input.words.join(", ")}.`,
      where,
      found: String(found.value),
    });
    return null;
  }
  if (found.unit !== undefined && found.unit !== input.unit) {
    problems.push({
      code: "UNIT_DIFFERS",
      message: `${input.label} is given in ${found.unit}; the signature is defined in ${input.unit}. Convert it, or name the right unit.`,
      where,
      found: found.unit,
      expected: input.unit,
    });
    return null;
  }
  const value = typeof found.value === "number" ? found.value : Number(found.value);
  if (Number.isFinite(value)) return value;
  problems.push({
    code: "NOT_A_NUMBER",
    message: `${input.label} is '${found.value}'; give a number${input.unit === "1" ? "" : ` in ${input.unit}`}.`,
    where,
    found: String(found.value),
  });
  return null;
}

function whatIsMissing(input: SignatureInput, known: KnownOfSubject): string {
  if (input.from === "feature" && !known.regions[input.region])
    return `${input.label}: no features of the region '${input.region}' were given`;
  if (input.from === "feature")
    return `${input.label}: the features of '${input.region}' have no value of '${input.key}'`;
  if (input.from === "ratio")
    return `${input.label}: '${input.of}' or '${input.by}' is not known, or '${input.by}' is 0`;
  if (input.from === "difference") return `${input.label}: '${input.of}' or '${input.less}' is not known`;
  return `${input.label}: no value of '${input.from === "value" ? (input.column ?? input.name) : input.name}'`;
}
