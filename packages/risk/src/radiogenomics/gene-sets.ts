import { refuse } from "@nadir/domain";

export interface GeneSet {
  readonly name: string;
  readonly genes: readonly string[];
}

/**
 * Gene sets in the GMT form: one a line, tab-separated: name, description or address, genes. A gene named twice in a set
 * counts once. Refusal: a line without genes, a set named twice.
 */
export function parseGeneSets(text: string, file: string): GeneSet[] {
  const names = new Set<string>();
  const sets = text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === "") return [];
    const [name = "", , ...genes] = line.split("\t").map((cell) => cell.trim());
    const where = { file, row: i + 1 };
    const members = [...new Set(genes.filter((g) => g !== ""))];
    if (name === "" || members.length === 0)
      refuse(
        "NO_GENE_SET",
        `Line ${i + 1} of '${file}' is no gene set: give its name, a description and its genes, with tabs between.`,
        { where },
      );
    if (names.has(name))
      refuse("GENE_SET_TWICE", `Gene set '${name}' stands twice in '${file}'; give each its own name.`, { where });
    names.add(name);
    return [{ name, genes: members }];
  });
  if (sets.length === 0) refuse("NO_GENE_SETS", `The file '${file}' has no gene set.`, { where: { file } });
  return sets;
}
