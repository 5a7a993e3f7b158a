package random

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
)

const (
	lowerLetters = "abcdefghijklmnopqrstuvwxyz"
	upperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits       = "0123456789"
	specials     = "!@#$%&*()-_=+[]{}<>:?"
)

// Alphabet says what a generated text consists of; passwords and strings share it.
type Alphabet struct {
	Keepers         map[string]string `pulumi:"keepers,optional"`
	Length          int               `pulumi:"length"`
	Lower           *bool             `pulumi:"lower,optional"`
	MinLower        *int              `pulumi:"minLower,optional"`
	Upper           *bool             `pulumi:"upper,optional"`
	MinUpper        *int              `pulumi:"minUpper,optional"`
	Numeric         *bool             `pulumi:"numeric,optional"`
	MinNumeric      *int              `pulumi:"minNumeric,optional"`
	Number          *bool             `pulumi:"number,optional"`
	Special         *bool             `pulumi:"special,optional"`
	MinSpecial      *int              `pulumi:"minSpecial,optional"`
	OverrideSpecial *string           `pulumi:"overrideSpecial,optional"`
}

// class is one kind of characters and how many of it there must be at least.
type class struct {
	characters string
	atLeast    int
}

// complete fills in what the published plugin reports for settings that were left out.
func (a Alphabet) complete() Alphabet {
	if a.Numeric == nil {
		a.Numeric = a.Number
	}
	for _, flag := range []**bool{&a.Lower, &a.Upper, &a.Numeric, &a.Special} {
		if *flag == nil {
			*flag = pointer(true)
		}
	}
	a.Number = a.Numeric
	for _, count := range []**int{&a.MinLower, &a.MinUpper, &a.MinNumeric, &a.MinSpecial} {
		if *count == nil {
			*count = pointer(0)
		}
	}
	return a
}

// classes of characters of a completed alphabet.
func (a Alphabet) classes() []class {
	special := specials
	if a.OverrideSpecial != nil && *a.OverrideSpecial != "" {
		special = *a.OverrideSpecial
	}
	result := []class{}
	add := func(wanted *bool, characters string, atLeast *int) {
		if *wanted {
			result = append(result, class{characters, *atLeast})
		}
	}
	add(a.Lower, lowerLetters, a.MinLower)
	add(a.Upper, upperLetters, a.MinUpper)
	add(a.Numeric, digits, a.MinNumeric)
	add(a.Special, special, a.MinSpecial)
	return result
}

// validate says why no text can be made of these settings.
func (a Alphabet) validate() error {
	if a.Length < 1 {
		return fmt.Errorf("length must be at least 1, not %d", a.Length)
	}
	needed, classes := 0, a.complete().classes()
	if len(classes) == 0 {
		return errors.New("lower, upper, numeric and special are all false: leave one of them on")
	}
	for _, one := range classes {
		if one.atLeast < 0 {
			return fmt.Errorf("a minimum must not be below 0, as %d is", one.atLeast)
		}
		needed += one.atLeast
	}
	if needed > a.Length {
		return fmt.Errorf("length %d is less than the %d characters that the minimums ask for", a.Length, needed)
	}
	return nil
}

// generate makes a text by the operating system's cryptographic generator.
func (a Alphabet) generate() (string, error) {
	all, text := "", []byte{}
	for _, one := range a.complete().classes() {
		all += one.characters
		picked, err := pick(one.characters, one.atLeast)
		if err != nil {
			return "", err
		}
		text = append(text, picked...)
	}
	rest, err := pick(all, a.Length-len(text))
	if err != nil {
		return "", err
	}
	text = append(text, rest...)
	err = shuffle(text)
	return string(text), err
}

func pick(characters string, count int) ([]byte, error) {
	result := make([]byte, 0, count)
	for range count {
		at, err := below(len(characters))
		if err != nil {
			return nil, err
		}
		result = append(result, characters[at])
	}
	return result, nil
}

func shuffle(text []byte) error {
	for last := len(text) - 1; last > 0; last-- {
		at, err := below(last + 1)
		if err != nil {
			return err
		}
		text[last], text[at] = text[at], text[last]
	}
	return nil
}

func below(limit int) (int, error) {
	number, err := rand.Int(rand.Reader, big.NewInt(int64(limit)))
	if err != nil {
		return 0, err
	}
	return int(number.Int64()), nil
}

func pointer[T any](value T) *T { return &value }
