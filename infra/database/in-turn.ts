import type * as pulumi from "@pulumi/pulumi";

/** Makes a resource after the ones that were made through it before; `dependsOn` belongs into the resource's options. */
export type InTurn = <T extends pulumi.Resource>(make: (dependsOn: pulumi.Resource[]) => T) => T;

/**
 * Resources one after the other. PostgreSQL refuses the second of two grants on one object at the same moment ("tuple
 * concurrently updated"), and the provider does not wait: cyrilgdn/terraform-provider-postgresql#178.
 */
export function inTurn(): InTurn {
  let before: pulumi.Resource[] = [];
  return (make) => {
    const made = make(before);
    before = [made];
    return made;
  };
}
