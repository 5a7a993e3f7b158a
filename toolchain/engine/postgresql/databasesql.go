package postgresql

import (
	"fmt"
	"strings"

	"github.com/lib/pq"
)

// chosen says whether the program decides, rather than the server.
func chosen(value *string) bool { return value != nil && *value != "" && *value != "DEFAULT" }

// named1 is the role of a setting, if the program names one.
func named1(role *string) []string {
	if !chosen(role) {
		return nil
	}
	return []string{*role}
}

// template of a new database: template0, which, unlike template1, nobody has changed and every encoding goes with.
func template(args DatabaseArgs) string {
	if !chosen(args.Template) {
		return "template0"
	}
	return *args.Template
}

// createDatabase is the statement that makes a database; it has to stand alone, outside any transaction.
func createDatabase(args DatabaseArgs) string {
	words := []string{"CREATE DATABASE " + pq.QuoteIdentifier(*args.Name)}
	if chosen(args.Owner) {
		words = append(words, "OWNER "+pq.QuoteIdentifier(*args.Owner))
	}
	words = append(words, "TEMPLATE "+pq.QuoteIdentifier(template(args)))
	addLiteral := func(keyword string, value *string, otherwise string) {
		switch {
		case value == nil || *value == "":
			words = append(words, keyword+" "+pq.QuoteLiteral(otherwise))
		case *value != "DEFAULT":
			words = append(words, keyword+" "+pq.QuoteLiteral(*value))
		}
	}
	addLiteral("ENCODING", args.Encoding, "UTF8")
	addLiteral("LC_COLLATE", args.LcCollate, "C")
	addLiteral("LC_CTYPE", args.LcCtype, "C")
	if chosen(args.TablespaceName) {
		words = append(words, "TABLESPACE "+pq.QuoteIdentifier(*args.TablespaceName))
	}
	return strings.Join(append(words, databaseOptions(args)...), " ")
}

func databaseOptions(args DatabaseArgs) []string {
	return []string{
		fmt.Sprintf("ALLOW_CONNECTIONS %t", valueOr(args.AllowConnections, true)),
		fmt.Sprintf("CONNECTION LIMIT %d", valueOr(args.ConnectionLimit, -1)),
		fmt.Sprintf("IS_TEMPLATE %t", valueOr(args.IsTemplate, false)),
	}
}

// alterDatabase lists the statements that turn a database into another.
func alterDatabase(from, to DatabaseArgs) []string {
	statements := []string{}
	if *from.Name != *to.Name {
		statements = append(statements,
			"ALTER DATABASE "+pq.QuoteIdentifier(*from.Name)+" RENAME TO "+pq.QuoteIdentifier(*to.Name))
	}
	alter := "ALTER DATABASE " + pq.QuoteIdentifier(*to.Name) + " "
	before, after := databaseOptions(from), databaseOptions(to)
	for i := range after {
		if before[i] != after[i] {
			statements = append(statements, alter+after[i])
		}
	}
	if chosen(to.TablespaceName) && *to.TablespaceName != valueOr(from.TablespaceName, "") {
		statements = append(statements, alter+"SET TABLESPACE "+pq.QuoteIdentifier(*to.TablespaceName))
	}
	if chosen(to.Owner) && *to.Owner != valueOr(from.Owner, "") {
		statements = append(statements, alter+"OWNER TO "+pq.QuoteIdentifier(*to.Owner))
	}
	return statements
}

// dropDatabase lists the statements that end a database.
func dropDatabase(name string, state DatabaseArgs) []string {
	quoted, statements := pq.QuoteIdentifier(name), []string{}
	if valueOr(state.IsTemplate, false) {
		statements = append(statements, "ALTER DATABASE "+quoted+" IS_TEMPLATE false")
	}
	return append(statements, "DROP DATABASE "+quoted+" WITH (FORCE)")
}
