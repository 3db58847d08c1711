import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/**
 * The documentation comments of the record's schemas, read from their source: `{ subject: { about, fields: { key: "…" } } }`.
 * One place to write them: the code; this page only repeats.
 */
export function schemaComments(folder) {
  const found = {};
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))) {
    const source = ts.createSourceFile(name, readFileSync(join(folder, name), "utf8"), ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const declaration of statement.declarationList.declarations) {
        const object = strictObject(declaration.initializer);
        if (!object || !ts.isIdentifier(declaration.name)) continue;
        const fields = {};
        for (const property of object.properties)
          if (property.name) fields[property.name.getText(source)] = comment(property, source);
        found[declaration.name.text] = { about: comment(statement, source), fields };
      }
    }
  }
  return found;
}

/** The object literal inside `z.strictObject({…})`, however it is refined after. */
function strictObject(node) {
  for (let at = node; at && ts.isCallExpression(at); at = at.expression.expression)
    if (at.expression.getText().endsWith("strictObject")) return at.arguments[0];
  return undefined;
}

function comment(node, source) {
  const blocks = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [];
  const last = blocks.at(-1);
  if (!last) return "";
  const text = source.text.slice(last.pos, last.end);
  if (!text.startsWith("/**")) return "";
  return text
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\*?\s?/, "").trim())
    .join(" ")
    .trim();
}
