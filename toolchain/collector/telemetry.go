package main

import (
	service "go.opentelemetry.io/collector/service/telemetry"
	"go.opentelemetry.io/collector/service/telemetry/otelconftelemetry"
)

// telemetry is how the collector reports on itself.
func telemetry() service.Factory { return otelconftelemetry.NewFactory() }
