import type { Told } from "./import-outcome.ts";

export interface UploadAnswer {
  readonly ticket: string;
  readonly manifestName: string;
  readonly files: number;
  readonly bytes: number;
}

/** Carries the problems for which an upload was refused. */
export class UploadRefused extends Error {
  constructor(readonly problems: readonly Told[]) {
    super(problems.map((p) => p.message).join("\n"));
  }
}

/** Sends the files of a trial, with progress in bytes. */
export function sendFiles(files: readonly File[], onProgress: OnSent): Promise<UploadAnswer> {
  const form = new FormData();
  form.set("names", JSON.stringify(files.map((file) => file.webkitRelativePath || file.name)));
  for (const file of files) form.append("files", file, file.name);
  return sendForm("/api/uploads", form, onProgress);
}

export type OnSent = (sent: number, total: number) => void;

/** Sends a form with files. (`fetch` tells no progress of what it sends.) Throws `UploadRefused`. */
export function sendForm<Answer extends object>(address: string, form: FormData, onProgress: OnSent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    request.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    request.onload = () => {
      const answer = request.response as Answer | { problems?: Told[] } | null;
      if (request.status === 200 && answer && !("problems" in answer)) resolve(answer as Answer);
      else
        reject(
          new UploadRefused(
            (answer && "problems" in answer && answer.problems) || [
              { code: "UPLOAD_FAILED", message: `The server could not take the files (status ${request.status}).` },
            ],
          ),
        );
    };
    request.onerror = () =>
      reject(
        new UploadRefused([{ code: "UPLOAD_FAILED", message: "The connection broke while the files were sent." }]),
      );
    request.send(form);
  });
}
