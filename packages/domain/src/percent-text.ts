/**
 * Changes in per cent by which a criterion or a definition decides: RECIST 1.1 −30 / +20, RANO −50 / +25, volumes
 * −65 / +40 and the minor response of RANO 2.0, a doubling, and the lesion that is gone.
 */
export const DECIDING_PERCENTS: readonly number[] = [-100, -65, -50, -40, -30, -25, 20, 25, 30, 40, 50, 100];

const MINUS = "−";
/** Beyond this the last bits of a double would be told as decimals. */
const MOST_DIGITS = 6;

/**
 * A change in per cent as it is printed everywhere: `+12.5 %`, `−30.0 %`, `0.0 %`; whole digits above four are grouped by
 * thin spaces. Rounded half away from zero at `digits` decimals. Where that would reach or cross a deciding value that the
 * exact change does not reach, as many decimals follow as keep it short of it: −29.96 is `−29.96 %`, never `−30.0 %`.
 */
export function percentText(value: number, digits = 1, deciding: readonly number[] = DECIDING_PERCENTS): string {
  // 20 computed as 19.9999999999 is 20: the last bits of a double decide nothing.
  const exact = Number(value.toFixed(9));
  let shown = digits;
  while (shown < MOST_DIGITS && deciding.some((d) => isMet(rounded(exact, shown), d) && !isMet(exact, d))) shown += 1;
  const figure = rounded(exact, shown);
  const [whole = "", decimals] = Math.abs(figure).toFixed(shown).split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "\u2009") : whole;
  return `${figure > 0 ? "+" : figure < 0 ? MINUS : ""}${grouped}${decimals ? `.${decimals}` : ""} %`;
}

const isMet = (value: number, deciding: number): boolean => (deciding < 0 ? value <= deciding : value >= deciding);

/** Half away from zero, on the decimals as they are written: 2.675 to two places is 2.68. */
function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return (Math.sign(value) * Math.round(Number((Math.abs(value) * scale).toFixed(6)))) / scale;
}
