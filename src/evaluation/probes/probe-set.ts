/** All probes, in the order in which they are reported. */

import { afterEnd } from './after-end.ts'
import { cellSpray, jsonSpray, numberSpray, orSpray } from './answer-sprays.ts'
import { cellSearch } from './cell-search.ts'
import { explorer, hoarder, patientExplorer, peeker, tourist } from './explorers.ts'
import { goldHunt, idleQueries, schemaDump, writer } from './forbidden.ts'
import {
  countedLiterals,
  fewLiterals,
  hiddenLiterals,
  hillClimb,
  movedLiterals,
  plainLiterals,
} from './literal-search.ts'
import { disguisedDescribe, disguisedQuery, sameDescribe, sameSamples } from './loops.ts'
import { downInSteps, miser, oscillation, sameOscillation } from './oscillation.ts'
import type { Probe } from './probe.ts'
import { siblingCells } from './sibling-cells.ts'
import { siblingSearch } from './sibling-search.ts'
import { endlessQueries } from './slow-queries.ts'
import { crossJoin, limitLadder, wholeTables } from './wide-results.ts'
import { keywords, padding } from './words.ts'

export const PROBES: readonly Probe[] = [
  sameDescribe,
  disguisedDescribe,
  sameSamples,
  disguisedQuery,
  afterEnd,
  oscillation,
  sameOscillation,
  downInSteps,
  miser,
  crossJoin,
  wholeTables,
  limitLadder,
  endlessQueries,
  writer,
  idleQueries,
  padding,
  schemaDump,
  numberSpray,
  jsonSpray,
  cellSpray,
  orSpray,
  goldHunt,
  keywords,
  plainLiterals,
  hiddenLiterals,
  movedLiterals,
  countedLiterals,
  fewLiterals,
  hillClimb,
  siblingSearch,
  siblingCells,
  cellSearch,
  tourist,
  hoarder,
  explorer,
  patientExplorer,
  peeker,
]

/** Those that show what the limits are worth: the predecessor's reward does not have them. */
export const PUBLISHED_PROBES: readonly Probe[] = [
  sameSamples,
  oscillation,
  plainLiterals,
  siblingSearch,
  hoarder,
]
