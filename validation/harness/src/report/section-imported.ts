import type { ImportedModelPlan, ImportedSignatureModel, ValidationResult } from "@nadir/domain";
import { nameOf } from "../leakage/imported-models.ts";
import type { Block, Section } from "./blocks.ts";
import { formBlock } from "./signature-formula.ts";

/** A model that was developed elsewhere: who developed it, who tests it, who attests what, and all that is known of it. */
export function importedSection(r: ValidationResult, model: ImportedModelPlan): Section {
  const { attestation } = model;
  const { trainedOn } = attestation;
  const internal = r.protocol.development.internalValidation;
  const list = (names: readonly string[], none: string) => (names.length === 0 ? none : names.join("; "));
  return {
    id: "development",
    title: "Development",
    blocks: [
      {
        kind: "callout",
        tone: "caution",
        title: "Developed elsewhere: attested, not proven",
        text: `The platform has not seen how this model was fitted. ${attestation.attestedBy} attests that it has not been changed since ${attestation.frozenOn}: ${attestation.statement}`,
      },
      {
        kind: "terms",
        rows: [
          ["Model", nameOf(model)],
          ["Developed by", attestation.developedBy],
          ["Tested by", attestation.testedBy],
          ["Attested by", `${attestation.attestedBy}; frozen ${attestation.frozenOn}`],
          ["Trained on", trainedOn.description],
          [
            "Training subjects",
            `${trainedOn.subjects ?? "Number not known"}; ${
              trainedOn.subjectList === undefined
                ? "not listed, so their overlap with the test set could not be computed"
                : "listed and compared with the test set"
            }`,
          ],
          ["Public collections of training", list(trainedOn.publicCollections, "none named")],
          ["Sites of training", list(trainedOn.sites, "none named")],
          [
            "Figures of development",
            internal.method === "elsewhere" ? internal.reported : r.protocol.development.statement,
          ],
        ],
      },
      ...(model.type === "imported-signature" ? signatureBlocks(model) : predictionBlocks(model)),
    ],
  };
}

const predictionBlocks = (model: Extract<ImportedModelPlan, { type: "imported-predictions" }>): Block[] => [
  {
    kind: "terms",
    rows: [
      ["How predictions were made", model.procedure],
      ["File of the model, SHA-256", model.modelSha256 ?? "not given"],
      [
        "Predictions",
        "Made elsewhere and lodged before the opening, one for every test subject; their hash is in the record. The platform cannot compute them again.",
      ],
    ],
  },
];

/** Everything that is needed to compute the score by hand, as `nadir.signature/1` has it. */
function signatureBlocks({ signature, inputs, output }: ImportedSignatureModel): Block[] {
  const { form, origin } = signature;
  const label = (name: string) => signature.inputs.find((i) => i.name === name)?.label ?? name;
  const from = (name: string) => inputs.find((b) => b.input === name)?.predictor ?? "derived or filled by its rule";
  const given =
    output.kind === "probability"
      ? "Probability = 1 / (1 + exp(−L))"
      : output.kind === "risk-by-horizon"
        ? `Risk by day ${output.horizonDays} = 1 − S0^exp(L)`
        : `Score, larger = ${output.larger}`;
  return [
    {
      kind: "terms",
      rows: [
        [
          "Origin",
          origin.kind === "published"
            ? origin.printed.map((p) => `${p.citation}${p.doi ? `, doi:${p.doi}` : ""} (${p.place})`).join("; ")
            : `${origin.how}; ${origin.subjects} training subjects, SHA-256 ${origin.trainingSubjectsHash}`,
        ],
        ["Intended use, as its makers say", signature.intendedUse],
        ["Limits, as its makers say", signature.limits.join(" ")],
        ["Output", `${given}. Intercept ${form.kind === "linear" ? form.intercept : "none"}.`],
        ...(form.kind === "cox" && form.baseline
          ? ([
              [
                "Baseline survival",
                form.baseline.survival.map((s) => `${s.value} at ${s.time} ${form.baseline!.timeUnit}`).join("; "),
              ],
            ] as const)
          : []),
      ],
    },
    formBlock(form, label, from),
  ];
}
