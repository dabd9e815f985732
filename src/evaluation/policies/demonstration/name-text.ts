/** A name as people write it in SQL: in quotes only where it needs them. */

import { isKeyword } from '../../../schema-names/sql-keywords.ts'
import { quoteName } from '../../../sql/schema.ts'

export function nameText(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) && !isKeyword(name) ? name : quoteName(name)
}
