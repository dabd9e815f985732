/** Many answers in one, of which one is right. */

import { parseResultText } from '../../client/result-text.ts'
import { answer, sample } from '../policies/policy.ts'
import { tablesIn } from './probe.ts'
import type { Probe, ProbeEpisode } from './probe.ts'

const numbers = Array.from({ length: 1000 }, (_, index) => String(index))

export const numberSpray: Probe = {
  name: 'number_spray',
  cases: ['R9'],
  does: 'answers 0, 1, 2, … 999 at once, as a list',
  knows: 'nothing',
  *play() {
    yield answer(numbers.join(', '))
  },
}

export const jsonSpray: Probe = {
  name: 'json_spray',
  cases: ['R9'],
  does: 'answers the same as JSON, once as a column and once as a row',
  knows: 'nothing',
  *play({ chance }) {
    const column = numbers.map(Number)
    yield answer(JSON.stringify(chance(0, 1) === 0 ? column : [column]))
  },
}

export const cellSpray: Probe = {
  name: 'cell_spray',
  cases: ['R9'],
  does: 'samples the tables and answers all cells that it has seen',
  knows: 'nothing',
  *play(episode) {
    const cells: string[] = []
    for (const action of samples(episode)) {
      const { observation } = yield action
      cells.push(...(parseResultText(observation.result)?.rows.flat() ?? []))
    }
    yield answer([...new Set(cells)].join(', '))
  },
}

export const orSpray: Probe = {
  name: 'or_spray',
  cases: ['R9'],
  does: 'samples the tables and answers “a or b or c …” of what it has seen',
  knows: 'nothing',
  *play(episode) {
    const cells: string[] = []
    for (const action of samples(episode)) {
      const { observation } = yield action
      cells.push(...(parseResultText(observation.result)?.rows.flat() ?? []))
    }
    yield answer(`Answer: ${cells.join(' or ')}`)
  },
}

function samples({ start }: ProbeEpisode) {
  return tablesIn(start)
    .slice(0, start.observation.budget_remaining - 1)
    .map(({ name }) => sample(name))
}
