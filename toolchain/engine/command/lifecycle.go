package command

// Lifecycle is what a command does when its resource is created, updated and deleted.
type Lifecycle struct {
	Create                 *string           `pulumi:"create,optional"`
	Update                 *string           `pulumi:"update,optional"`
	Delete                 *string           `pulumi:"delete,optional"`
	Triggers               *[]any            `pulumi:"triggers,optional" provider:"replaceOnChanges"`
	Stdin                  *string           `pulumi:"stdin,optional"`
	Logging                *Logging          `pulumi:"logging,optional"`
	AddPreviousOutputInEnv *bool             `pulumi:"addPreviousOutputInEnv,optional"`
	Environment            map[string]string `pulumi:"environment,optional"`
}

// Output is what the last command printed, without the last line end.
type Output struct {
	Stdout string `pulumi:"stdout"`
	Stderr string `pulumi:"stderr"`
}

// onUpdate is the command that brings a changed resource about: `update`, or else `create` again.
func (l Lifecycle) onUpdate() *string {
	if l.Update != nil {
		return l.Update
	}
	return l.Create
}

// environment of a command; previous is nil when nothing ran before.
func (l Lifecycle) environment(previous *Output) map[string]string {
	result := map[string]string{}
	for name, value := range l.Environment {
		result[name] = value
	}
	if previous != nil && (l.AddPreviousOutputInEnv == nil || *l.AddPreviousOutputInEnv) {
		result["PULUMI_COMMAND_STDOUT"] = previous.Stdout
		result["PULUMI_COMMAND_STDERR"] = previous.Stderr
	}
	return result
}

func (l Lifecycle) stdin() string {
	if l.Stdin == nil {
		return ""
	}
	return *l.Stdin
}
