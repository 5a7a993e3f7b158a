import proto from "@pulumi/pulumi/proto/provider_pb.js";
import empty, { type Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { changes, knownPart } from "./changes.ts";
import type { ShellOf } from "./host-step.ts";
import type { Kind, Properties, Report } from "./kind.ts";
import { toProperties, toStruct, unknownValue } from "./values.ts";

/** What the service needs. */
export interface ServiceParts {
  /** Returns the kind of a resource type, for example `tovplay-host:index:File`. */
  kindOf: (type: string) => Kind;
  /** Returns where a resource reports its progress. */
  reportOf: (urn: string) => Report;
  /** Returns the shell of a resource's host. */
  shellOf: ShellOf;
}

type Handler<Request, Response> = (request: Request) => Promise<Response>;

/** Handlers for the engine's requests about resources, by name (`pulumirpc.ResourceProvider`). */
export function service(parts: ServiceParts) {
  return { ...readers(parts), ...changesOf(parts) };
}

/** Handlers that change nothing. */
function readers({ kindOf }: ServiceParts) {
  const kindAt = (urn: string) => kindOf(typeOf(urn));
  const check: Handler<proto.CheckRequest, proto.CheckResponse> = async (request) => {
    const inputs = toProperties(request.getNews());
    const known = knownPart(inputs);
    // A value that is not known yet is not missing; it is checked later.
    const failures = kindAt(request.getUrn())
      .check(known)
      .filter(({ property }) => !(property in inputs) || property in known);
    const response = new proto.CheckResponse().setInputs(toStruct(inputs));
    return response.setFailuresList(
      failures.map(({ property, reason }) =>
        new proto.CheckFailure().setProperty(property).setReason(reason),
      ),
    );
  };
  const diff: Handler<proto.DiffRequest, proto.DiffResponse> = async (request) => {
    const [state, oldInputs] = [toProperties(request.getOlds()), toProperties(request.getOldInputs())];
    return diffResponse(kindAt(request.getUrn()), state, oldInputs, toProperties(request.getNews()));
  };
  const read: Handler<proto.ReadRequest, proto.ReadResponse> = async (request) => {
    const found = await kindAt(request.getUrn()).observe(toProperties(request.getProperties()));
    const response = new proto.ReadResponse();
    if (!found) return response;
    return response.setId(request.getId()).setProperties(toStruct(found)).setInputs(request.getInputs());
  };
  return { check, diff, read };
}

/** Handlers that change a host, one deployment at a time. */
function changesOf({ kindOf, reportOf, shellOf }: ServiceParts) {
  /** Creates or updates a resource; a preview only returns which outputs are unknown. */
  const applied = async (urn: string, inputs: Properties, preview: boolean): Promise<Struct> => {
    const kind = kindOf(typeOf(urn));
    if (preview) return toStruct({ ...inputs, ...unknownOutputs(kind) });
    await shellOf(inputs).lock?.(reportOf(urn));
    return toStruct({ ...inputs, ...(await kind.apply(inputs, reportOf(urn))) });
  };
  const create: Handler<proto.CreateRequest, proto.CreateResponse> = async (request) => {
    const [urn, preview] = [request.getUrn(), request.getPreview()];
    const properties = await applied(urn, toProperties(request.getProperties()), preview);
    const response = new proto.CreateResponse().setProperties(properties);
    return preview ? response : response.setId(nameOf(urn));
  };
  const update: Handler<proto.UpdateRequest, proto.UpdateResponse> = async (request) => {
    const properties = await applied(request.getUrn(), toProperties(request.getNews()), request.getPreview());
    return new proto.UpdateResponse().setProperties(properties);
  };
  const remove: Handler<proto.DeleteRequest, Empty> = async (request) => {
    const [urn, state] = [request.getUrn(), toProperties(request.getProperties())];
    await shellOf(state).lock?.(reportOf(urn));
    await kindOf(typeOf(urn)).remove(state);
    return new empty.Empty();
  };
  return { create, update, delete: remove };
}

function diffResponse(kind: Kind, state: Properties, oldInputs: Properties, inputs: Properties) {
  const found = changes(kind, state, oldInputs, inputs);
  const response = new proto.DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
  response.setChanges(found.length > 0 ? DIFF_SOME : DIFF_NONE).setHasdetaileddiff(true);
  response.setReplacesList(found.filter(({ replaces }) => replaces).map(({ path }) => path));
  response.setDiffsList([...new Set(found.map(({ path }) => path.split(".")[0] ?? path))]);
  for (const { path, kind: how, replaces, byInput } of found) {
    const property = new proto.PropertyDiff().setKind(detail(how, replaces)).setInputdiff(byInput);
    response.getDetaileddiffMap().set(path, property);
  }
  return response;
}

function detail(kind: "add" | "delete" | "update", replaces: boolean) {
  const { Kind: kinds } = proto.PropertyDiff;
  const plain = { add: kinds.ADD, delete: kinds.DELETE, update: kinds.UPDATE };
  const replacing = { add: kinds.ADD_REPLACE, delete: kinds.DELETE_REPLACE, update: kinds.UPDATE_REPLACE };
  return (replaces ? replacing : plain)[kind];
}

function unknownOutputs({ outputs }: Kind): Properties {
  return Object.fromEntries(outputs.map((name) => [name, unknownValue]));
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`: the type follows the last parent. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
