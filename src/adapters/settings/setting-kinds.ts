/** The kinds of settings that there are, and how they are read from variables. */

import * as v from 'valibot'

export const integer = (byDefault: number, min: number, max: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^-?\d+$/, `a whole number from ${min} to ${max}`),
      v.transform(Number),
      v.minValue(min, `a whole number from ${min} to ${max}`),
      v.maxValue(max, `a whole number from ${min} to ${max}`),
    ),
    String(byDefault),
  )

export const oneOf = <const T extends readonly string[]>(options: T, byDefault: T[number]) =>
  v.optional(v.picklist(options, `one of ${options.join(', ')}`), byDefault)

export const text = (byDefault: string) =>
  v.optional(v.pipe(v.string(), v.nonEmpty('a text that is not empty')), byDefault)

const YES = ['true', '1', 'yes']
const NO = ['false', '0', 'no']

/** In OpenEnv's words for it. */
export const yesOrNo = (byDefault: boolean) =>
  v.optional(
    v.pipe(
      v.string(),
      v.toLowerCase(),
      v.picklist([...YES, ...NO], `one of ${[...YES, ...NO].join(', ')}`),
      v.transform((word) => YES.includes(word)),
    ),
    String(byDefault),
  )

/** Its value is never told, not even when it is wrong: it is named in `SECRETS`. */
export const secret = (charsMin: number, charsMax: number) => {
  const expected = `a text of ${charsMin} to ${charsMax} characters`
  return v.optional(
    v.pipe(v.string(), v.minLength(charsMin, expected), v.maxLength(charsMax, expected)),
  )
}

const SECRETS: ReadonlySet<string> = new Set(['OPENENV_VALIDATION_TOKEN', 'OPENAI_API_KEY'])

export type Variables = Readonly<Record<string, string | undefined>>

/**
 * @param variables - an empty value counts as absent
 * @throws {SettingError} in one line that names the variable, what was expected and what came
 */
export function parseVariables<T>(
  schema: v.GenericSchema<Record<string, unknown>, T>,
  variables: Variables,
): T {
  const given = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '')
  const result = v.safeParse(schema, Object.fromEntries(given))
  if (result.success) return result.output
  const [issue] = result.issues
  const name = v.getDotPath(issue) ?? 'setting'
  const value = variables[name] ?? ''
  const got = SECRETS.has(name) ? `one of ${value.length}` : value
  throw new SettingError(`Expected ${name} to be ${issue.message}, got ${got}`)
}

/** A start that cannot be: told in one line, without a stack. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
}
