import type { FhirExport } from "../index.ts";
import { referencesIn, schemaFaults, tableFaults } from "./fhir-schema.ts";

type Resource = Readonly<Record<string, unknown>> & { readonly resourceType: string; readonly id: string };

export const resourcesOf = ({ files }: FhirExport): Resource[] =>
  files.flatMap(({ lines }) => lines.map((line) => JSON.parse(line) as Resource));

/** Every fault of an export: of each resource, of references that lead nowhere, and of ids that stand twice. */
export function faultsOf(made: FhirExport): string[] {
  const all = resourcesOf(made);
  const known = new Set(all.map(({ resourceType, id }) => `${resourceType}/${id}`));
  const lost = all.flatMap((one) =>
    referencesIn(one)
      .filter(({ reference }) => !known.has(reference))
      .map(({ reference }) => `${one.resourceType}/${one.id} leads to ${reference}, which is not there`),
  );
  return [
    ...all.flatMap((one) => [...schemaFaults(one), ...tableFaults(one)]),
    ...lost,
    ...(known.size === all.length ? [] : [`${all.length - known.size} ids stand twice`]),
  ];
}
