/** Definitions of early signs by the names of their papers; unknown ones are shown by their identifier. */
const names: Readonly<Record<string, string>> = {
  pseudoprogression: "Pseudoprogression",
  dissociated: "Dissociated response",
  abscopal: "Abscopal response",
};

export function flagName(definition: string): string {
  const known = names[definition];
  if (known) return known;
  const [family, author] = definition.split(/[./:]/);
  if (family === "hyperprogression" && author)
    return `Hyperprogression, ${author.replace(/(^|-)([a-z])/g, (_, dash, letter) => (dash ? " " : "") + letter.toUpperCase())}`;
  return definition.charAt(0).toUpperCase() + definition.slice(1).replace(/[-_.]/g, " ");
}
