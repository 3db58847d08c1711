/**
 * The table of the example on pseudoprogression, from the clinical table of UPENN-GBM: follow-up scans (`_21`) whose tissue was
 * scored from 1 (treatment effect) to 6 (tumour). Scores 1 and 2 are read as pseudoprogression, 5 and 6 as true progression; 3 and 4
 * are neither and left out. Only what was known at the scan enters; survival after it does not.
 */
export function upennTable(rows: readonly Readonly<Record<string, string>>[]): string {
  const known = (text: string | undefined): string =>
    text === undefined || text === "Not Available" || text === "Not Applicable" ? "" : text;
  const lines = rows.flatMap((row) => {
    const score = Number(row["PsP_TP_score"]);
    if (!(score >= 1) || score === 3 || score === 4) return [];
    const idh = known(row["IDH1"]);
    return [
      [
        row["ID"],
        score,
        score <= 2 ? "yes" : "no",
        row["Age_at_scan_years"],
        row["Gender"] === "F" ? 1 : 0,
        known(row["Time_since_baseline_preop"]),
        // Tested for other changes only (NOS/NEC) is not known.
        idh === "Mutated" ? 1 : idh === "Wildtype" ? 0 : "",
      ].join(","),
    ];
  });
  return `${["subject,score,pseudoprogression,age_years,female,days_since_surgery_scan,idh_mutated", ...lines].join("\n")}\n`;
}
