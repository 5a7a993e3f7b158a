package postgresql

import (
	"strings"

	"github.com/lib/pq"
)

// grantee quotes a role's name; PUBLIC is a keyword.
func grantee(role string) string {
	if strings.EqualFold(role, publicRole) {
		return "PUBLIC"
	}
	return pq.QuoteIdentifier(role)
}

func grantStatement(args GrantArgs) string {
	statement := "GRANT " + wordsOf(args.Privileges) + " ON " + target(args) + " TO " + grantee(args.Role)
	if valueOr(args.WithGrantOption, false) {
		statement += " WITH GRANT OPTION"
	}
	return statement
}

func revokeStatement(args GrantArgs) string {
	return "REVOKE ALL PRIVILEGES ON " + target(args) + " FROM " + grantee(args.Role)
}

// target is the part of a GRANT that names the objects.
func target(args GrantArgs) string {
	kind := strings.ToUpper(args.ObjectType)
	switch {
	case args.ObjectType == "database":
		return kind + " " + pq.QuoteIdentifier(args.Database)
	case args.ObjectType == "schema":
		return kind + " " + pq.QuoteIdentifier(*args.Schema)
	case len(args.Objects) == 0:
		return "ALL " + kind + "S IN SCHEMA " + pq.QuoteIdentifier(*args.Schema)
	}
	names := make([]string, len(args.Objects))
	for i, object := range args.Objects {
		name, signature := splitSignature(object)
		names[i] = pq.QuoteIdentifier(*args.Schema) + "." + pq.QuoteIdentifier(name) + signature
	}
	return kind + " " + strings.Join(names, ", ")
}

// splitSignature parts a function's name from its argument types, if they are given: `name(integer, text)`.
func splitSignature(object string) (name, signature string) {
	at := strings.IndexByte(object, '(')
	if at < 0 || !strings.HasSuffix(object, ")") {
		return object, ""
	}
	types := strings.Split(object[at+1:len(object)-1], ",")
	for i, one := range types {
		types[i] = quoteType(strings.TrimSpace(one))
	}
	return object[:at], "(" + strings.Join(types, ", ") + ")"
}

// quoteType leaves plain type names such as `character varying[]` as they are and quotes everything else.
func quoteType(name string) string {
	plain := strings.TrimSuffix(name, "[]")
	isWord := func(letter rune) bool {
		return letter == ' ' || letter == '_' || letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9'
	}
	if strings.ContainsFunc(plain, func(letter rune) bool { return !isWord(letter) }) {
		return pq.QuoteIdentifier(plain) + name[len(plain):]
	}
	return name
}
