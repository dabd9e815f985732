/** Episodes as somebody plays them who looks before answering: on questions to train on. */

import type { PlayedAction } from '../../web/record/played-step.ts'

export type GoodEpisode = {
  readonly questionId: string
  readonly actions: readonly PlayedAction[]
}

const describe = (argument: string): PlayedAction => ({ action_type: 'DESCRIBE', argument })
const sample = (argument: string): PlayedAction => ({ action_type: 'SAMPLE', argument })
const query = (argument: string): PlayedAction => ({ action_type: 'QUERY', argument })
const answer = (argument: string): PlayedAction => ({ action_type: 'ANSWER', argument })

export const GOOD_EPISODES: readonly GoodEpisode[] = [
  {
    questionId: 'vet_clinic_005',
    actions: [
      describe('owner'),
      sample('owner'),
      query('SELECT count(*) FROM owner WHERE email IS NOT NULL'),
      query(
        "SELECT email = '' AS is_empty, count(*) FROM owner WHERE email IS NOT NULL GROUP BY is_empty",
      ),
      query("SELECT count(*) FROM owner WHERE email IS NOT NULL AND email <> ''"),
      answer('359'),
    ],
  },
  {
    questionId: 'seed_library_047',
    actions: [
      describe('species'),
      describe('variety'),
      sample('variety'),
      query(
        'SELECT s.common_name FROM species AS s\nLEFT JOIN variety AS v ON v.species_id = s.id\nWHERE v.id IS NULL',
      ),
      answer('sea kale'),
    ],
  },
  {
    questionId: 'island_ferries_018',
    actions: [
      describe('routes'),
      describe('ports'),
      sample('operators'),
      query(
        "SELECT p.island, count(*) FROM routes AS r\nJOIN ports AS p ON p.port_id = r.to_port\nJOIN operators AS o ON o.operator_id = r.operator_id\nWHERE o.name = 'Kalliste Lines' GROUP BY p.island",
      ),
      query(
        "SELECT p.island, count(*) AS n FROM routes AS r\nJOIN ports AS p ON p.port_id = r.to_port_id\nJOIN operators AS o ON o.operator_id = r.operator_id\nWHERE o.name = 'Kalliste Lines'\nGROUP BY p.island ORDER BY n DESC, p.island",
      ),
      answer('Kalliste | 2\nMarsa | 2\nSal | 1'),
    ],
  },
]
