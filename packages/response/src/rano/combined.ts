import type { Category } from "../category.ts";

/**
 * The size part of a mixed tumour (Wen 2023): PD if either component is PD; not evaluable if either is; equal parts stand;
 * CR + SD = SD; PR or MR beside CR or SD stays PR or MR; PR + MR = MR. A component without targets says nothing.
 */
export function combined(a: Category, b: Category): Category {
  if (a === "PD" || b === "PD") return "PD";
  if (a === "NA") return b;
  if (b === "NA" || a === b) return a;
  if (a === "NE" || b === "NE") return "NE";
  for (const category of ["MR", "PR"] as const) if (a === category || b === category) return category;
  return "SD";
}
