package postgresql

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

const (
	scramPrefix     = "SCRAM-SHA-256$"
	scramIterations = 4096
	scramSaltLength = 16
)

// verifierOf turns a password into what PostgreSQL stores of it, so that no password is ever part of a statement, which
// the server may log. A password that is a verifier already is passed through.
func verifierOf(password string) (string, error) {
	if isVerifier(password) {
		return password, nil
	}
	salt := make([]byte, scramSaltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	return scramVerifier(password, salt, scramIterations)
}

func isVerifier(password string) bool { return strings.HasPrefix(password, scramPrefix) }

// scramVerifier computes a verifier as in RFC 5803: SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey.
func scramVerifier(password string, salt []byte, iterations int) (string, error) {
	salted, err := pbkdf2.Key(sha256.New, password, salt, iterations, sha256.Size)
	if err != nil {
		return "", err
	}
	stored := sha256.Sum256(sign(salted, "Client Key"))
	encode := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("%s%d:%s$%s:%s", scramPrefix, iterations, encode(salt),
		encode(stored[:]), encode(sign(salted, "Server Key"))), nil
}

func sign(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// matches says whether a stored verifier was made from the password.
func matches(password, verifier string) bool {
	if isVerifier(password) {
		return password == verifier
	}
	parameters, _, found := strings.Cut(strings.TrimPrefix(verifier, scramPrefix), "$")
	count, encodedSalt, foundSalt := strings.Cut(parameters, ":")
	iterations, err := strconv.Atoi(count)
	salt, saltErr := base64.StdEncoding.DecodeString(encodedSalt)
	if !isVerifier(verifier) || !found || !foundSalt || err != nil || saltErr != nil {
		return false
	}
	computed, err := scramVerifier(password, salt, iterations)
	return err == nil && subtle.ConstantTimeCompare([]byte(computed), []byte(verifier)) == 1
}

// isPlain says whether a password means the same bytes in every encoding, which is what a verifier is computed from.
func isPlain(password string) bool {
	return !strings.ContainsFunc(password, func(letter rune) bool { return letter < ' ' || letter > '~' })
}
