import type proto from "@pulumi/pulumi/proto/provider_pb.js";

/** Answers a call of the program. */
export async function invoke(request: proto.InvokeRequest): Promise<proto.InvokeResponse> {
  throw new Error(`there is no function ${request.getTok()}`);
}
