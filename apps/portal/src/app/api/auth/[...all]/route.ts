import { platform } from "../../../../server/platform.ts";

const handle = async (request: Request): Promise<Response> => (await platform()).auth.handler(request);

export { handle as GET, handle as POST };
