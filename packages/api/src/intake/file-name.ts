/** Why a name cannot be used inside a trial's folder; undefined when it can. */
export function badFileName(name: string): string | undefined {
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name) || name.includes("\\"))
    return "is not a relative name with '/' between its parts";
  if (name.split("/").some((part) => part === ".." || part === "")) return "leads out of the manifest's folder";
  return undefined;
}
