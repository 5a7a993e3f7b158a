import { application } from "./application.ts";
import { applicationSettings } from "./settings/application.ts";
import { hostsOutput } from "./settings/host.ts";
import { stack } from "./settings/stack.ts";

/** Staging: the application on its host, with a database cluster of its own. */
export const staging = stack({
  settings: applicationSettings,
  declare: (environment) => {
    const { url } = application(environment);
    return { url, hosts: hostsOutput(environment.settings.hosts) };
  },
});
