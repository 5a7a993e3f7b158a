import { credentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/engine_pb.js";
import type { Report } from "./kind.ts";

/** Sends lines to the engine, which shows each beside its resource until the next one. */
export function engineLog(address: string | undefined): (urn: string) => Report {
  if (!address) return () => () => {};
  const client = new services.EngineClient(address, credentials.createInsecure());
  return (urn) => (line) => {
    const request = new proto.LogRequest().setSeverity(proto.LogSeverity.INFO).setUrn(urn);
    // Losing a progress line does not matter.
    client.log(request.setMessage(line).setEphemeral(true), () => {});
  };
}
