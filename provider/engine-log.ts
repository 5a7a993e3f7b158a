import { credentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/engine_pb.js";
import type { Report } from "./kind.ts";

/** Hands lines to the engine, which shows each beside its resource until the next one comes. */
export function engineLog(address: string | undefined): (urn: string) => Report {
  if (!address) return () => () => {};
  const client = new services.EngineClient(address, credentials.createInsecure());
  return (urn) => (line) => {
    const request = new proto.LogRequest().setSeverity(proto.LogSeverity.INFO).setUrn(urn);
    // A line that does not arrive is no reason to stop.
    client.log(request.setMessage(line).setEphemeral(true), () => {});
  };
}
