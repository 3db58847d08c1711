import type { CatalogueEntry, FeatureFamily } from "@nadir/domain";
import { entries, type Row } from "./entry.ts";

/** What a size-type matrix counts: how its 16 features are called in it. s(i,j): level i, size j; Ns = Σ s. */
interface Matrix {
  readonly family: FeatureFamily;
  readonly section: string;
  readonly aggregated: CatalogueEntry["aggregated"];
  readonly prefix: string;
  /** Tags and codes in the order of `sizeFeatures`. */
  readonly tags: readonly string[];
  readonly codes: readonly string[];
  readonly small: string;
  readonly large: string;
  readonly size: string;
  readonly things: string;
}

const FORMULAS = [
  "Σ s/j² / Ns",
  "Σ s j² / Ns",
  "Σ s/i² / Ns",
  "Σ s i² / Ns",
  "Σ s/(i² j²) / Ns",
  "Σ s i²/j² / Ns",
  "Σ s j²/i² / Ns",
  "Σ s i² j² / Ns",
  "Σ_i (Σ_j s)² / Ns",
  "Σ_i (Σ_j s)² / Ns²",
  "Σ_j (Σ_i s)² / Ns",
  "Σ_j (Σ_i s)² / Ns²",
  "Ns / Nv",
  "Σ (i−µ_i)² p, p = s/Ns",
  "Σ (j−µ_j)² p",
  "−Σ p log₂ p",
  "Σ p²",
] as const;

function names({ small, large, size, things }: Matrix): string[] {
  return [
    `${small} emphasis`,
    `${large} emphasis`,
    `Low grey level ${things} emphasis`,
    `High grey level ${things} emphasis`,
    `${small} low grey level emphasis`,
    `${small} high grey level emphasis`,
    `${large} low grey level emphasis`,
    `${large} high grey level emphasis`,
    "Grey level non-uniformity",
    "Normalised grey level non-uniformity",
    `${size} non-uniformity`,
    `Normalised ${size.toLowerCase()} non-uniformity`,
    `${things[0]!.toUpperCase()}${things.slice(1)} percentage`,
    "Grey level variance",
    `${size} variance`,
    `${size} entropy`,
    `${size} energy`,
  ];
}

function table(matrix: Matrix): readonly CatalogueEntry[] {
  const title = names(matrix);
  const rows = matrix.tags.map(
    (tag, n): Row => [`${matrix.prefix}_${tag}`, matrix.codes[n]!, title[n]!, n === 13 ? "level²" : "1", FORMULAS[n]!],
  );
  return entries(matrix.family, matrix.section, matrix.aggregated, rows);
}

const words = (text: string): string[] => text.split(" ");

export const GLRLM = table({
  family: "glrlm",
  section: "Grey level run length based features (TP0I)",
  aggregated: "directional",
  prefix: "rlm",
  tags: words("sre lre lgre hgre srlge srhge lrlge lrhge glnu glnu_norm rlnu rlnu_norm r_perc gl_var rl_var rl_entr"),
  codes: words("22OV W4KF V3SW G3QZ HTZT GD3A IVPO 3KUM R5YN OVBL W92Y IC23 9ZK5 8CE5 SXLW HJ9O"),
  small: "Short run",
  large: "Long run",
  size: "Run length",
  things: "run",
});

export const GLSZM = table({
  family: "glszm",
  section: "Grey level size zone based features (9SAK)",
  aggregated: "zonal",
  prefix: "szm",
  tags: words("sze lze lgze hgze szlge szhge lzlge lzhge glnu glnu_norm zsnu zsnu_norm z_perc gl_var zs_var zs_entr"),
  codes: words("5QRC 48P8 XMSY 5GN9 5RAI HW1V YH51 J17V JNSA Y1RO 4JP3 VB3A P30P BYLV 3NSA GU8N"),
  small: "Small zone",
  large: "Large zone",
  size: "Zone size",
  things: "zone",
});

export const GLDZM = table({
  family: "gldzm",
  section: "Grey level distance zone based features (VMDZ)",
  aggregated: "zonal",
  prefix: "dzm",
  tags: words("sde lde lgze hgze sdlge sdhge ldlge ldhge glnu glnu_norm zdnu zdnu_norm z_perc gl_var zd_var zd_entr"),
  codes: words("0GBI MB4I S1RA K26C RUVG DKNJ A7WM KLTH VFT7 7HP3 V294 IATH VIWW QK93 7WT1 GBDU"),
  small: "Small distance",
  large: "Large distance",
  size: "Zone distance",
  things: "zone",
});

export const NGLDM = table({
  family: "ngldm",
  section: "Neighbouring grey level dependence based features (REK0)",
  aggregated: "zonal",
  prefix: "ngl",
  tags: words(
    "lde hde lgce hgce ldlge ldhge hdlge hdhge glnu glnu_norm dcnu dcnu_norm dc_perc gl_var dc_var dc_entr dc_energy",
  ),
  codes: words("SODN IMOQ TL9H OAE7 EQ3F JA6D NBZI 9QMG FP8K 5SPA Z87G OKJI 6XV8 1PFV DNX2 FCBV CAS9"),
  small: "Low dependence",
  large: "High dependence",
  size: "Dependence count",
  things: "count",
});

export const NGTDM = entries("ngtdm", "Neighbourhood grey tone difference based features (IPET)", "zonal", [
  ["ngt_coarseness", "QCDE", "Coarseness", "1", "1 / Σ p_i s_i, at most 10⁶"],
  ["ngt_contrast", "65HE", "Contrast", "level³", "[Σ p_i p_j (i−j)² / (Ngp(Ngp−1))] · [Σ s / Nc]"],
  ["ngt_busyness", "NQ30", "Busyness", "1", "Σ p s / Σ |i p_i − j p_j|; 0 for one level"],
  ["ngt_complexity", "HDEZ", "Complexity", "level²", "Σ |i−j| (p_i s_i + p_j s_j)/(p_i+p_j) / Nc"],
  ["ngt_strength", "1X9X", "Strength", "level", "Σ (p_i+p_j)(i−j)² / Σ s; 0 when Σ s = 0"],
]);
