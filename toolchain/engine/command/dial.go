package command

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"golang.org/x/crypto/ssh"
)

const (
	firstPause = 200 * time.Millisecond
	longPause  = 5 * time.Second
)

// errRefused marks errors that a retry cannot fix: a wrong host key or wrong credentials.
var errRefused = errors.New("refused")

// dial connects to a host, through its proxy if it has one.
func dial(ctx context.Context, connection Connection) (*ssh.Client, error) {
	if connection.Proxy == nil {
		return dialEndpoint(ctx, connection.Endpoint, dialTCP)
	}
	proxy, err := dialEndpoint(ctx, connection.Proxy.Endpoint, dialTCP)
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	client, err := dialEndpoint(ctx, connection.Endpoint, proxy.DialContext)
	if err != nil {
		return nil, errors.Join(err, proxy.Close())
	}
	go func() {
		_ = client.Wait()
		_ = proxy.Close()
	}()
	return client, nil
}

type dialer func(ctx context.Context, network, address string) (net.Conn, error)

func dialTCP(ctx context.Context, network, address string) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

// dialEndpoint tries until it is connected, refused, or out of attempts.
func dialEndpoint(ctx context.Context, endpoint Endpoint, connect dialer) (*ssh.Client, error) {
	config, err := clientConfig(endpoint)
	if err != nil {
		return nil, err
	}
	limit := valueOr(endpoint.DialErrorLimit, 10)
	pause := firstPause
	for failures := 1; ; failures++ {
		client, err := dialOnce(ctx, endpoint, config, connect)
		if err == nil {
			return client, nil
		}
		if errors.Is(err, errRefused) || (limit >= 0 && failures >= limit) {
			return nil, fmt.Errorf("after %d failed attempts: %w", failures, err)
		}
		p.GetLogger(ctx).InfoStatusf("Dial %d failed: retrying", failures)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
		pause = min(2*pause, longPause)
	}
}

// dialOnce makes one attempt, bounded by the endpoint's perDialTimeout from the first packet to the end of the handshake.
func dialOnce(ctx context.Context, endpoint Endpoint, config *ssh.ClientConfig, connect dialer) (*ssh.Client, error) {
	if seconds := valueOr(endpoint.PerDialTimeout, 15); seconds > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(seconds)*time.Second)
		defer cancel()
	}
	address := net.JoinHostPort(endpoint.Host, strconv.Itoa(valueOr(endpoint.Port, 22)))
	raw, err := connect(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot reach %s: %w", address, err)
	}
	stop := context.AfterFunc(ctx, func() { _ = raw.Close() })
	connection, channels, requests, err := ssh.NewClientConn(raw, address, config)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		_ = raw.Close()
		return nil, fmt.Errorf("cannot sign in to %s@%s: %w", config.User, address, err)
	}
	return ssh.NewClient(connection, channels, requests), nil
}
