/** One expected value and how far a computed one may be from it. */
export interface Expected {
  readonly key: string;
  readonly value: number;
  /** Largest allowed difference. */
  readonly tolerance: number;
  /** Also right when it rounds to `value` at this many significant digits; null where rounding is no excuse. */
  readonly digits: number | null;
}

/** An outside table: the values it gives, and the features it names without giving one. */
export interface Reference {
  readonly kind: "ibsi" | "pyradiomics";
  readonly expected: readonly Expected[];
  readonly withoutValue: readonly string[];
  /** Settings that the reference states it was computed with. */
  readonly settings: Readonly<Record<string, unknown>> | null;
}

export interface Slack {
  readonly relative?: number | undefined;
  readonly absolute?: number | undefined;
}

/** A tolerance for all values, and others for those of filtered images. */
export interface CaseTolerance extends Slack {
  readonly wavelet?: Slack | undefined;
  readonly log?: Slack | undefined;
}
