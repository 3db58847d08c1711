/**
 * One thing that an installation has or lacks. `well`: works. `note`: works, and something should be known.
 * `lacks`: does not work; `mend` says what to do. What only tests need is a note when it is missing.
 */
export interface Finding {
  readonly what: string;
  readonly state: "well" | "note" | "lacks";
  readonly found: string;
  readonly mend?: string | undefined;
}

export const well = (what: string, found: string): Finding => ({ what, state: "well", found });
export const note = (what: string, found: string, mend?: string): Finding => ({
  what,
  state: "note",
  found,
  ...(mend === undefined ? {} : { mend }),
});
export const lacks = (what: string, found: string, mend: string): Finding => ({ what, state: "lacks", found, mend });
