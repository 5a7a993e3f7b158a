import { PolicyPack } from "@pulumi/policy";
import { loadPolicies } from "./load-policies.ts";

new PolicyPack("tovplay", { enforcementLevel: "mandatory", policies: await loadPolicies() });
