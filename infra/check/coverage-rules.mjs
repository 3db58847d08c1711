/** How many rows each letter has in the seeds. Rows may be appended, never renumbered or dropped. */
export const SEED_ROWS = { A: 20, B: 13, C: 23, D: 43, E: 13, F: 9, G: 19, H: 24, I: 31, J: 27, K: 20, L: 16, M: 11 };
const KINDS = ["must", "should", "data", "text"];
const STATES = ["done", "partly", "open"];

/** The entries of a `code` or `test` cell: one a line, or separated by ` ; `. */
const entries = (cell) =>
  cell
    .split(/\n| ; /)
    .map((entry) => entry.trim())
    .filter(Boolean);

/**
 * What is wrong with the table, a sentence each.
 * `rows`: the CSV's records. `exists(path)`: whether the repository has the file. `ran`: the tests of this run
 * (`{file, title, state}`), or null when none ran. A test is cited as `file` or `file > beginning of its full title`.
 */
export function coverageProblems(rows, { exists, ran }) {
  const problems = [];
  const seen = new Map();
  rows.forEach((row, index) => {
    const where = `rows.csv line ${index + 2}, ${row.row}`;
    if (seen.has(row.row))
      problems.push(`${where}: the number stands twice; append new rows under the next free number.`);
    seen.set(row.row, row);
    if (!/^[A-M]\d\d$/.test(row.row)) problems.push(`${where}: a row number is a letter A to M and two digits.`);
    if (!KINDS.includes(row.kind)) problems.push(`${where}: kind '${row.kind}' is none of ${KINDS.join(", ")}.`);
    if (!STATES.includes(row.state)) problems.push(`${where}: state '${row.state}' is none of ${STATES.join(", ")}.`);
    if (!row.what) problems.push(`${where}: 'what' is empty.`);
    for (const path of entries(row.code)) if (!exists(path)) problems.push(`${where}: code '${path}' does not exist.`);
    for (const cited of entries(row.test)) problems.push(...citationProblems(where, cited, exists, ran));
    if (row.state !== "done") return;
    if (entries(row.code).length === 0) problems.push(`${where}: marked done, but names no code.`);
    if (entries(row.test).length === 0) problems.push(`${where}: marked done, but names no test.`);
  });
  for (const [letter, count] of Object.entries(SEED_ROWS))
    for (let n = 1; n <= count; n++) {
      const number = `${letter}${String(n).padStart(2, "0")}`;
      if (!seen.has(number)) problems.push(`rows.csv: ${number} is missing; every row of the seeds stays listed.`);
    }
  return problems;
}

function citationProblems(where, cited, exists, ran) {
  const [file, ...rest] = cited.split(" > ");
  const title = rest.join(" > ");
  if (!exists(file)) return [`${where}: test file '${file}' does not exist.`];
  if (ran === null) return [];
  const own = ran.filter((test) => test.file === file && test.title.startsWith(title));
  if (own.length === 0) return [`${where}: no test of this run is called '${cited}'.`];
  if (own.some((test) => test.state === "failed")) return [`${where}: '${cited}' failed in this run.`];
  if (!own.some((test) => test.state === "passed")) return [`${where}: '${cited}' did not run (skipped).`];
  return [];
}
