import { describe, expect, it } from 'vitest'

import { parseSchemaInfo } from '../../client/schema-info.ts'
import { layOutDiagram } from './diagram-layout.ts'

const TABLES = parseSchemaInfo(
  'Tables: ports, routes, vessels\n\nTable routes: 9 rows\n- route_id INTEGER, primary key\n' +
    '- from_id INTEGER, references Ports(port_id)\n- next_id INTEGER, references routes(route_id)',
)

describe('the schema diagram', () => {
  it('shows described tables and those that they refer to', () => {
    const { boxes } = layOutDiagram(TABLES, 340)
    expect(boxes.map(({ table }) => table.name)).toEqual(['ports', 'routes'])
  })

  it('draws each reference, to itself too', () => {
    const { edges } = layOutDiagram(TABLES, 340)
    expect(edges.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'routes → ports',
      'routes → routes',
    ])
  })

  it.each([120, 340, 900])('keeps boxes apart and inside a width of %d', (width) => {
    const { boxes, height } = layOutDiagram(TABLES, width)
    for (const box of boxes) {
      expect(box.x).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width).toBeLessThanOrEqual(width)
      expect(box.y + box.height).toBeLessThanOrEqual(height)
    }
    const [one, two] = boxes
    if (one === undefined || two === undefined) throw new Error('Expected two boxes')
    expect(one.x + one.width <= two.x || one.y + one.height <= two.y).toBe(true)
  })

  it('is empty before the first DESCRIBE', () => {
    expect(layOutDiagram(parseSchemaInfo('Tables: a, b'), 340)).toEqual({
      boxes: [],
      edges: [],
      height: 0,
    })
  })
})
