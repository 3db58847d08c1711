/** Thrown by a command that has said everything already and only sets the status, e.g. a conformance run with failures. */
export class Ended extends Error {
  constructor(readonly status: number) {
    super(`ended with ${status}`);
  }
}

/** The status where whoever was to take the result has gone, as a shell tells it of a closed pipe: 128 + SIGPIPE. */
export const UNREAD = 141;
