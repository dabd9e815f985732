import { describe, expect, it } from 'vitest'

import { parsePlayCommand } from './play-command.ts'

describe('parsePlayCommand', () => {
  it.each([
    ['describe airlines', 'DESCRIBE', 'airlines'],
    ['  Sample  the table ', 'SAMPLE', 'the table'],
    ['answer 1,204', 'ANSWER', '1,204'],
    ['query SELECT 1', 'QUERY', 'SELECT 1'],
    ['select count(*) from answers', 'QUERY', 'select count(*) from answers'],
    ['help me', 'QUERY', 'help me'],
  ])('reads %j as an action', (line, action_type, argument) => {
    expect(parsePlayCommand(line)).toEqual({ kind: 'action', action: { action_type, argument } })
  })

  it.each([
    ['', 'nothing'],
    ['   ', 'nothing'],
    ['help', 'help'],
    ['?', 'help'],
    ['QUIT', 'quit'],
    ['exit', 'quit'],
  ])('reads %j as %s', (line, kind) => {
    expect(parsePlayCommand(line)).toEqual({ kind })
  })

  it.each(['describe', 'sample ', 'query', 'ANSWER'])(
    'gives a hint for %j: a blank argument would cost a step or the episode',
    (line) => {
      expect(parsePlayCommand(line)).toMatchObject({ kind: 'hint' })
    },
  )
})
