import type { Voxels } from "@nadir/imaging";
import type { Niivue } from "@niivue/niivue";
import type { DrawnMask } from "./lesion-colours.ts";
import { valuesOf, type WindowRange } from "./windows.ts";
import { withoutGradients } from "./without-gradients.ts";

/** What stands in one viewer: a volume, its delineations, and the grey window. */
export interface Scene {
  readonly image: string;
  readonly masks: readonly DrawnMask[];
  readonly range: WindowRange;
}

/** Where the crosshair is, in scanner millimetres (right, anterior, superior positive), and the value there. */
export interface Place {
  readonly mm: readonly [number, number, number];
  readonly value: number | null;
}

/**
 * NiiVue on a canvas, set for a clinical look: radiological convention, black around, a thin crosshair; at once in its plane, since
 * it would draw all planes and a body in space until it is told.
 */
export async function openView(
  canvas: HTMLCanvasElement,
  sliceType: number,
  onPlace: (place: Place) => void,
): Promise<Niivue> {
  const { Niivue: Viewer } = await import("@niivue/niivue");
  const view = new Viewer({
    backColor: [0, 0, 0, 1],
    crosshairColor: [0.98, 0.72, 0.2, 0.7],
    crosshairWidth: 0.6,
    isRadiologicalConvention: true,
    isColorbar: false,
    sliceType,
    dragAndDropEnabled: false,
    logLevel: "error",
    loadingText: "",
    multiplanarPadPixels: 4,
    isResizeCanvas: true,
    // Which side is the patient's right must be legible from a chair, on bright tissue too: near white, never under 18 px.
    fontColor: [0.98, 0.94, 0.72, 1],
    fontMinPx: 18,
  });
  view.doSync2d = (other) => shareCrosshair(view, other);
  view.onLocationChange = (location) => {
    const { mm, values } = location as { mm: ArrayLike<number>; values?: readonly { value: number }[] };
    const value = values?.[0]?.value;
    onPlace({ mm: [mm[0] ?? 0, mm[1] ?? 0, mm[2] ?? 0], value: value === undefined ? null : value });
  };
  // A linked viewer whose next image is still on its way has no place to tell; NiiVue would fail on its extent of nothing.
  const tellPlace = view.createOnLocationChange.bind(view);
  view.createOnLocationChange = (plane) => {
    if (view.volumes.length > 0) tellPlace(plane);
  };
  // NiiVue takes the focus when it is pressed on, and the browser would scroll the image on under the hand that draws or measures.
  const focus = canvas.focus.bind(canvas);
  canvas.focus = (options) => focus({ ...options, preventScroll: true });
  await view.attachToCanvas(canvas);
  withoutGradients(view);
  return view;
}

/**
 * Ends a viewer whose canvas has left the page. The browser would keep its volumes until it happens to collect them, allows some
 * sixteen drawings at once, and would draw to the end what nobody sees.
 */
export function closeView(view: Pick<Niivue, "cleanup" | "canvas" | "gl">): void {
  view.cleanup();
  // While the double effect of development looks through a page, its canvas stays and is drawn on again.
  if (!view.canvas?.isConnected) view.gl.getExtension("WEBGL_lose_context")?.loseContext();
}

/** Loads a scene in its automatic window and goes to the middle of its first delineation. */
export async function showScene(view: Niivue, scene: Omit<Scene, "range">, opacity: number): Promise<void> {
  // A drawing belongs to its image; the next one begins without.
  if (view.drawBitmap) view.closeDrawing();
  await view.loadVolumes([{ url: scene.image, colormap: "gray" }, ...scene.masks.map(({ url }) => ({ url, opacity }))]);
  for (const [n, { labels }] of scene.masks.entries()) view.volumes[n + 1]?.setColormapLabel(labelColours(labels));
  view.updateGLVolume();
  centreOnMask(view);
}

type ColorMap = Parameters<Niivue["volumes"][number]["setColormapLabel"]>[0];

/** A colour a label; what has no lesion is not drawn. */
function labelColours(labels: DrawnMask["labels"]): ColorMap {
  const shown = [{ label: 0, colour: [0, 0, 0] as const, alpha: 0 }, ...labels.map((l) => ({ ...l, alpha: 255 }))];
  return {
    I: shown.map((l) => l.label),
    R: shown.map((l) => l.colour[0]),
    G: shown.map((l) => l.colour[1]),
    B: shown.map((l) => l.colour[2]),
    A: shown.map((l) => l.alpha),
  };
}

export function setPlane(view: Niivue, sliceType: number): void {
  if (view.opts.sliceType !== sliceType) view.setSliceType(sliceType);
}

export function setWindow(view: Niivue, range: WindowRange): void {
  const volume = view.volumes[0];
  if (!volume) return;
  const [low, high] =
    range === "auto" ? [volume.robust_min ?? 0, volume.robust_max ?? 1] : (greysOf(volume, range) ?? [0, 1]);
  if (volume.cal_min === low && volume.cal_max === high) return;
  [volume.cal_min, volume.cal_max] = [low, high];
  view.updateGLVolume();
}

/** A window's ends in the image's unit: what a file stores may be scaled (`scl_slope`, `scl_inter`). */
export function greysOf(
  volume: Pick<Niivue["volumes"][number], "img" | "hdr" | "intensityRaw2Scaled">,
  range: Exclude<WindowRange, "auto">,
): readonly [low: number, high: number] | null {
  if (!("percentiles" in range)) return range;
  const [, width = 1, height = 1, depth = 1] = volume.hdr?.dims ?? [];
  const raw = volume.img && valuesOf(range, { data: volume.img as Voxels, dims: [width, height, depth] });
  if (!raw) return null;
  const [low, high] = raw.map((value) => volume.intensityRaw2Scaled(value)) as [number, number];
  return low < high ? [low, high] : [high, low];
}

/** All at once: NiiVue would make its textures anew for each. */
export function setMaskOpacity(view: Niivue, opacity: number): void {
  const others = view.volumes.slice(1).filter((mask) => mask.opacity !== opacity);
  for (const mask of others) mask.opacity = opacity;
  if (others.length > 0) view.updateGLVolume();
}

/** Moves the crosshair to the centroid of a mask, or of one label of it: the first mask where none is named. */
export function centreOnMask(view: Niivue, of: { readonly mask: number; readonly label?: number } = { mask: 0 }): void {
  const mask = view.volumes[of.mask + 1];
  const voxels = mask?.img;
  const dims = mask?.hdr?.dims;
  if (!mask || !voxels || !dims) return;
  const [, width = 1, height = 1] = dims;
  const sum = [0, 0, 0] as [number, number, number];
  let n = 0;
  for (let at = 0; at < voxels.length; at++) {
    if (of.label === undefined ? !voxels[at] : voxels[at] !== of.label) continue;
    sum[0] += at % width;
    sum[1] += Math.floor(at / width) % height;
    sum[2] += Math.floor(at / (width * height));
    n += 1;
  }
  const affine = mask.hdr?.affine;
  if (n === 0 || !affine) return;
  const [i, j, k] = sum.map((s) => s / n) as [number, number, number];
  const mm = [0, 1, 2].map((row) => {
    const [a = 0, b = 0, c = 0, t = 0] = affine[row] ?? [];
    return a * i + b * j + c * k + t;
  }) as [number, number, number];
  goTo(view, mm);
}

/** Goes some slices on in NiiVue's plane: axial, coronal or sagittal; axial where all are shown. */
export function moveSlice(view: Pick<Niivue, "moveCrosshairInVox">, slices: number, plane: number): void {
  const along = [2, 1, 0][plane] ?? 2;
  view.moveCrosshairInVox(...([0, 1, 2].map((a) => (a === along ? slices : 0)) as [number, number, number]));
}

type Positions = Pick<Niivue, "mm2frac" | "frac2mm" | "scene">;
/**
 * NiiVue draws slices as they were taken (`isSliceMM` off), and of a tilted volume its own millimetres are then those of the
 * grid set upright, not the scanner's. Every place that is told, gone to or shared is in scanner millimetres: this asks for it.
 */
const SCANNER_MM = [0, true] as const;

/** Puts the crosshair at a point in scanner millimetres and says so. */
export function goTo(
  view: Positions & Pick<Niivue, "createOnLocationChange" | "drawScene">,
  mm: readonly [number, number, number],
): void {
  view.scene.crosshairPos = view.mm2frac([mm[0], mm[1], mm[2]], ...SCANNER_MM);
  view.createOnLocationChange();
  view.drawScene();
}

/** Where the crosshair is, in scanner millimetres. */
export function placeOf(view: Positions): [number, number, number] {
  const [x = 0, y = 0, z = 0] = view.frac2mm(view.scene.crosshairPos, ...SCANNER_MM);
  return [x, y, z];
}

/** What NiiVue does for a linked viewer, by scanner millimetres: two scans of one patient seldom have the same tilt. */
export function shareCrosshair(from: Positions, to: Positions): void {
  const [x, y, z] = placeOf(from);
  to.scene.crosshairPos = to.mm2frac([x, y, z], ...SCANNER_MM);
  const [panX = 0, panY = 0, panZ = 0, zoom = 1] = from.scene.pan2Dxyzmm;
  to.scene.pan2Dxyzmm = [panX, panY, panZ, zoom];
}
