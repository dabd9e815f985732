import { afterEach, describe, expect, it, vi } from 'vitest'

import { main } from './main.ts'
import { swallowedOptions } from './swallowed-options.ts'

it('finds what only npm has heard of, in the order of the options', () => {
  const environment = { npm_config_episodes: '5', npm_config_data_dir: '', npm_config_seed: '1' }
  const options = ['policy', 'data-dir', 'episodes', 'seed']
  expect(swallowedOptions(options, ['--seed', '2'], environment)).toEqual(['data-dir', 'episodes'])
  expect(swallowedOptions(options, ['--seed=2', '--data-dir=x'], environment)).toEqual(['episodes'])
})

it('leaves npm its own', () => {
  const environment = { npm_config_loglevel: 'silent', npm_config_cache: '/cache' }
  expect(swallowedOptions(['policy', 'cache-dir'], [], environment)).toEqual([])
})

describe('the command', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })

  it.each([
    [['play']],
    [['replay']],
    [['export']],
    [['data', 'build']],
    [['data', 'import', 'folder']],
    [['data', 'audit']],
    [['data', 'schemas']],
    [['eval']],
    [['probes']],
    [['curriculum']],
    [['build-page']],
    [['record-episodes']],
    [['verify-report']],
  ])('%j stops at each option of its help that npm has swallowed', async (words) => {
    const print = vi.spyOn(console, 'log').mockReturnValue()
    const complain = vi.spyOn(console, 'error').mockReturnValue()
    await main([...words, '--help'])
    const help = print.mock.calls.join('\n')
    const options = new Set([...help.matchAll(/(?<=^| |\[)--([a-z][a-z\d-]*)/gm)].map(([, o]) => o))
    // Of npm and of play, in examples; and npm shows its own help.
    for (const option of ['silent', 'help', ...(words[0] === 'replay' ? ['record'] : [])])
      options.delete(option)
    for (const option of options) {
      vi.stubEnv('npm_lifecycle_event', 'the-script')
      vi.stubEnv(`npm_config_${option?.replaceAll('-', '_')}`, 'true')
      expect(await main(words), option).toBe(2)
      expect(complain.mock.lastCall?.[0]).toContain('put -- before the options: npm run the-script')
      expect(complain.mock.lastCall?.[0]).toContain(`-- ${words.slice(1).join(' ')}`)
      expect(complain.mock.lastCall?.[0]).toContain(`--${option}`)
      vi.unstubAllEnvs()
    }
  })
})
