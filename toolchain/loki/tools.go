//go:build tools

// Package loki pins the log store's version; only its command is built.
package loki

import _ "github.com/grafana/loki/v3/cmd/loki"
