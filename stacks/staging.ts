import { application } from "./application.ts";
import { applicationSettings } from "./application-settings.ts";
import { hostsOutput } from "./host-settings.ts";
import { stack } from "./stack.ts";

/** Staging: the application on its host, with a database cluster of its own. */
export const staging = stack({
  settings: applicationSettings,
  declare: (environment) => {
    const { url } = application(environment);
    return { url, hosts: hostsOutput(environment.settings.hosts) };
  },
});
