/** A visit as the viewer names it. */
export interface ViewerVisit {
  readonly id: string;
  readonly words: string;
  readonly isSimulated: boolean;
  readonly isBaseline: boolean;
}
