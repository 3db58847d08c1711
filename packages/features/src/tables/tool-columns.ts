import type { TextureAggregation } from "@nadir/domain";
import { CATALOGUE, catalogueEntryOf } from "../catalogue/catalogue.ts";
import { profileEntryOf } from "../pyradiomics/catalogue.ts";
import { nameOf } from "../vector.ts";
import { MITK_NAMES } from "./mitk-names.ts";

/** Programs whose tables are read: by the names that their columns have. `named`: by a list that the user gives. */
export const TABLE_TOOLS = ["nadir", "pyradiomics", "lifex", "mitk", "mirp", "named"] as const;
export type TableTool = (typeof TABLE_TOOLS)[number];

/** What a column of another program's table is in the catalogue. */
export interface ToolColumn {
  /** The catalogue's id; the program's own name where the catalogue has no such feature. */
  readonly id: string;
  readonly code: string | null;
  readonly aggregation: TextureAggregation | "2D" | "2.5D" | "3D" | null;
  /** `original`, or the filter as the program writes it. */
  readonly image: string;
  /** The value in the catalogue's unit and definition is value · factor + shift. */
  readonly factor: number;
  readonly shift: number;
  /** What this program is known to compute otherwise; null where it is not known to. */
  readonly difference: string | null;
}

const plain = { image: "original", factor: 1, shift: 0, difference: null } as const;

const codes = new Map<string, string>();
for (const { id, code } of CATALOGUE) if (code) codes.set(code, codes.has(code) ? "" : id);

/** The catalogue's id of an IBSI code; undefined for a code that is none, or stands for several (volume histograms). */
export const idOfCode = (code: string): string | undefined => codes.get(code) || undefined;

/** A column's meaning, or null for a column that is no known feature of that program. */
export function toolColumn(tool: TableTool, header: string): ToolColumn | null {
  switch (tool) {
    case "pyradiomics":
      return pyradiomicsColumn(header);
    case "lifex":
      return lifexColumn(header);
    case "mitk":
      return mitkColumn(header);
    case "mirp":
      return mirpColumn(header);
    case "nadir":
    case "named":
      return nadirColumn(header);
  }
}

/** The program that writes such columns; null where none is recognised. */
export function toolOf(headers: readonly string[]): TableTool | null {
  const any = (test: RegExp): boolean => headers.some((h) => test.test(h));
  if (any(/^(original|wavelet\d*-[LH]+|log-sigma-[\d-]+-mm-3D)_(shape|firstorder|gl\w+|ngtdm)/)) return "pyradiomics";
  if (any(/\(IBSI:\w+\)/)) return "lifex";
  if (any(/^[^:]+::/)) return "mitk";
  if (any(/(^|_)(cm|rlm)_[\w.]+_(2d|2\.5d|3d)_(avg|s_mrg|d_mrg|v_mrg)/)) return "mirp";
  return headers.some((h) => nadirColumn(h) !== null) ? "nadir" : null;
}

function nadirColumn(header: string): ToolColumn | null {
  const code = idOfCode(header);
  if (code) return { ...plain, id: code, code: header, aggregation: null };
  try {
    const { id, code: own, aggregation } = nameOf(header);
    return { ...plain, id, code: own, aggregation };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Texture classes that PyRadiomics and LIFEx average over directions; the others have one matrix in space. */
const DIRECTIONAL = /^(cm|rlm)_/;
const ZONAL = /^(szm|dzm|ngt|ngl)_/;
const inSpace = (id: string): ToolColumn["aggregation"] =>
  DIRECTIONAL.test(id) ? "3D-average" : ZONAL.test(id) ? "3D" : null;

function pyradiomicsColumn(header: string): ToolColumn | null {
  const entry = profileEntryOf(header);
  if (!entry) return null;
  const image = header.split("_").slice(0, -2).join("_");
  const id = entry.ibsi ?? entry.id;
  // IBSI's kurtosis is in excess.
  const isKurtosis = entry.id === "firstorder_Kurtosis";
  const isShift = /^firstorder_(Energy|RootMeanSquared)$/.test(entry.id);
  return {
    ...plain,
    id,
    code: entry.code,
    aggregation: inSpace(id),
    image,
    shift: isKurtosis ? -3 : 0,
    difference: isKurtosis || isShift ? null : entry.difference,
  };
}

/** `GLCM_JointMaximum(IBSI:GYBY)`, `MORPHOLOGICAL_Volume(IBSI:RNU0)[mL]`: LIFEx 6.6 and later. */
function lifexColumn(header: string): ToolColumn | null {
  const found = /\(IBSI:(\w{4})\)\s*(?:\[([^\]]*)\])?$/.exec(header.trim());
  const id = found && idOfCode(found[1]!);
  if (!found || !id) return null;
  const unit = catalogueEntryOf(id)?.unit;
  return {
    ...plain,
    id,
    code: found[1]!,
    aggregation: inSpace(id),
    factor: found[2] === "mL" && unit === "mm³" ? 1000 : 1,
  };
}

/** `Co-occurenced Based Features::Overall Joint Maximum`, also behind the parameters of the class in MITK's tables. */
function mitkColumn(header: string): ToolColumn | null {
  const at = header.lastIndexOf("::");
  if (at < 0) return null;
  const family = header.slice(0, at).split("::").at(-1)!.trim();
  const name = header.slice(at + 2).trim();
  const known = MITK_NAMES.get(`${family.startsWith("First Order") ? "First Order" : family}::${name}`);
  if (!known) return null;
  return { ...plain, ...known, code: catalogueEntryOf(known.id)?.code ?? null };
}

const MIRP_AGGREGATION: Readonly<Record<string, ToolColumn["aggregation"]>> = {
  "2d_avg": "2D-average",
  "2d_s_mrg": "2D-merged",
  "2.5d_d_mrg": "2.5D-average",
  "2.5d_v_mrg": "2.5D-merged",
  "3d_avg": "3D-average",
  "3d_v_mrg": "3D-merged",
  "2d": "2D",
  "2.5d": "2.5D",
  "3d": "3D",
};

/** `log_s1.0_cm_joint_max_d1.0_3d_v_mrg_fbn_n32`: filter, IBSI tag, distance, aggregation, bins. */
function mirpColumn(header: string): ToolColumn | null {
  const start = /(^|_)(morph|loc|stat|ih|ivh|cm|rlm|szm|dzm|ngt|ngl)_/.exec(header);
  if (!start) return null;
  const from = start.index + start[1]!.length;
  const image = header.slice(0, start.index) || "original";
  const bare = header.slice(from).replace(/_fb[ns]_[nw][\d.]+$/, "");
  const how =
    /(?:_d([\d.]+))?(?:_a([\d.]+))?_(2d_avg|2d_s_mrg|2\.5d_d_mrg|2\.5d_v_mrg|3d_avg|3d_v_mrg|2d|2\.5d|3d)$/.exec(bare);
  const id = how ? bare.slice(0, how.index) : bare;
  const entry = catalogueEntryOf(id);
  if (!entry) return null;
  const isUsual = Number(how?.[1] ?? 1) === 1 && Number(how?.[2] ?? 0) === 0;
  return {
    ...plain,
    id,
    code: entry.code,
    aggregation: how ? (MIRP_AGGREGATION[how[3]!] ?? null) : null,
    image,
    difference: isUsual ? null : `distance ${how?.[1] ?? 1}, coarseness ${how?.[2] ?? 0}`,
  };
}
