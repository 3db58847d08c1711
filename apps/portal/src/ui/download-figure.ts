/** How many px of a PNG stand for one px of the drawing. */
const SCALE = 3;

/** Hands a file to the person. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** A PNG of an SVG, drawn by the browser. Rejects where the browser cannot. */
export async function asPng(svg: Blob): Promise<Blob> {
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

const LIGHT_DARK = /light-dark\((#[0-9a-fA-F]{6}),#[0-9a-fA-F]{6}\)/g;

/**
 * A drawing of the page as a file that stands alone: the light colours, on their ground, each mark as strong as the page
 * shows it (`data-on` where some are chosen), without what only the page needs.
 */
export function standaloneSvg(drawn: SVGSVGElement): Blob {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const isChoosing = copy.querySelector("[data-on]") !== null;
  for (const mark of copy.querySelectorAll("[data-subject]")) {
    if (isChoosing && !mark.hasAttribute("data-on")) mark.setAttribute("opacity", "0.18");
    mark.removeAttribute("data-on");
    mark.removeAttribute("data-subject");
  }
  const { width, height } = drawn.viewBox.baseVal;
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width, height, fill: "#ffffff" }))
    ground.setAttribute(name, String(value));
  copy.querySelector("desc")?.after(ground);
  const text = new XMLSerializer().serializeToString(copy).replace(LIGHT_DARK, "$1");
  return new Blob([text], { type: "image/svg+xml" });
}
