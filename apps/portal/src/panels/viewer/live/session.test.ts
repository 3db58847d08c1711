import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FromWorker, ToWorker } from "./messages.ts";
import { LiveSession, type LiveState, type LiveWish, type LiveWorker } from "./session.ts";

/** A worker that answers when the test says so. */
class HeldWorker implements LiveWorker {
  onmessage: LiveWorker["onmessage"] = null;
  onerror: LiveWorker["onerror"] = null;
  readonly got: ToWorker[] = [];
  isEnded = false;
  postMessage(message: ToWorker, transfer: ArrayBuffer[]): void {
    this.got.push(structuredClone(message, { transfer }));
  }
  terminate(): void {
    this.isEnded = true;
  }
  get jobs(): number[] {
    return this.got.flatMap((message) => (message.type === "region" ? [message.job] : []));
  }
  refuse(job: number): void {
    const data: FromWorker = { type: "answer", job, answer: { problems: [{ code: `JOB_${job}`, message: "" }] } };
    this.onmessage?.({ data });
  }
}

const drawing = (name: string): LiveWish => ({ name, region: async () => ({ drawn: new Uint8Array([1]) }) });

describe("a session of live features", () => {
  const workers: HeldWorker[] = [];
  const states: LiveState[] = [];
  const open = (image = async () => ({ file: new ArrayBuffer(8), kind: "CT" as const })) =>
    new LiveSession(
      image,
      () => {
        workers.push(new HeldWorker());
        return workers.at(-1)!;
      },
      (state) => states.push(state),
      { settleMs: 200, patienceMs: 1000 },
    );
  const last = (): LiveState => states.at(-1)!;

  beforeEach(() => {
    vi.useFakeTimers();
    workers.length = 0;
    states.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("draws wishes in quick succession together, and sends the image once", async () => {
    const session = open();
    for (const name of ["a", "b", "c"]) {
      session.ask(drawing(name));
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(workers[0]!.got.map((m) => (m.type === "region" ? m.name : m.type))).toEqual(["image", "c"]);
    workers[0]!.refuse(3);
    expect(last()).toEqual({ is: "refused", problems: [{ code: "JOB_3", message: "" }] });
    session.ask(drawing("d"));
    await vi.advanceTimersByTimeAsync(200);
    expect(workers).toHaveLength(1);
    expect(workers[0]!.got.map((m) => m.type)).toEqual(["image", "region", "region"]);
  });

  it("drops the answer to an older wish, then computes the newest", async () => {
    const session = open();
    session.ask(drawing("a"));
    await vi.advanceTimersByTimeAsync(200);
    session.ask(drawing("b"));
    await vi.advanceTimersByTimeAsync(300);
    expect(workers[0]!.jobs).toEqual([1]);
    workers[0]!.refuse(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(states.some((s) => s.is === "refused")).toBe(false);
    expect(workers[0]!.jobs).toEqual([1, 2]);
    workers[0]!.refuse(2);
    expect(last()).toMatchObject({ is: "refused", problems: [{ code: "JOB_2" }] });
  });

  it("ends a worker that is busy with a stale wish for too long, and gives the image to another", async () => {
    const session = open();
    session.ask(drawing("a"));
    await vi.advanceTimersByTimeAsync(200);
    session.ask(drawing("b"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(workers.map((w) => w.isEnded)).toEqual([true, false]);
    expect(workers[1]!.got.map((m) => (m.type === "image" ? m.file.byteLength : m.name))).toEqual([8, "b"]);
    workers[0]!.refuse(1);
    expect(last().is).toBe("working");
    workers[1]!.refuse(2);
    expect(last()).toMatchObject({ problems: [{ code: "JOB_2" }] });
  });

  it("says why an image or a region could not be read, and tries again when asked again", async () => {
    let isThere = false;
    const session = open(async () => {
      if (!isThere) throw new Error("There is no image 7, or it belongs to a trial or site that is not yours.");
      return { file: new ArrayBuffer(8), kind: "CT" as const };
    });
    session.ask(drawing("a"));
    await vi.advanceTimersByTimeAsync(200);
    expect(last()).toMatchObject({
      is: "refused",
      problems: [{ message: expect.stringMatching("There is no image 7") as string }],
    });
    isThere = true;
    session.ask(drawing("a"));
    await vi.advanceTimersByTimeAsync(200);
    expect(workers[0]!.jobs).toEqual([2]);
  });

  it("survives a worker that fails: the sentence stands, the next wish begins another", async () => {
    const session = open();
    session.ask(drawing("a"));
    await vi.advanceTimersByTimeAsync(200);
    workers[0]!.onerror?.({ message: "out of memory" });
    expect(last()).toMatchObject({ is: "refused", problems: [{ message: "The computation stopped: out of memory." }] });
    session.ask(drawing("b"));
    await vi.advanceTimersByTimeAsync(200);
    expect(workers[1]!.jobs).toEqual([2]);
  });

  it("is silent once closed", async () => {
    const session = open();
    session.ask(drawing("a"));
    await vi.advanceTimersByTimeAsync(200);
    session.close();
    const told = states.length;
    workers[0]!.refuse(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect([states.length, workers.length, workers[0]!.isEnded]).toEqual([told, 1, true]);
  });
});
