package main

import (
	"context"
	"io"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/versity/versitygw/backend"
	"github.com/versity/versitygw/s3err"
	"github.com/versity/versitygw/s3response"
)

const (
	// pause is the delay before each operation of a slow store.
	pause = 2 * time.Second
	// slowRate is the upload rate of a slow store, in bytes per second.
	slowRate = 256 << 10
)

// faulty is a store with the fault named in a file: `errors` or `slow`; none if there is no file.
type faulty struct {
	backend.Backend
	file string
}

// slowed reads a client's data at slowRate.
type slowed struct{ io.Reader }

func (s slowed) Read(buffer []byte) (int, error) {
	count, err := s.Reader.Read(buffer[:min(len(buffer), slowRate/8)])
	time.Sleep(time.Duration(count) * time.Second / slowRate)
	return count, err
}

// begin makes an operation fail or wait. It returns whether the store is slow.
func (t *faulty) begin() (bool, error) {
	text, err := os.ReadFile(t.file)
	if err != nil {
		return false, nil
	}
	switch strings.TrimSpace(string(text)) {
	case "errors":
		return false, s3err.GetAPIError(s3err.ErrSlowDown)
	case "slow":
		time.Sleep(pause)
		return true, nil
	}
	return false, nil
}

func (t *faulty) PutObject(ctx context.Context, input s3response.PutObjectInput) (s3response.PutObjectOutput, error) {
	slow, err := t.begin()
	if err != nil {
		return s3response.PutObjectOutput{}, err
	}
	if slow {
		input.Body = slowed{input.Body}
	}
	return t.Backend.PutObject(ctx, input)
}

func (t *faulty) UploadPart(ctx context.Context, input *s3.UploadPartInput) (*s3.UploadPartOutput, error) {
	slow, err := t.begin()
	if err != nil {
		return nil, err
	}
	if slow {
		input.Body = slowed{input.Body}
	}
	return t.Backend.UploadPart(ctx, input)
}

func (t *faulty) GetObject(ctx context.Context, input *s3.GetObjectInput) (*s3.GetObjectOutput, error) {
	if _, err := t.begin(); err != nil {
		return nil, err
	}
	return t.Backend.GetObject(ctx, input)
}

func (t *faulty) HeadObject(ctx context.Context, input *s3.HeadObjectInput) (*s3.HeadObjectOutput, error) {
	if _, err := t.begin(); err != nil {
		return nil, err
	}
	return t.Backend.HeadObject(ctx, input)
}

func (t *faulty) ListObjectsV2(ctx context.Context, input *s3.ListObjectsV2Input) (s3response.ListObjectsV2Result, error) {
	if _, err := t.begin(); err != nil {
		return s3response.ListObjectsV2Result{}, err
	}
	return t.Backend.ListObjectsV2(ctx, input)
}
