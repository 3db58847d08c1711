/** A visit as the viewer names it. */
export interface ViewerVisit {
  readonly id: string;
  readonly words: string;
  readonly isSimulated: boolean;
  /** What its scan is in the course. */
  readonly kind: "Baseline" | "Before baseline" | "Follow-up";
}
