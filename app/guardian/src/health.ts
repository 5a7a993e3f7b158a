import { probeHealth } from "@tovplay/runtime/health-probe";

probeHealth("/health", 9188);
