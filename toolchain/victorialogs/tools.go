//go:build tools

// Package victorialogs pins the log store's version; only its command is built.
package victorialogs

import _ "github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs"
