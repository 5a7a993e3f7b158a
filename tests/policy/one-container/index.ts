import { readFileSync } from "node:fs";
import { Container, type ContainerArgs } from "@pulumi/docker";

const inputs: ContainerArgs = JSON.parse(readFileSync("container.json", "utf8"));
new Container("example", inputs);
