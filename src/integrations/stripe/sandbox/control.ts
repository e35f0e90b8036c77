import type { Sandbox } from './sandbox.js';

export async function control(sandbox: Sandbox, request: Request): Promise<Response> {
  void sandbox;
  void request;
  return Response.json({}, { status: 404 });
}
