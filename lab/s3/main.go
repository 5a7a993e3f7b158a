// Command s3 stands in for Amazon S3 in the lab: a gateway over a folder, with one bucket that locks its objects.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/embedgw"
)

// A login is one access key.
type login struct {
	KeyID  string `json:"keyId"`
	Secret string `json:"secret"`
}

// settings is the content of settings.json in the folder given as the first argument.
type settings struct {
	// Port to listen on: HTTPS if the folder contains a certificate, otherwise HTTP.
	Port          int    `json:"port"`
	Bucket        string `json:"bucket"`
	Region        string `json:"region"`
	RetentionDays int32  `json:"retentionDays"`
	Root          login  `json:"root"`
	Writer        login  `json:"writer"`
	// Policy is the bucket policy.
	Policy json.RawMessage `json:"policy"`
}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "s3:", err)
		os.Exit(1)
	}
}

func serve() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: s3 FOLDER (with settings.json)")
	}
	// The store distinguishes folders by their complete path.
	folder, err := filepath.Abs(os.Args[1])
	if err != nil {
		return err
	}
	given, err := readSettings(filepath.Join(folder, "settings.json"))
	if err != nil {
		return err
	}
	store, err := openStore(folder)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	config := gateway(folder, given)
	if err := ensureWriter(config, given.Writer); err != nil {
		return err
	}
	if err := ensureBucket(ctx, store, given); err != nil {
		return err
	}
	return embedgw.RunVersityGW(ctx, &faulty{Backend: &stamping{Backend: store}, file: filepath.Join(folder, "fault")}, config)
}

func readSettings(file string) (settings, error) {
	var given settings
	text, err := os.ReadFile(file)
	if err != nil {
		return given, err
	}
	if err := json.Unmarshal(text, &given); err != nil {
		return given, fmt.Errorf("%s: %w", file, err)
	}
	return given, nil
}

func openStore(folder string) (*posix.Posix, error) {
	objects, versions := filepath.Join(folder, "objects"), filepath.Join(folder, "versions")
	for _, each := range []string{objects, versions, filepath.Join(folder, "accounts")} {
		if err := os.MkdirAll(each, 0o700); err != nil {
			return nil, err
		}
	}
	if err := (meta.XattrMeta{}).Test(objects); err != nil {
		return nil, fmt.Errorf("%s is on a file system without extended attributes: %w", objects, err)
	}
	return posix.New(objects, meta.XattrMeta{}, posix.PosixOpts{VersioningDir: versions, Concurrency: 500})
}

func gateway(folder string, given settings) *embedgw.Config {
	config := &embedgw.Config{
		RootUserAccess:    given.Root.KeyID,
		RootUserSecret:    given.Root.Secret,
		Region:            given.Region,
		Ports:             []string{fmt.Sprintf(":%d", given.Port)},
		IAMDir:            filepath.Join(folder, "accounts"),
		IAMCacheDisable:   true,
		MaxConnections:    1000,
		MaxRequests:       500,
		MultipartMaxParts: 10000,
		HealthPath:        "/health",
		Quiet:             true,
	}
	certificate := filepath.Join(folder, "server.crt")
	if _, err := os.Stat(certificate); err == nil {
		config.CertFile, config.KeyFile = certificate, filepath.Join(folder, "server.key")
	}
	return config
}

// ensureWriter creates the writer's account or updates its secret; the bucket policy grants its permissions.
func ensureWriter(config *embedgw.Config, writer login) error {
	accounts, err := auth.New(config.IamOpts())
	if err != nil {
		return err
	}
	defer func() { _ = accounts.Shutdown() }()
	if _, err := accounts.GetUserAccount(writer.KeyID); err == nil {
		return accounts.UpdateUserAccount(writer.KeyID, auth.MutableProps{Secret: &writer.Secret})
	}
	return accounts.CreateAccount(auth.Account{Access: writer.KeyID, Secret: writer.Secret, Role: auth.RoleUser})
}
