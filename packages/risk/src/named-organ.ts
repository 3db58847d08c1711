/** A source that gives one sum for all lesions has it recorded as one lesion of this organ; one that names no organ, as of the other. */
export const SUM_ORGAN = "all-targets";
const UNNAMED: ReadonlySet<string> = new Set([SUM_ORGAN, "not-stated"]);

/** Whether the name of a lesion's organ is that of one: two lesions without it may lie in the same organ or in two. */
export const isNamedOrgan = (organ: string): boolean => !UNNAMED.has(organ.toLowerCase());
