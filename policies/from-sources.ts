import { loadPolicies } from "./load-policies.ts";
import { servePack } from "./pack.ts";

servePack(await loadPolicies());
