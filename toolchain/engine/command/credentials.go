package command

import (
	"bytes"
	"fmt"
	"net"
	"os"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// clientConfig turns an endpoint's credentials and its host key into those of the SSH library.
func clientConfig(endpoint Endpoint) (*ssh.ClientConfig, error) {
	methods, err := authMethods(endpoint)
	if err != nil {
		return nil, err
	}
	check, algorithms, err := hostKeyCheck(endpoint.HostKey)
	if err != nil {
		return nil, err
	}
	return &ssh.ClientConfig{
		User:              valueOr(endpoint.User, "root"),
		Auth:              methods,
		HostKeyCallback:   check,
		HostKeyAlgorithms: algorithms,
	}, nil
}

func authMethods(endpoint Endpoint) ([]ssh.AuthMethod, error) {
	methods := []ssh.AuthMethod{}
	if endpoint.PrivateKey != nil && *endpoint.PrivateKey != "" {
		signer, err := parseKey(*endpoint.PrivateKey, valueOr(endpoint.PrivateKeyPassword, ""))
		if err != nil {
			return nil, fmt.Errorf("the connection's privateKey cannot be read: %w", err)
		}
		methods = append(methods, ssh.PublicKeys(signer))
	}
	if endpoint.Password != nil && *endpoint.Password != "" {
		methods = append(methods, passwordMethods(*endpoint.Password)...)
	}
	if path := valueOr(endpoint.AgentSocketPath, os.Getenv("SSH_AUTH_SOCK")); path != "" {
		socket, err := net.Dial("unix", path)
		if err != nil {
			return nil, fmt.Errorf("no SSH agent answers at %s: %w", path, err)
		}
		methods = append(methods, ssh.PublicKeysCallback(agent.NewClient(socket).Signers))
	}
	return methods, nil
}

func parseKey(key, password string) (ssh.Signer, error) {
	if password == "" {
		return ssh.ParsePrivateKey([]byte(key))
	}
	return ssh.ParsePrivateKeyWithPassphrase([]byte(key), []byte(password))
}

// passwordMethods answers both ways in which a server asks for a password.
func passwordMethods(password string) []ssh.AuthMethod {
	answer := func(_, _ string, questions []string, _ []bool) ([]string, error) {
		answers := make([]string, len(questions))
		for i := range questions {
			answers[i] = password
		}
		return answers, nil
	}
	return []ssh.AuthMethod{ssh.Password(password), ssh.KeyboardInteractive(answer)}
}

// hostKeyCheck accepts only the expected key, given as in known_hosts or authorized_keys; without one it accepts any,
// as the published plugin does.
func hostKeyCheck(expected *string) (ssh.HostKeyCallback, []string, error) {
	if expected == nil || *expected == "" {
		return ssh.InsecureIgnoreHostKey(), nil, nil
	}
	wanted, _, _, _, err := ssh.ParseAuthorizedKey([]byte(*expected))
	if err != nil {
		return nil, nil, fmt.Errorf("the connection's hostKey is not a public key such as `ssh-ed25519 AAAA…`: %w", err)
	}
	check := func(host string, _ net.Addr, key ssh.PublicKey) error {
		if bytes.Equal(key.Marshal(), wanted.Marshal()) {
			return nil
		}
		return fmt.Errorf("%w: %s has host key %s, expected %s", errRefused, host,
			ssh.FingerprintSHA256(key), ssh.FingerprintSHA256(wanted))
	}
	return check, hostKeyAlgorithms(wanted.Type()), nil
}

// hostKeyAlgorithms are those a key can sign with; a server with several keys then shows the one that is known.
func hostKeyAlgorithms(keyType string) []string {
	if keyType == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}
	}
	return []string{keyType}
}
