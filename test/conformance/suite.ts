/** What each part of the suite is given: the server's wire, and what it is told of the server. */

import type { Subject } from './subject.ts'
import type { Wire } from './wire.ts'

export type Suite = Subject & { readonly wire: Wire }
