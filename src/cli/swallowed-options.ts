/** Finds the options that npm took for its own, because `--` was not in front of them. */

/**
 * Options that a command asks for by name. npm hands what it took on as a variable, and the command
 * would run with its defaults as if nothing had been said.
 * @param options - that the command has, without their `--`
 * @param args - that the command was given
 * @returns those of `options` that only npm has heard of
 */
export function swallowedOptions(
  options: readonly string[],
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  return options.filter((option) => {
    const isGiven = args.some((arg) => arg === `--${option}` || arg.startsWith(`--${option}=`))
    const variable = `npm_config_${option.replaceAll('-', '_')}`
    return !isGiven && environment[variable] !== undefined
  })
}
