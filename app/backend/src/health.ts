import { probeHealth } from "@tovplay/runtime/health-probe";

probeHealth("/health/ready", 5001);
