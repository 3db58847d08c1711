/**
 * A requirement with the results of its tests: `state` is `shown` when every test that is cited ran and passed, else
 * `not shown`, with a sentence for each citation that did not.
 * `ran`: the tests of a run (`{file, title, state}`). A test is cited as `file` or `file > beginning of its full title`.
 */
export function withResults(requirement, ran) {
  const faults = [];
  const tests = requirement.tests.flatMap((cited) => {
    const [file, ...rest] = cited.split(" > ");
    const found = ran.filter((test) => test.file === file && test.title.startsWith(rest.join(" > ")));
    if (found.length === 0) faults.push(`No test of this run is called '${cited}'.`);
    return found;
  });
  const failed = tests.filter((test) => test.state === "failed");
  for (const test of failed) faults.push(`'${test.file} > ${test.title}' failed.`);
  for (const test of tests.filter((t) => t.state === "skipped"))
    faults.push(`'${test.file} > ${test.title}' did not run.`);
  return { ...requirement, tests, faults, state: faults.length === 0 ? "shown" : "not shown" };
}

/** What is wrong with the list itself, a sentence each. */
export function listProblems(requirements, exists) {
  const problems = [];
  const seen = new Set();
  for (const { id, requirement, source, mechanism, tests } of requirements) {
    if (!/^R\d\d$/.test(id ?? "")) problems.push(`'${id}': an id is R and two digits.`);
    if (seen.has(id)) problems.push(`${id} stands twice.`);
    seen.add(id);
    for (const [name, text] of Object.entries({ requirement, source, mechanism }))
      if (!text) problems.push(`${id}: '${name}' is empty.`);
    if (!tests?.length) problems.push(`${id}: names no test.`);
    for (const cited of tests ?? []) {
      const [file] = cited.split(" > ");
      if (!exists(file)) problems.push(`${id}: test file '${file}' does not exist.`);
    }
  }
  return problems;
}

const cell = (text) => String(text).replaceAll("|", "\\|").replaceAll("\n", " ");

/** The pack as Markdown. `facts`: commit, changed (files that differ from it), at, node, system. */
export function packText(results, facts) {
  const open = results.filter((r) => r.state !== "shown");
  const lines = [
    `# Validation pack of ${facts.commit}`,
    "",
    open.length === 0
      ? `All ${results.length} requirements are shown by tests that passed in this run.`
      : `**${open.length} of ${results.length} requirements are not shown by this run: ${open.map((r) => r.id).join(", ")}.**`,
    "",
    `Commit ${facts.commit}${facts.changed > 0 ? `, with ${facts.changed} files that differ from it` : ", nothing differs from it"}. Run ended ${facts.at}. Node ${facts.node}, ${facts.system}.`,
    "",
    "| id | requirement | source | mechanism | tests passed | state |",
    "|---|---|---|---|---|---|",
    ...results.map(
      (r) =>
        `| ${r.id} | ${cell(r.requirement)} | ${cell(r.source)} | ${cell(r.mechanism)} | ${r.tests.filter((t) => t.state === "passed").length} of ${r.tests.length} | ${r.state} |`,
    ),
  ];
  for (const r of results) {
    lines.push("", `## ${r.id} ${r.requirement}`, "", ...r.faults.map((f) => `- **${f}**`));
    lines.push(...r.tests.map((t) => `- ${t.state}: \`${t.file}\` ${t.title}`));
  }
  return `${lines.join("\n")}\n`;
}
