"use client";

import { useState } from "react";
import { Button, buttonLook } from "../../ui/button.tsx";
import { asPng, save } from "../../ui/download-figure.ts";

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
          fetch(address)
            .then((answer) => answer.blob())
            .then(asPng)
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
