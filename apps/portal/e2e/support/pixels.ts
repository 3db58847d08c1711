import type { Locator } from "@playwright/test";

export interface Pixels {
  /** Share of the picture that is not black. */
  readonly lit: number;
  /** How many different grey levels stand in it. */
  readonly greys: number;
  /** Pixels tinted red as the first delineation is; the orange of the crosshair does not count. */
  readonly red: number;
}

/** What is really drawn on a canvas, taken from a picture of it and counted in the page. */
export async function pixelsOf(canvas: Locator): Promise<Pixels> {
  const picture = (await canvas.screenshot()).toString("base64");
  return canvas.evaluate(async (_canvas, picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const { width, height } = image;
    const drawing = new OffscreenCanvas(width, height).getContext("2d");
    if (!drawing) throw new Error("This browser has no 2d canvas.");
    drawing.drawImage(image, 0, 0);
    const { data } = drawing.getImageData(0, 0, width, height);
    const greys = new Set<number>();
    let lit = 0;
    let red = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
      if (Math.max(r, g, b) > 24) lit += 1;
      if (r === g && g === b) greys.add(r);
      if (r - g > 50 && Math.abs(g - b) < 24) red += 1;
    }
    return { lit: lit / (width * height), greys: greys.size, red };
  }, picture);
}
