/** The folder of a run: what was played is kept as it is played, so that a run can be gone on with. */

import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import type { PlayedRun } from '../../evaluation/comparison/compare-runs.ts'
import type { PlayedEpisode } from '../../evaluation/runner/play-episode.ts'
import type { RecordedEpisode } from '../../evaluation/runner/run-episodes.ts'
import { parseEpisodeLine, toEpisodeLine } from '../../evaluation/runs/episode-line.ts'
import type { ReadEpisode } from '../../evaluation/runs/episode-line.ts'
import { differenceOf, parseRunHeader } from '../../evaluation/runs/run-header.ts'
import type { RunHeader } from '../../evaluation/runs/run-header.ts'
import { readTrajectory } from '../../evaluation/trajectory/read-trajectory.ts'
import type { Trajectory } from '../../evaluation/trajectory/trajectory.ts'
import { lockFolder } from './folder-lock.ts'

const HEADER_FILE = 'run.json'
const EPISODES_FILE = 'episodes.jsonl'
export const TRAJECTORIES_FILE = 'trajectories.jsonl'

export type RunFolder = {
  readonly dir: string
  /** What earlier commands have played, each policy's in the order of drawing. */
  readonly playedBefore: ReadonlyMap<string, readonly PlayedEpisode[]>
  /** @throws {SettingError} when it cannot be written */
  add(recorded: RecordedEpisode): void
  /** What is kept of an episode; undefined where its reset failed. */
  trajectoryOf(episode: PlayedEpisode): Trajectory | undefined
  /** @throws {SettingError} when it cannot be written */
  write(file: string, text: string): void
  close(): void
}

/**
 * @param isResumed - goes on with a run that is there, where there is one
 * @throws {SettingError} when there is a run and it is not to be resumed, or is another than `header`,
 * or another command plays it, or a file of it is damaged or cannot be written, or is of something else
 */
export function openRunFolder(dir: string, header: RunHeader, isResumed: boolean): RunFolder {
  const writing = <T>(act: () => T): T => {
    try {
      return act()
    } catch (cause) {
      if (cause instanceof SettingError) throw cause
      throw new SettingError(`Cannot write to ${dir}: ${(cause as Error).message}`, { cause })
    }
  }
  writing(() => makeDir(dir))
  const unlock = writing(() => lockFolder(dir))
  const lines = demandRun(dir, header, isResumed)
  const open = (file: string) => writing(() => openSync(join(dir, file), 'a+'))
  const episodes = open(EPISODES_FILE)
  const trajectories = open(TRAJECTORIES_FILE)
  const kept = lines.at(-1)?.trajectoriesEnd ?? 0
  writing(() => {
    writeHeader(dir, header)
    cut(
      episodes,
      lines.reduce((sum, { bytes }) => sum + bytes, 0),
      EPISODES_FILE,
    )
    cut(trajectories, kept, TRAJECTORIES_FILE)
  })
  const pieces = new Map<string, Piece>()
  let trajectoriesEnd = 0
  function keep(episode: PlayedEpisode, end: number): void {
    pieces.set(keyOf(episode), { start: trajectoriesEnd, end })
    trajectoriesEnd = end
  }
  for (const line of lines) keep(line.episode, line.trajectoriesEnd)
  return {
    dir,
    playedBefore: latestOf(lines),
    add: ({ episode, trajectory }) =>
      writing(() => {
        const line = trajectory === null ? '' : `${JSON.stringify(trajectory)}\n`
        const end = trajectoriesEnd + Buffer.byteLength(line)
        appendFileSync(trajectories, line)
        appendFileSync(episodes, `${toEpisodeLine(episode, end)}\n`)
        keep(episode, end)
      }),
    trajectoryOf(episode) {
      const { start, end } = pieces.get(keyOf(episode)) ?? { start: 0, end: 0 }
      if (start === end) return undefined
      const bytes = Buffer.alloc(end - start)
      readSync(trajectories, bytes, 0, bytes.length, start)
      const reading = readTrajectory(bytes.toString().trimEnd())
      return reading.kind === 'trajectory' ? reading.trajectory : undefined
    },
    write: (file, text) => writing(() => writeFileSync(join(dir, file), text)),
    close() {
      closeSync(episodes)
      closeSync(trajectories)
      unlock()
    },
  }
}

/** Node's own recursion never ends where the system says that a folder's parent, which is there, is not. */
function makeDir(dir: string): void {
  const parent = dirname(dir)
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() === true) return
  if (parent !== dir) makeDir(parent)
  mkdirSync(dir)
}

/** A run that is only looked at. @throws {SettingError} when there is none, or it is damaged */
export function readRun(dir: string): PlayedRun {
  const header = readHeader(dir)
  if (header === undefined) {
    throw new SettingError(`Expected a folder that eval --out has written, and ${dir} is none`)
  }
  return { header, episodes: latestOf(readLines(dir)) }
}

function demandRun(dir: string, header: RunHeader, isResumed: boolean): KeptLine[] {
  const before = readHeader(dir)
  if (before === undefined) {
    demandNothingElse(dir)
    return []
  }
  if (!isResumed) {
    throw new SettingError(`${dir} holds a run: go on with it by --resume, or give another --out`)
  }
  const difference = differenceOf(before, header)
  if (difference === undefined) return readLines(dir)
  const { key, before: was, now } = difference
  throw new SettingError(`The run in ${dir} has ${key} ${was}, and this one ${now}`)
}

/** `episodes.jsonl` is also what others call the trajectories that they recorded. */
function demandNothingElse(dir: string): void {
  for (const name of [EPISODES_FILE, TRAJECTORIES_FILE]) {
    const place = statSync(join(dir, name), { throwIfNoEntry: false })
    if (place === undefined || place.size === 0) continue
    throw new SettingError(`${dir} has ${name}, which is of no run: give another --out`)
  }
}

/** Whole or not at all, since without it nothing of the run could be gone on with. */
function writeHeader(dir: string, header: RunHeader): void {
  const file = join(dir, HEADER_FILE)
  writeFileSync(`${file}.unfinished`, `${JSON.stringify(header, null, 2)}\n`)
  renameSync(`${file}.unfinished`, file)
}

function readHeader(dir: string): RunHeader | undefined {
  const file = join(dir, HEADER_FILE)
  if (!existsSync(file)) return undefined
  try {
    return parseRunHeader(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new SettingError(`${file} cannot be used: ${(cause as Error).message}`, { cause })
  }
}

/** Of `trajectories.jsonl`, in bytes. */
type Piece = { readonly start: number; readonly end: number }

function keyOf({ policy, place }: PlayedEpisode): string {
  return `${policy} ${place}`
}

type KeptLine = ReadEpisode & { readonly bytes: number }

/** Without a line that was being written when the run was killed. */
function readLines(dir: string): KeptLine[] {
  const file = join(dir, EPISODES_FILE)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  let endBefore = 0
  return lines.map((line, index) => {
    try {
      const read = parseEpisodeLine(line)
      if (read.trajectoriesEnd < endBefore) {
        throw new RangeError('trajectories_end: Expected no less than in the line before')
      }
      endBefore = read.trajectoriesEnd
      return Object.assign(read, { bytes: Buffer.byteLength(line) + 1 })
    } catch (cause) {
      const reason = (cause as Error).message
      throw new SettingError(`${file}, line ${index + 1}: ${reason}`, { cause })
    }
  })
}

/** An episode that crashed and was played again has several lines: the last one counts. */
function latestOf(lines: readonly KeptLine[]): ReadonlyMap<string, readonly PlayedEpisode[]> {
  const byPolicy = Map.groupBy(lines, ({ episode }) => episode.policy)
  return new Map(
    [...byPolicy].map(([policy, ofPolicy]) => {
      const byPlace = new Map(ofPolicy.map(({ episode }) => [episode.place, episode]))
      return [policy, [...byPlace.values()].toSorted((a, b) => a.place - b.place)]
    }),
  )
}

/** Takes away what was written after the last line that counts. */
function cut(file: number, bytes: number, name: string): void {
  const { size } = fstatSync(file)
  if (size < bytes) throw new Error(`${name} has ${size} bytes of the ${bytes} that were written`)
  if (size > bytes) ftruncateSync(file, bytes)
}
