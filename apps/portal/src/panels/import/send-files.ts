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

/** Sends the files with progress in bytes. (`fetch` tells no progress of what it sends.) */
export function sendFiles(
  files: readonly File[],
  onProgress: (sent: number, total: number) => void,
): Promise<UploadAnswer> {
  const form = new FormData();
  form.set("names", JSON.stringify(files.map((file) => file.webkitRelativePath || file.name)));
  for (const file of files) form.append("files", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/uploads");
    request.responseType = "json";
    request.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    request.onload = () => {
      const answer = request.response as UploadAnswer | { problems?: Told[] } | null;
      if (request.status === 200 && answer && "ticket" in answer) resolve(answer);
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
