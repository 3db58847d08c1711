import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir criteria
  $ nadir criteria --tumour-type glioblastoma
  $ nadir criteria --tumour-type melanoma --disease brain-metastases

  Which response criteria a trial of a tumour type usually names, what else was written for it, what is not implemented
  here, and the papers. A manifest names its types in trial.tumourTypes; an import remarks on a criterion that fits none.`;

interface Options {
  readonly tumourType?: string;
  readonly disease?: string;
  readonly out?: string;
}

export function addCriteria(program: Command): void {
  program
    .command("criteria")
    .summary("the response criteria that trials of a tumour type usually name")
    .description("Lists the vocabulary of tumour types with the response criteria that are usual for each, as JSON.")
    .option("--tumour-type <id>", "one type; without it, all")
    .option("--disease <id>", "solid-tumour, glioma or brain-metastases: only types that stand under it, judged so")
    .option("--out <file>", "write there")
    .addHelpText("after", EXAMPLE)
    .action(criteria);
}

async function criteria({ tumourType: type, disease: under, out }: Options): Promise<void> {
  const { criteriaDefaults, disease, TUMOUR_NAME_SOURCES, tumourType, tumourTypeId } = await import("@nadir/domain");
  const { WrongUsage } = await import("../usage.ts");
  const among = (value: string, options: readonly string[], what: string): void => {
    if (!options.includes(value))
      throw new WrongUsage(`There is no ${what} '${value}'; there are ${options.join(", ")}.`);
  };
  if (type !== undefined) among(type, tumourTypeId.options, "tumour type");
  if (under !== undefined) among(under, disease.options, "disease");
  const asDisease = disease.optional().parse(under);
  const ids = type === undefined ? tumourTypeId.options : [tumourTypeId.parse(type)];
  const listed = ids.filter((id) => asDisease === undefined || tumourType(id).diseases.includes(asDisease));
  if (listed.length === 0)
    throw new WrongUsage(
      `${tumourType(ids[0]!).name} does not stand under the disease '${under}'; it stands under ${tumourType(ids[0]!).diseases.join(" or ")}.`,
    );
  const rows = listed.map((id) => {
    const { ncit, icdO3Morphology, diseases } = tumourType(id);
    return {
      ...criteriaDefaults(id, asDisease),
      diseases,
      ncit: ncit ?? null,
      icdO3Morphology: icdO3Morphology ?? null,
    };
  });
  for (const { tumourType: id, name, usual, missing } of rows) {
    const lacking = missing.map((m) => `${m.name}: not implemented here`);
    message(`  ${id}: ${name}: ${[...(usual.length > 0 ? [usual.join(", ")] : []), ...lacking].join("; ")}`);
  }
  await result({ schema: "nadir.criteria-defaults/1", names: TUMOUR_NAME_SOURCES, types: rows }, out);
}
