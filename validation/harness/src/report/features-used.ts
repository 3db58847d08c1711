import { catalogueEntryOfKey } from "@nadir/api/compute";
import type { ProtocolDocument } from "@nadir/domain";
import type { Block } from "./blocks.ts";

/** The catalogue's entries of the features that predictors are made of; nothing where there are none. */
export function featuresUsed({ predictors }: ProtocolDocument): Block[] {
  const used = predictors.flatMap((p) => (p.source.from === "feature" ? [{ predictor: p, source: p.source }] : []));
  if (used.length === 0) return [];
  return [
    {
      kind: "table",
      caption: "Features used, as the catalogue has them",
      columns: [
        { title: "Predictor", share: 2 },
        { title: "Feature", share: 2.4 },
        { title: "IBSI", share: 0.8 },
        { title: "Unit", share: 1 },
        { title: "Formula", share: 3 },
        { title: "Source", share: 3 },
        { title: "Configuration", share: 1.6 },
      ],
      rows: used.map(({ predictor, source }) => {
        const entry = catalogueEntryOfKey(source.key);
        return [
          predictor.label,
          `${entry?.name ?? "imported feature"} (${source.key}), ${source.modality}`,
          entry?.code ?? "–",
          entry?.unit ?? predictor.unit,
          entry?.formula ?? "not computed here",
          entry?.source ?? "imported from another model; its identity stands in the record under the hash beside",
          { text: predictor.featureConfigHash.slice(0, 16), mono: true },
        ];
      }),
    },
  ];
}
