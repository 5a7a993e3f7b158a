// The engine starts a policy pack by a plain require() and hands it no Node options: TypeScript is switched on here.
import { register } from "tsx/esm/api";

register();
void import("./pack.ts");
