import { voxels } from "../../../../../server/voxels.ts";

/** The last part of the address is only for the viewer, which knows the format by the file's ending. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return voxels(request, "mask", (await params).id);
}
