/** What a model says of one subject: a number, or the reason why there is none. */
export type Prediction =
  | { readonly subjectId: string; readonly subjectKey: string; readonly value: number; readonly reason: null }
  | { readonly subjectId: string; readonly subjectKey: string; readonly value: null; readonly reason: string };
