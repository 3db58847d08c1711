import { keyImage } from "../../../../server/key-image.ts";

/** One axial slice of an image as a picture; `?mask=` names the delineation that it is cut through. */
export async function GET(request: Request, { params }: { params: Promise<{ image: string }> }): Promise<Response> {
  return keyImage(request, (await params).image, new URL(request.url).searchParams.get("mask"));
}
