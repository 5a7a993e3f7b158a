import { probeHealth } from "@tovplay/runtime/health-probe";

probeHealth("/api/health", 5001);
