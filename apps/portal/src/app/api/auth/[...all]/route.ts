import { guarded } from "../../../../server/guarded.ts";
import { ownOrigins, platform } from "../../../../server/platform.ts";

const handle = async (request: Request): Promise<Response> => (await platform()).auth.handler(request);

export { handle as GET };
export const POST = guarded({ origins: ownOrigins, limit: 100_000 }, handle);
