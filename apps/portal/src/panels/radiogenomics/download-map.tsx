"use client";

import { useState } from "react";
import { Button, buttonLook } from "../../ui/button.tsx";

const SCALE = 3;

/** The heat map as SVG from the server, or as PNG drawn from it in the browser. */
export function DownloadMap({ trial }: { trial: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const address = `/api/radiogenomics/${trial}/heat-map.svg`;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      <a href={address} className={buttonLook("quiet")} download>
        Map as SVG
      </a>
      <Button
        variant="quiet"
        onClick={() => {
          setProblem(null);
          asPng(address)
            .then((png) => save(png, `${trial}-radiogenomics-heat-map.png`))
            .catch(() => setProblem("The picture could not be made; take the SVG."));
        }}
      >
        Map as PNG
      </Button>
      {problem ? (
        <p role="alert" className="text-sm">
          {problem}
        </p>
      ) : null}
    </div>
  );
}

async function asPng(address: string): Promise<Blob> {
  const svg = await (await fetch(address)).blob();
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
