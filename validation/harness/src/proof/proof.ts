/** What the metamorphic proof found. */
export interface Proof {
  readonly ok: boolean;
  /** Every fitted step: its hash on the record, and after all test subjects became noise. */
  readonly artefacts: readonly {
    readonly id: string;
    readonly kind: string;
    readonly hash: string;
    readonly withNoise: string;
  }[];
  /** Steps that another test set changes: they have seen it. */
  readonly changed: readonly string[];
  /** Subjects whose score changed when the rows were given in another order. */
  readonly strayed: readonly string[];
  readonly testSubjects: number;
  readonly rounds: number;
}
