// The engine loads a policy pack with plain require() and without Node options, so TypeScript is enabled here.
import { register } from "tsx/esm/api";

register();
void import("./pack.ts");
