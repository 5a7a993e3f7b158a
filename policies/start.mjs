// Where a language host passes no options of PulumiPolicy.yaml to Node, the pack is loaded from its sources, with plain require().
import { register } from "tsx/esm/api";

register();
void import("./from-sources.ts");
