/** How many results were computed, and how many were there already. */
export interface Tally {
  readonly computed: number;
  readonly reused: number;
}
