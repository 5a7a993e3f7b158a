import * as pulumi from "@pulumi/pulumi";

/** `host:port`, known once the host is. */
export function address(host: pulumi.Input<string>, port: number): pulumi.Output<string> {
  return pulumi.interpolate`${host}:${port}`;
}
