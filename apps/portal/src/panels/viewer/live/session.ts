import type { Problem } from "@nadir/domain";
import type { FromWorker, LiveTimed, RegionBytes, ToWorker } from "./messages.ts";

export type LiveState =
  | { readonly is: "idle" }
  | { readonly is: "working"; readonly doing: string; readonly share: number }
  | { readonly is: "done"; readonly features: LiveTimed }
  | { readonly is: "refused"; readonly problems: readonly Problem[] };

/** The part of a web worker that a session uses. */
export interface LiveWorker {
  onmessage: ((event: { readonly data: FromWorker }) => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault?(): void }) => void) | null;
  postMessage(message: ToWorker, transfer: ArrayBuffer[]): void;
  terminate(): void;
}

export type LiveImage = Omit<Extract<ToWorker, { type: "image" }>, "type">;

export interface LiveWish {
  readonly name: string;
  /** Reads the region when its turn comes: files are fetched then, a drawing is copied then. */
  readonly region: (signal: AbortSignal) => Promise<RegionBytes>;
}

interface Timing {
  /** Wishes that follow each other faster than this count as one. */
  readonly settleMs: number;
  /** A stale computation may run on for so long; then its worker is ended and another begins with the image. */
  readonly patienceMs: number;
}

/**
 * Computes the newest wish for one image, and only that: wishes in quick succession are drawn together, answers to
 * older ones are dropped, and a worker that is busy with one for too long is ended. Tells its state to `onState`.
 */
export class LiveSession {
  private worker: LiveWorker | null = null;
  private isBusy = false;
  private wish: LiveWish | null = null;
  private job = 0;
  private aborter = new AbortController();
  private settling: ReturnType<typeof setTimeout> | undefined;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;
  private readonly image: () => Promise<LiveImage>;

  constructor(
    image: () => Promise<LiveImage>,
    private readonly startWorker: () => LiveWorker,
    private readonly onState: (state: LiveState) => void,
    private readonly timing: Timing = { settleMs: 200, patienceMs: 1000 },
  ) {
    let known: Promise<LiveImage> | null = null;
    this.image = () => {
      known ??= image().catch((error: unknown) => {
        known = null;
        throw error;
      });
      return known;
    };
  }

  /** Asks for a region; null asks for nothing any more. */
  ask(wish: LiveWish | null): void {
    this.wish = wish;
    this.job += 1;
    this.aborter.abort();
    this.aborter = new AbortController();
    clearTimeout(this.settling);
    if (this.isBusy && this.patience === undefined)
      this.patience = setTimeout(() => this.endWorker(), this.timing.patienceMs);
    this.settling = undefined;
    if (!wish) {
      this.onState({ is: "idle" });
      return;
    }
    this.onState({ is: "working", doing: "Waiting for the pen to rest", share: 0 });
    this.settling = setTimeout(() => {
      this.settling = undefined;
      void this.begin();
    }, this.timing.settleMs);
  }

  close(): void {
    this.isClosed = true;
    this.ask(null);
    clearTimeout(this.patience);
    this.worker?.terminate();
    this.worker = null;
  }

  private async begin(): Promise<void> {
    // What runs is stale: its end, by itself or by force, begins the wish.
    if (this.isBusy || !this.wish || this.isClosed) return;
    const { job, wish, aborter } = this;
    const say = (state: LiveState) => {
      if (job === this.job && !this.isClosed) this.onState(state);
    };
    try {
      say({ is: "working", doing: "Reading the image", share: 0 });
      const image = await this.image();
      say({ is: "working", doing: "Reading the region", share: 0 });
      const region = await wish.region(aborter.signal);
      if (job !== this.job || this.isBusy || this.isClosed) return;
      this.isBusy = true;
      const worker = this.readyWorker(image);
      worker.postMessage({ type: "region", job, name: wish.name, region }, [
        "drawn" in region ? region.drawn.buffer : region.mask,
      ]);
      say({ is: "working", doing: "Finding the region", share: 0 });
    } catch (error) {
      say({ is: "refused", problems: [{ code: "NOT_READ", message: (error as Error).message }] });
    }
  }

  private readyWorker(image: LiveImage): LiveWorker {
    if (this.worker) return this.worker;
    const worker = this.startWorker();
    worker.onmessage = ({ data }) => this.hear(worker, data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      const message = `The computation stopped: ${event.message ?? "its worker could not be started"}.`;
      if (worker === this.worker) this.finish({ is: "refused", problems: [{ code: "FAULT", message }] }, true);
    };
    // A copy goes: another worker may need the file again.
    const file = image.file.slice(0);
    worker.postMessage({ type: "image", kind: image.kind, file }, [file]);
    this.worker = worker;
    return worker;
  }

  private hear(worker: LiveWorker, message: FromWorker): void {
    if (worker !== this.worker) return;
    if (message.type === "progress") {
      const { job, family, done, of } = message;
      if (job === this.job) this.onState({ is: "working", doing: `Computing ${family}`, share: done / of });
      return;
    }
    const { answer } = message;
    const state: LiveState =
      "problems" in answer ? { is: "refused", problems: answer.problems } : { is: "done", features: answer };
    this.finish(message.job === this.job ? state : null, false);
  }

  /** A computation is over; what was wished meanwhile begins. */
  private finish(state: LiveState | null, isWorkerLost: boolean): void {
    this.isBusy = false;
    clearTimeout(this.patience);
    this.patience = undefined;
    if (isWorkerLost) {
      this.worker?.terminate();
      this.worker = null;
    }
    if (state) this.onState(state);
    else if (this.wish && this.settling === undefined) void this.begin();
  }

  private endWorker(): void {
    if (this.isBusy) this.finish(null, true);
  }
}
