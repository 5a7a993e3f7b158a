/** Whether a file in `rules/` is a rule, and not its fixtures or a test. */
export const isRuleFile = (file: string): boolean => /^[a-z]+\/[a-z-]+\.ts$/.test(file);
