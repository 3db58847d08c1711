/** What was said as it is because CDISC terminology has no term for it: how often, by `VARIABLE value`. */
export class Unmapped {
  readonly counts = new Map<string, number>();

  add(variable: string, value: string): void {
    const said = `${variable} ${value}`;
    this.counts.set(said, (this.counts.get(said) ?? 0) + 1);
  }

  /** The term, where there is one; else nothing, and the value is counted. */
  standard(variable: string, value: string, term: string | undefined): string | undefined {
    if (term === undefined) this.add(variable, value);
    return term;
  }
}
