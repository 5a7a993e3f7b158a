import { PolicyPack } from "@pulumi/policy";
import { getStack } from "@pulumi/pulumi";
import { enforcedIn, environmentOf } from "./environment.ts";
import { loadPolicies } from "./load-policies.ts";

const environment = environmentOf(getStack());
const policies = (await loadPolicies()).map((policy) => enforcedIn(environment, policy));

new PolicyPack("tovplay", { enforcementLevel: "mandatory", policies });
