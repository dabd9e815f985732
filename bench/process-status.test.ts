import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { describe, expect, it } from 'vitest'

import {
  parseKilobytes,
  parseMachineTime,
  parseStat,
  processTree,
  readStat,
  treeCpuSeconds,
  treePssBytes,
} from './process-status.ts'

describe('parseStat', () => {
  const rest = '1 2 2 0 -1 4194304 98 0 0 0 150 50 30 20 20 0 1 0 546272 3133440 357'

  it('adds up the time of the process and of its ended children, user and system', () => {
    expect(parseStat(`7 (node) S ${rest}`)).toEqual({
      parentId: 1,
      isOver: false,
      ownCpuSeconds: 2,
      kernelCpuSeconds: 0.5,
      cpuSeconds: 2.5,
    })
  })

  it('is not misled by the name of the program', () => {
    expect(parseStat(`7 (a) Z 9 (b) S ${rest}`).parentId).toBe(1)
  })

  it('tells a process that is over', () => {
    expect(parseStat(`7 (node) Z ${rest}`).isOver).toBe(true)
  })
})

describe('parseKilobytes', () => {
  const text = 'Rss:                1700 kB\nPss:                 315 kB\nPss_Anon:   112 kB\n'

  it('reads one line, in bytes', () => {
    expect(parseKilobytes(text, 'Pss')).toBe(315 * 1024)
  })

  it('is 0 where the line is missing', () => {
    expect(parseKilobytes(text, 'Swap')).toBe(0)
  })
})

describe('parseMachineTime', () => {
  it('counts as busy what is neither idle nor waiting for the disk', () => {
    const text = 'cpu  100 20 30 800 40 0 5 5 7 0\ncpu0 1 2 3 4 5 6 7 8 9 0\n'
    expect(parseMachineTime(text)).toEqual({ busySeconds: 1.6, allSeconds: 10 })
  })
})

describe.skipIf(process.platform !== 'linux')('a process tree', () => {
  it('holds children and their children, and what they use', async () => {
    const shell = spawn('/bin/sh', ['-c', '/bin/sh -c "cat; :"; :'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    shell.stdin.write('heard\n')
    await once(shell.stdout, 'data')
    const { pid: shellPid = 0 } = shell
    expect(processTree(process.pid)).toContain(shellPid)
    expect(processTree(shellPid).length).toBe(3)
    expect(treePssBytes(shellPid)).toBeGreaterThan(0)
    expect(treeCpuSeconds(process.pid)).toBeGreaterThan(0)
    shell.stdin.end()
    await once(shell, 'exit')
    expect(readStat(shellPid)).toBeUndefined()
  })
})
