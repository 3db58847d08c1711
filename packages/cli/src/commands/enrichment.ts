import { type Command, InvalidArgumentError } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir enrichment --gene-sets c5.go.bp.gmt --genes found.txt --background measured.txt
  $ nadir enrichment --gene-sets hallmark.gmt --ranked ranking.csv --statistic effect --seed 1 --out enriched.csv

  Gene sets are yours (GMT: GO, KEGG, Reactome, MSigDB …); none is bundled. --genes asks which sets the genes of a list belong
  to more often than the background does (hypergeometric). --ranked asks which sets gather at either end of a ranking
  (columns gene and a statistic, such as the effects of \`nadir radiogenomics\`). q is over all sets tested.`;

interface Options {
  readonly geneSets: string;
  readonly genes?: string;
  readonly background?: string;
  readonly ranked?: string;
  readonly statistic: string;
  readonly permutations: number;
  readonly least: number;
  readonly most: number;
  readonly seed: number;
  readonly level: number;
  readonly out?: string;
}

export function addEnrichment(program: Command): void {
  program
    .command("enrichment")
    .summary("gene sets that a list or a ranking of genes points to")
    .description("Over-representation of gene sets in a list of genes, or their enrichment in a ranking.")
    .requiredOption("--gene-sets <gmt>", "the sets")
    .option("--genes <file>", "the genes found, one a line")
    .option("--background <file>", "all genes that could have been found, one a line")
    .option("--ranked <csv>", "genes with a statistic, for the ranking")
    .option("--statistic <column>", "the column to rank by", "statistic")
    .option("--permutations <n>", "random sets", whole, 1000)
    .option("--least <n>", "fewest members of a set in the ranking", whole, 15)
    .option("--most <n>", "most members of a set in the ranking", whole, 500)
    .option("--seed <n>", "seed of the random sets", whole, 1)
    .option("--level <q>", "largest q that counts as found", Number, 0.05)
    .option("--out <csv>", "write the table there")
    .addHelpText("after", EXAMPLE)
    .action(enrichment);
}

function whole(text: string): number {
  const n = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(n) || n < 1)
    throw new InvalidArgumentError("Give a whole number from 1.");
  return n;
}

async function enrichment(options: Options): Promise<void> {
  const { csvText, sha256Hex } = await import("@nadir/domain");
  const { parseGeneSets } = await import("@nadir/risk");
  const { readBytes, readText } = await import("../read-input.ts");
  const { WrongUsage } = await import("../usage.ts");
  if ((options.genes === undefined) === (options.ranked === undefined))
    throw new WrongUsage("Give --genes with --background, or --ranked.");
  if (options.genes !== undefined && options.background === undefined)
    throw new WrongUsage("--genes wants --background: all genes that could have been found, not all genes there are.");
  const sets = parseGeneSets(await readText(options.geneSets), options.geneSets);
  const found =
    options.genes === undefined ? await ranked(options, sets) : await overRepresented(options, options.genes, sets);
  const rows = [...found.rows].sort((a, b) => a.q - b.q || a.p - b.p);
  const inputs: Record<string, string> = {};
  for (const file of [options.geneSets, options.genes, options.background, options.ranked])
    if (file !== undefined) inputs[file] = sha256Hex(await readBytes(file));
  await result({
    schema: "nadir.enrichment/1",
    standing: "exploratory",
    method: found.method,
    sets: sets.length,
    tested: rows.length,
    level: options.level,
    found: rows.filter((r) => r.q <= options.level).length,
    rows: rows.slice(0, 100),
    inputs,
  });
  if (options.out !== undefined) {
    const { writeFile } = await import("node:fs/promises");
    const columns = Object.keys(rows[0] ?? { name: "" });
    const cell = (v: unknown): string | number | null =>
      Array.isArray(v) ? v.join(" ") : (v as string | number | null);
    await writeFile(
      options.out,
      csvText(
        columns,
        rows.map((r) => columns.map((c) => cell(r[c as keyof typeof r]))),
      ),
    );
    message(`written to ${options.out}`);
  }
  if (rows.length < sets.length)
    message(
      `${sets.length - rows.length} of ${sets.length} sets have too few or too many members here and are not tested.`,
    );
  message(`${rows.filter((r) => r.q <= options.level).length} of ${rows.length} sets have q ≤ ${options.level}.`);
}

type Sets = Parameters<typeof import("@nadir/statistics").overRepresentation>[2];

async function overRepresented(options: Options, genes: string, sets: Sets) {
  const { overRepresentation } = await import("@nadir/statistics");
  const { readText } = await import("../read-input.ts");
  const lines = async (file: string): Promise<string[]> =>
    (await readText(file)).split(/\r?\n/).flatMap((line) => line.trim() || []);
  return {
    method: "hypergeometric, upper tail; Benjamini-Hochberg over all sets tested",
    rows: overRepresentation(await lines(genes), await lines(options.background!), sets),
  };
}

async function ranked(options: Options, sets: Sets) {
  const { refuse } = await import("@nadir/domain");
  const { rankedEnrichment } = await import("@nadir/statistics");
  const { readPredictions } = await import("../evaluate/predictions.ts");
  const table = await readPredictions(options.ranked!, "gene");
  if (!table.columns.includes(options.statistic))
    refuse(
      "NO_COLUMN",
      `'${options.ranked}' has no column '${options.statistic}'; name the one to rank by in --statistic.`,
      {
        where: { file: options.ranked! },
      },
    );
  const list = table.rows.map((row, i) => {
    const text = row[options.statistic]!;
    const statistic = Number(text);
    if (text === "" || !Number.isFinite(statistic))
      refuse("NOT_A_NUMBER", `'${text}' in row ${i + 2} is no number; leave the gene out.`, {
        where: { file: options.ranked!, row: i + 2, column: options.statistic },
      });
    return { gene: row["gene"]!, statistic };
  });
  return {
    method: `pre-ranked enrichment, ${options.permutations} random sets, seed ${options.seed}; Benjamini-Hochberg over all sets tested`,
    rows: rankedEnrichment(list, sets, options),
  };
}
