/** A unit of blood as it is read, of what UCUM writes: `10*9/L` × 10⁹/L, `ug/L` µg/L; none of a ratio. */
export const labUnit = (unit: string): string =>
  unit === "1" ? "" : unit.replace("10*9/L", "× 10⁹/L").replace("ug", "µg").replace("umol", "µmol");
