/** Thrown by a command that has said everything already and only sets the status, e.g. a conformance run with failures. */
export class Ended extends Error {
  constructor(readonly status: number) {
    super(`ended with ${status}`);
  }
}
