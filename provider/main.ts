import { setTimeout as sleep } from "node:timers/promises";
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { engineLog } from "./engine-log.ts";
import { kinds, shells } from "./kinds.ts";
import { closeWindows, invoke } from "./provisioning-window.ts";
import { service } from "./service.ts";

/** Answers common to every kind of resource. */
const general = {
  handshake: async () =>
    new proto.ProviderHandshakeResponse()
      .setAcceptSecrets(false)
      .setAcceptResources(false)
      .setAcceptOutputs(false),
  attach: async () => new empty.Empty(),
  cancel: async () => new empty.Empty(),
  getPluginInfo: async () => new plugin.PluginInfo().setVersion("1.0.0"),
  getSchema: async () =>
    new proto.GetSchemaResponse().setSchema(JSON.stringify({ name: "tovplay-host", version: "1.0.0" })),
  checkConfig: async (request: proto.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews()),
  diffConfig: async () => new proto.DiffResponse().setChanges(proto.DiffResponse.DiffChanges.DIFF_NONE),
  configure: async () =>
    new proto.ConfigureResponse().setAcceptsecrets(false).setSupportspreview(true).setAcceptresources(false),
  invoke,
};

const limit = 64 * 1024 * 1024;
const server = new Server({
  "grpc.max_receive_message_length": limit,
  "grpc.max_send_message_length": limit,
});
const reportOf = engineLog(process.argv[2]);
const shellOf = shells(process.env);
const answers = {
  ...general,
  ...service({ kindOf: kinds(shellOf, process.env), shellOf, reportOf }),
};

/** Adapts a handler to the gRPC server; an error becomes its message. */
function unary(answer: (request: never) => Promise<unknown>): handleUnaryCall<never, unknown> {
  return ({ request }, callback) => {
    answer(request).then(
      (response) => callback(null, response),
      (error: unknown) => {
        const details = error instanceof Error ? error.message : String(error);
        callback({ code: status.UNKNOWN, details });
      },
    );
  };
}

const implementation = Object.fromEntries(
  Object.entries(answers).map(([name, answer]) => [name, unary(answer)]),
);
server.addService(services.ResourceProviderService, implementation as UntypedServiceImplementation);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // The engine reads the port from the first line.
  process.stdout.write(`${port}\n`);
});

// The engine interrupts its plugins when it is done and kills them 5 s later. If the engine itself is killed, the closed
// standard input shows it.
const end = () => void Promise.race([closeWindows(), sleep(4000)]).finally(() => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
process.stdin.resume().once("close", end);
