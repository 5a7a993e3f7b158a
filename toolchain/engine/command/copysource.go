package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pkg/sftp"
	"github.com/pulumi/pulumi-go-provider/infer/types"
)

var errSource = errors.New("source must be a FileAsset, a StringAsset or a FileArchive: other assets cannot be copied as they are")

func checkSource(source types.AssetOrArchive) error {
	_, _, err := sourceOf(source)
	return err
}

// sourceOf returns a local path or a text, whichever the source is.
func sourceOf(source types.AssetOrArchive) (local string, text *string, err error) {
	switch {
	case source.Asset != nil && source.Asset.IsPath():
		return source.Asset.Path, nil, nil
	case source.Asset != nil && source.Asset.IsText():
		return "", &source.Asset.Text, nil
	case source.Archive != nil && source.Archive.IsPath():
		return source.Archive.Path, nil, nil
	default:
		return "", nil, errSource
	}
}

// copySource writes a text, a file or a folder to the remote path; missing parents are made, and into an existing
// folder it is copied under its own name.
func copySource(client *sftp.Client, source types.AssetOrArchive, remote string) error {
	local, text, err := sourceOf(source)
	if err != nil {
		return err
	}
	existing, err := client.Stat(remote)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	isFolder := err == nil && existing.IsDir()
	if text != nil {
		if isFolder {
			return errors.New("a text cannot be copied onto a folder: name a file in remotePath")
		}
		return writeRemote(client, strings.NewReader(*text), remote)
	}
	info, err := os.Stat(local)
	if err != nil {
		return err
	}
	if isFolder && !keepsContents(local) {
		remote = path.Join(remote, filepath.Base(local))
	}
	if !info.IsDir() {
		return copyFile(client, local, remote)
	}
	if existing != nil && !existing.IsDir() {
		return errors.New("a folder cannot be copied onto a file")
	}
	return copyFolder(client, local, remote)
}

// keepsContents is cp's and rsync's rule: a trailing slash means what is inside, not the folder itself.
func keepsContents(local string) bool { return strings.HasSuffix(local, "/") }

func copyFolder(client *sftp.Client, local, remote string) error {
	return filepath.WalkDir(local, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(local, name)
		if err != nil {
			return err
		}
		target := path.Join(remote, filepath.ToSlash(relative))
		if entry.IsDir() {
			return client.MkdirAll(target)
		}
		if !entry.Type().IsRegular() {
			return fmt.Errorf("%s is neither a file nor a folder: it cannot be copied", name)
		}
		return copyFile(client, name, target)
	})
}

func copyFile(client *sftp.Client, local, remote string) error {
	file, err := os.Open(local)
	if err != nil {
		return err
	}
	defer file.Close()
	return writeRemote(client, file, remote)
}

func writeRemote(client *sftp.Client, content io.Reader, remote string) error {
	if err := client.MkdirAll(path.Dir(remote)); err != nil {
		return fmt.Errorf("make folder %s: %w", path.Dir(remote), err)
	}
	file, err := client.Create(remote)
	if err != nil {
		return fmt.Errorf("create %s: %w", remote, err)
	}
	_, err = file.ReadFrom(content)
	return errors.Join(err, file.Close())
}
